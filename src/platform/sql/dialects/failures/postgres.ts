/** What the errors of PostgreSQL and its driver mean. */

import { codeOf } from '../../failure.ts'
import type { SqlFailure } from './meaning.ts'
import { byCode, isCertificate, onTheWay } from './codes.ts'

const postgresCodes = byCode([
  ['lock', ['40P01', '55P03', '40001']],
  ['connection', ['25P03']],
  ['full', ['53300', '53200']],
  ['disk-full', ['53100']],
  ['starting', ['57P03']],
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
  const known = byRoutine(code, Reflect.get(Object(error), 'routine')) ?? postgresCodes.get(code)
  if (known !== 'lock' && isInFunction(error)) return 'trigger'
  if (known !== undefined) return known
  if (isCertificate(error)) return 'certificate'
  if (code.startsWith('ERR_SSL') || code === 'EPROTO' || saysNoTls(error)) return 'no-tls'
  const way = onTheWay(error)
  if (way !== null) return way
  const cut = code.startsWith('08') || code.startsWith('57P') || /^E[A-Z]+$/.test(code)
  return cut || (code === '' && isLostConnection(error)) ? 'connection' : 'statement'
}

/** One code stands for several mistakes, told apart by the function that refuses, whatever the language of the server. */
function byRoutine(code: string, routine: unknown): SqlFailure | null {
  if (code === '42501' && routine === 'check_enable_rls') return 'hidden-rows'
  if (code === '42501' && routine === 'CheckMyDatabase') return 'no-entry'
  if (code === '28000' && routine === 'ClientAuthentication') return 'not-admitted'
  return null
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
