/** What the errors of SQL Server and its driver mean. */

import { codeOf } from '../../failure.ts'
import type { SqlFailure } from './meaning.ts'
import { byCode, isCertificate, onTheWay } from './codes.ts'

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
  const way = onTheWay(error)
  if (way !== null) return way
  // RAISERROR and THROW of a trigger.
  if (typeof number === 'number' && number >= 50_000) return 'trigger'
  const isCut = /^E(SOCKET|TIMEOUT|CONN|CLOSE|INSTLOOKUP|CANCEL|INVALIDSTATE|NOTFOUND)/.test(code)
  return isCut || Reflect.get(Object(error), 'name') === 'KnexTimeoutError' ? 'connection' : 'statement'
}
