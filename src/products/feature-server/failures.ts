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

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}
