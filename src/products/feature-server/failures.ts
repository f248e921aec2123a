/** Every failure of Feature Server. Names in its folders may be somebody's number: none is told. */

import { StepFailed } from '../../domain/errors.ts'

/** `setting`: the one that names the folder. */
export function folderUnreadable(setting: string): (cause: unknown) => StepFailed {
  return (cause) => {
    if (cause instanceof StepFailed) return cause
    const message = `the folder of \`folder.${setting}\` cannot be read (${codeOf(cause)}); correct it, without links on the way, mount it or grant the right`
    return new StepFailed('file', message, { retryable: true, cause })
  }
}

export function requestUnwritten(cause: unknown): StepFailed {
  const first = cause instanceof StepFailed ? cause.cause : cause
  const message = `a request could not be written into the folder of \`folder.requests\` (${codeOf(first)}); give the user Lethe runs as the right, or make room on the disk`
  return new StepFailed('file', message, { retryable: true, cause })
}

export function familyMissing(table: string): StepFailed {
  const message = `there is no column family \`${table}\` in the keyspace; correct \`cassandra.keyspace\`, or use \`folder\``
  return new StepFailed('missing-table', message, { retryable: false })
}

/** `setting`: the column, or what `columns` calls it. */
export function familyUnfit(table: string, setting: string, why: string): StepFailed {
  const message = `the column family \`${table}\` does not fit at \`${setting}\`: ${why}; name it under \`cassandra.columns\`, or use \`folder\``
  return new StepFailed('missing-column', message, { retryable: false })
}

export function familyGone(): StepFailed {
  const message =
    'something was recorded in a column family, or by a key, that is not there any more; restore the settings'
  return new StepFailed('settings', message, { retryable: false })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}
