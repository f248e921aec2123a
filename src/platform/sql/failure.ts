/** Turns a driver's error into a StepFailed; a driver's own text may quote values and never leaves as a message. */

import { SettingsInvalid, StepFailed, type StepFailureCode } from '../../domain/errors.ts'
import type { Dialect, SqlFailure } from './dialect.ts'

interface Meaning {
  readonly code: StepFailureCode
  /** A passing reason. */
  readonly retryable?: true
  /** The rule and the next step. */
  readonly sentence: string
}

const meanings: Readonly<Record<SqlFailure, Meaning>> = {
  lock: {
    code: 'lock',
    retryable: true,
    sentence: 'a lock was not granted in time, or the statement was chosen as deadlock victim; it is tried again',
  },
  interrupted: {
    code: 'changed',
    retryable: true,
    sentence: 'the database gave up reading, since the data changed too much meanwhile; it is tried again',
  },
  connection: {
    code: 'connection',
    retryable: true,
    sentence: 'the connection failed or was cut; check that the server is reachable, then it is tried again',
  },
  certificate: {
    code: 'connection',
    sentence:
      'the certificate of the server is not trusted, is over, or carries another name; check `caFile` and `serverName` of `tls`',
  },
  'no-tls': {
    code: 'connection',
    sentence: 'server and settings do not agree on TLS; switch it on at the server, or correct `tls`',
  },
  login: { code: 'missing-right', sentence: 'the server refused the login; check `user` and `password`' },
  'no-database': {
    code: 'connection',
    // A server that is starting says so too.
    retryable: true,
    sentence: 'the server has no such database, or the login may not open it; check `database`',
  },
  'missing-table': { code: 'missing-table', sentence: 'a table or column is missing; run `lethe doctor`' },
  'missing-right': {
    code: 'missing-right',
    sentence: 'the login lacks a right; run `lethe doctor` for the missing grant',
  },
  'hidden-rows': {
    code: 'missing-right',
    sentence:
      'a row security policy hides rows from the login, so nobody could tell what is not there from what is not shown; run `lethe doctor` for the missing right',
  },
  'read-only': {
    code: 'missing-right',
    sentence: 'the database takes no changes (a standby, or read-only); name the one that does',
  },
  constraint: {
    code: 'cannot-redact',
    sentence: 'a constraint (CHECK, foreign key) refuses what a redaction writes; set another `redact`, or change it',
  },
  duplicate: {
    code: 'cannot-redact',
    sentence: 'a unique index refuses a second placeholder; set `redact: delete` or `null`',
  },
  null: { code: 'cannot-redact', sentence: 'the column does not accept NULL; set another `redact`' },
  computed: {
    code: 'cannot-redact',
    sentence: 'the database computes the value itself, or the view cannot be changed; name the column that holds it',
  },
  trigger: {
    code: 'cannot-redact',
    sentence: 'a trigger or function of the database refused the statement; ask its DBA',
  },
  'too-long': {
    code: 'statement',
    sentence: 'a text is longer than the database takes there; shorten it, or leave the column out',
  },
  characters: {
    code: 'statement',
    sentence: 'the character set of the database lacks a character of the statement; leave the column or the text out',
  },
  type: {
    code: 'statement',
    sentence: 'the type or collation of the column does not take the comparison; leave it out, or name another column',
  },
  'time-limit': {
    code: 'statement',
    sentence: 'a time limit of the database ended the statement; lift it for the login',
  },
  'too-old': { code: 'statement', sentence: 'the server is too old, or its compatibility level too low' },
  statement: { code: 'statement', sentence: 'the database refused a statement; its own log says more' },
}

/** An error of ours that was thrown inside of the work is passed on as it is. */
export function asStepFailed(error: unknown, dialect: Dialect, database: string): StepFailed | SettingsInvalid {
  if (error instanceof StepFailed || error instanceof SettingsInvalid) return error
  const { code, retryable = false, sentence } = meanings[dialect.failure(error)]
  const message = `database \`${database}\`: ${sentence}${retryable ? '' : numbered(error)}`
  return new StepFailed(code, message, { retryable, cause: error })
}

/** The engine's own number of the error, which holds nothing personal and leads into its manual. */
function numbered(error: unknown): string {
  const number: unknown = Reflect.get(Object(error), 'number')
  const code = typeof number === 'number' ? String(number) : codeOf(error)
  return /^[\w-]{1,40}$/.test(code) ? ` (${code})` : ''
}

/** Failures of these codes are mended where they come from: in the column or table that was being read or written. */
const local: readonly StepFailureCode[] = [
  'statement',
  'no-key',
  'cannot-search',
  'cannot-redact',
  'missing-right',
  'missing-table',
]

/** Has a failure name the place that was worked on, as `table.column`; what passes by itself, and what names it, stays as it is. */
export async function namingPlace<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw placed(error, place)
  }
}

export function placed(error: unknown, place: string): unknown {
  if (!(error instanceof StepFailed) || error.retryable || !local.includes(error.code)) return error
  if (error.message.includes(`\`${place}`)) return error
  const { code, erased, cause } = error
  return new StepFailed(code, `\`${place}\`: ${error.message}`, { retryable: false, cause, erased })
}

/** By its text a row could not be found again for certain. */
export function typeNamesNoRow(column: string, type: string): StepFailed {
  const message = `\`${column}\` is of type ${type} and cannot name a row; set another \`key\``
  return new StepFailed('no-key', message, { retryable: false })
}

export function stillRead(name: string): StepFailed {
  const message = `database \`${name}\`: somebody reads it all the time, so that what was erased still stands in its write-ahead log; it is tried again at the next pass`
  return new StepFailed('lock', message, { retryable: true })
}

/** The `code`, `number` or `errorNum` of a driver's error as text; empty when it has none. */
export function codeOf(error: unknown): string {
  for (const property of ['code', 'number', 'errorNum']) {
    const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, property) : undefined
    if (typeof value === 'string' || typeof value === 'number') return String(value)
  }
  return ''
}
