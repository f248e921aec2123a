/** Turns a driver's error into a StepFailed; a driver's own text may quote values and never leaves as a message. */

import { SettingsInvalid, StepFailed } from '../../domain/errors.ts'
import type { Dialect, SqlFailure } from './dialect.ts'

const sentences: Readonly<Record<SqlFailure, string>> = {
  lock: 'a lock was not granted in time, or the statement was chosen as deadlock victim; it is tried again',
  connection: 'the connection failed or was cut; check that the server is reachable, then it is tried again',
  'missing-table': 'a table or column is missing; run `lethe doctor`',
  'missing-right': 'the login lacks a right; run `lethe doctor` for the missing grant',
  statement: 'the database refused a statement; run `lethe doctor`',
}

/** An error of ours that was thrown inside of the work is passed on as it is. */
export function asStepFailed(error: unknown, dialect: Dialect, database: string): StepFailed | SettingsInvalid {
  if (error instanceof StepFailed || error instanceof SettingsInvalid) return error
  const failure = dialect.failure(error)
  const retryable = failure === 'lock' || failure === 'connection'
  return new StepFailed(failure, `database \`${database}\`: ${sentences[failure]}`, { retryable, cause: error })
}

/** The `code`, `number` or `errorNum` of a driver's error as text; empty when it has none. */
export function codeOf(error: unknown): string {
  for (const property of ['code', 'number', 'errorNum']) {
    const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, property) : undefined
    if (typeof value === 'string' || typeof value === 'number') return String(value)
  }
  return ''
}
