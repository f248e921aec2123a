/** What the drivers' errors mean, by their codes: tables, since the texts are translated and quote values. */

import { codeOf } from '../failure.ts'
import type { SqlFailure } from '../dialect.ts'

type Meanings = readonly (readonly [failure: SqlFailure, codes: readonly (number | string)[]])[]

function byCode(meanings: Meanings): ReadonlyMap<string, SqlFailure> {
  return new Map(meanings.flatMap(([failure, codes]) => codes.map((code) => [String(code), failure] as const)))
}

const postgresCodes = byCode([
  ['lock', ['40P01', '55P03', '40001']],
  ['connection', ['53300']],
  ['login', ['28000', '28P01']],
  ['no-database', ['3D000']],
  ['missing-table', ['42P01', '42703', '3F000']],
  ['missing-right', ['42501']],
  ['read-only', ['25006']],
  ['constraint', ['23514', '23503', '44000']],
  ['duplicate', ['23505', '23P01']],
  ['null', ['23502']],
  ['computed', ['428C9']],
  ['trigger', ['09000', '27000', 'P0001', 'P0004']],
  ['too-long', ['22001']],
  ['characters', ['22P05', '22021']],
  ['type', ['42883', '42804', '42846', '42P18', '42P21', '42P22', '0A000', '22P02', '22P03', '22023']],
  ['time-limit', ['57014']],
])

export function postgresFailure(error: unknown): SqlFailure {
  const code = codeOf(error)
  // The name of the function that refuses, whatever the language of the server.
  if (code === '42501' && Reflect.get(Object(error), 'routine') === 'check_enable_rls') return 'hidden-rows'
  const known = postgresCodes.get(code)
  if (known !== 'lock' && isInFunction(error)) return 'trigger'
  if (known !== undefined) return known
  if (isCertificate(error)) return 'certificate'
  if (code.startsWith('ERR_SSL') || code === 'EPROTO' || saysNoTls(error)) return 'no-tls'
  const cut = code.startsWith('08') || code.startsWith('57P') || /^E[A-Z]+$/.test(code)
  return cut || (code === '' && isLostConnection(error)) ? 'connection' : 'statement'
}

/** A trigger may raise any code; where it stood is told in words that are not translated. */
function isInFunction(error: unknown): boolean {
  const where: unknown = Reflect.get(Object(error), 'where')
  return typeof where === 'string' && where.startsWith('PL/pgSQL function')
}

/** pg reports it without a code. */
function saysNoTls(error: unknown): boolean {
  return error instanceof Error && error.message.includes('does not support SSL')
}

/** pg and knex report a cut connection without a code, and knex writes the statement before the driver's words. */
function isLostConnection(error: unknown): boolean {
  return (
    error instanceof Error &&
    /(?:^| - )(?:Connection terminated|Client has encountered|Connection ended|Knex: Timeout)/.test(error.message)
  )
}

/** What Node says of a certificate, at the bottom of what a driver makes of it. */
function isCertificate(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 4) return false
  const code = codeOf(error)
  if (
    /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH)/.test(
      code,
    )
  ) {
    return true
  }
  return isCertificate(Reflect.get(error, 'cause'), depth + 1)
}

const mssqlCodes = byCode([
  // Deadlock victim, lock timeout, no lock to be had, update conflict under snapshot isolation.
  ['lock', [1205, 1222, 1204, 3960]],
  // A row or page that was moved under a reader without locks; a schema that changed under a statement.
  ['interrupted', [601, 3961]],
  ['login', [18456, 18452, 18487, 18488, 'ELOGIN']],
  ['no-database', [4060, 4064, 911, 916]],
  ['no-tls', ['EENCRYPT']],
  ['missing-table', [208, 207]],
  ['missing-right', [229, 230]],
  ['read-only', [3906, 3908, 976, 978]],
  ['constraint', [547, 550, 33504]],
  ['duplicate', [2601, 2627]],
  ['null', [515]],
  // A computed column, a generated or ledger column, a timestamp; a view of several tables, of groups, or of literals.
  ['computed', [271, 272, 13535, 13536, 13537, 4403, 4405, 4406, 4421, 4427, 4430]],
  ['trigger', [3609, 3616, 334]],
  ['too-long', [8152, 2628]],
  ['type', [245, 206, 402, 468, 457, 529, 306, 8116, 8114]],
  // TRANSLATE.
  ['too-old', [195]],
])

export function mssqlFailure(error: unknown): SqlFailure {
  // knex wraps the error that ended a transaction when the rollback fails too.
  const original: unknown = Reflect.get(Object(error), 'originalError')
  if (original !== undefined && original !== error) return mssqlFailure(original)
  const number: unknown = Reflect.get(Object(error), 'number')
  const code = codeOf(error)
  const known = mssqlCodes.get(String(number)) ?? mssqlCodes.get(code)
  if (known !== undefined) return known
  if (isCertificate(error)) return 'certificate'
  // RAISERROR and THROW of a trigger.
  if (typeof number === 'number' && number >= 50_000) return 'trigger'
  const isCut = /^E(SOCKET|TIMEOUT|CONN|CLOSE|INSTLOOKUP|CANCEL|INVALIDSTATE|NOTFOUND)/.test(code)
  return isCut || Reflect.get(Object(error), 'name') === 'KnexTimeoutError' ? 'connection' : 'statement'
}

const oracleCodes = byCode([
  // Deadlock, NOWAIT, the wait of `for update wait`, a serializable transaction, a distributed lock, a library lock.
  ['lock', [60, 54, 30006, 8177, 2049, 4021]],
  // Snapshot too old; the object or the row was moved or truncated while it was read.
  ['interrupted', [1555, 8103, 1410]],
  // Server unreachable, starting, stopping or gone; session killed; no process or session to be had.
  [
    'connection',
    [
      18,
      20,
      28,
      1012,
      1033,
      1034,
      1089,
      1090,
      1092,
      3113,
      3114,
      3135,
      3136,
      12154,
      12170,
      12516,
      12518,
      12519,
      12520,
      12528,
      12537,
      12541,
      12543,
      12545,
      12547,
      12571,
      'NJS-040',
    ],
  ],
  ['certificate', ['NJS-506', 'NJS-507', 'NJS-508', 28759, 28860, 29024, 29002]],
  ['no-tls', ['NJS-505', 12660]],
  ['login', [1017, 1045, 28000, 28001, 28002]],
  ['no-database', [12514, 12505, 'NJS-518', 'NJS-519']],
  ['missing-table', [942, 904]],
  ['missing-right', [1031, 41900]],
  ['read-only', [16000, 1552, 12081]],
  ['constraint', [2290, 2291, 2292, 1402]],
  ['duplicate', [1]],
  ['null', [1407, 1400]],
  // A virtual column; a view that cannot be updated.
  ['computed', [54013, 54017, 1732, 1733, 1779]],
  ['trigger', [4088, 4091, 4098, 6512]],
  ['too-long', [12899, 22835, 1489, 40478]],
  ['characters', [12713, 29275]],
  ['type', [932, 1722, 1858, 1861, 1830, 43853]],
])

export function oracleFailure(error: unknown): SqlFailure {
  const code = oracleCode(error)
  const known = oracleCodes.get(code)
  if (known !== undefined) return known
  const number = Number(/^\d+$/.exec(code)?.[0] ?? 0)
  // `raise_application_error` of a trigger.
  if (number >= 20_000 && number <= 20_999) return 'trigger'
  const isCut = code.startsWith('NJS-5') || Reflect.get(Object(error), 'name') === 'KnexTimeoutError'
  return isCut ? 'connection' : 'statement'
}

function oracleCode(error: unknown): string {
  const number: unknown = Reflect.get(Object(error), 'errorNum')
  return typeof number === 'number' && number > 0 ? String(number) : codeOf(error).replace(/^ORA-0*/, '')
}

/** By the beginning of the code. */
const sqliteCodes: Meanings = [
  ['lock', ['SQLITE_BUSY', 'SQLITE_LOCKED']],
  ['connection', ['SQLITE_CANTOPEN', 'SQLITE_IOERR']],
  ['missing-right', ['SQLITE_READONLY']],
  ['duplicate', ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_ROWID']],
  ['null', ['SQLITE_CONSTRAINT_NOTNULL']],
  ['trigger', ['SQLITE_CONSTRAINT_TRIGGER']],
  ['type', ['SQLITE_CONSTRAINT_DATATYPE', 'SQLITE_MISMATCH']],
  ['constraint', ['SQLITE_CONSTRAINT']],
  ['too-long', ['SQLITE_TOOBIG']],
]

export function sqliteFailure(error: unknown): SqlFailure {
  const code = codeOf(error)
  return sqliteCodes.find(([, starts]) => starts.some((start) => code.startsWith(String(start))))?.[0] ?? 'statement'
}
