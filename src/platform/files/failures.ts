/** Every failure of Lethe's own files. The system's message holds the path, and names may be personal: only its code is told. */

import { StepFailed } from '../../domain/errors.ts'

export function answerUnwritten(cause: unknown): StepFailed {
  const message = `an answer could not be written (${codeOf(cause)}); check rights and free space of the result folder`
  return new StepFailed('file', message, { retryable: true, cause })
}

/** The folder beside the journal, in which no name is anybody's. */
export function stateUnwritten(cause: unknown): StepFailed {
  const message = `the folder \`lethe-state\` beside the journal, or a file in it, cannot be read or written (${codeOf(cause)}); give the user Lethe runs as the right, or make room on the disk`
  return new StepFailed('file', message, { retryable: false, cause })
}

export function secretEmpty(): StepFailed {
  const message = 'a secret of the state folder is empty; restore the folder from its copy'
  return new StepFailed('file', message, { retryable: false })
}

/** Of a product, whose name may be somebody's number. */
export function fileGone(): StepFailed {
  return new StepFailed('changed', 'a file was removed since it was found', { retryable: false })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}
