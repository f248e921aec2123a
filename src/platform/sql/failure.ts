/** Turns a driver's error into a StepFailed; a driver's own text may quote values and never leaves as a message. */

import { SettingsInvalid, StepFailed, type StepFailureCode } from '../../domain/errors.ts'
import type { Dialect } from './dialect.ts'
import type { SqlFailure } from './dialects/failures/meaning.ts'
import { meanings } from './dialects/failures/sentences.ts'
import type { DatabaseSettings } from './settings.ts'

/** An error of ours that was thrown inside of the work is passed on as it is. */
export function asStepFailed(error: unknown, { dialect, name, settings }: Reached): StepFailed | SettingsInvalid {
  if (error instanceof StepFailed || error instanceof SettingsInvalid) return error
  const failure = dialect.failure(error)
  const { code, retryable = false, sentence } = meanings[failure]
  const message = `database \`${name}\`: ${sentence}${retryable ? '' : numbered(error)}`
  return new StepFailed(code, message, { retryable, cause: error, remedy: remedyOf(failure, dialect, settings) })
}

/** The database that an error came from. */
export interface Reached {
  readonly name: string
  readonly dialect: Dialect
  readonly settings: DatabaseSettings
}

function remedyOf(failure: SqlFailure, dialect: Dialect, settings: DatabaseSettings): string | null {
  if (failure === 'no-entry') return dialect.letIn(settings)
  return failure === 'hidden-rows' ? dialect.showAll(settings.user ?? 'lethe') : null
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
  const { code, erased, cause, remedy } = error
  return new StepFailed(code, `\`${place}\`: ${error.message}`, { retryable: false, cause, erased, remedy })
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
