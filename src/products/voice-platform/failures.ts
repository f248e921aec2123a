/** Every failure of the voice platform that its tables do not tell themselves (those are in `platform/sql`). */

import { StepFailed } from '../../domain/errors.ts'

const noRetry = { retryable: false } as const

export function noColumns(table: string): StepFailed {
  const message = `no column of \`${table}\` is known by its name to hold somebody; name those that do under \`columns\`, or list the table in \`exclude\``
  return new StepFailed('missing-column', message, noRetry)
}

/** `label`: the name of the folder, which the settings have. */
export function folderUnreadable(label: string): (cause: unknown) => StepFailed {
  return (cause) => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    const message = `the folder \`${label}\` cannot be read (${code}); correct \`folders\`, without links on the way, mount it or grant the right`
    return new StepFailed('file', message, { retryable: true, cause })
  }
}

export function severalTenants(): StepFailed {
  const message =
    'several tenants use the database, and nothing tells their sessions apart: set `tenant` to the column of the call records that does'
  return new StepFailed('settings', message, noRetry)
}
