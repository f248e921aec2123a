/** Every failure of the voice platform that its tables do not tell themselves (those are in `platform/sql`). */

import { StepFailed } from '../../domain/errors.ts'

const noRetry = { retryable: false } as const

export function noColumns(table: string): StepFailed {
  const message = `no column of \`${table}\` is known by its name to hold somebody; name those that do under \`columns\`, or list the table in \`exclude\``
  return new StepFailed('missing-column', message, noRetry)
}

export function severalTenants(): StepFailed {
  const message =
    'several tenants use the database, and nothing tells their sessions apart: set `tenant` to the column of the call records that does'
  return new StepFailed('settings', message, noRetry)
}
