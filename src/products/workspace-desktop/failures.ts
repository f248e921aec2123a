/** Every failure of Workspace Desktop. Paths hold the names of agents: none is told. */

import { StepFailed } from '../../domain/errors.ts'

/** A step that must not go on with a profile as it is; retryable, since Workspace may be writing it right now. */
export function unreadable(message: string, cause?: unknown): StepFailed {
  return new StepFailed('file', message, { retryable: true, cause })
}

export function brokenRest(): StepFailed {
  const message = 'taking favorites out of a profile would have broken it; nothing was written'
  return new StepFailed('cannot-redact', message, { retryable: false })
}

export function storeNotNamed(store: string): StepFailed {
  const message = `\`${store}\` was recorded, but the settings no longer name it; restore them`
  return new StepFailed('settings', message, { retryable: false })
}

export function otherSecret(): StepFailed {
  const message = 'the forget list was made with another secret; restore the state folder from its copy'
  return new StepFailed('file', message, { retryable: false })
}

export function listFailed(cause: unknown): StepFailed {
  const message = 'the forget list cannot be read or written; check the rights and the space of the state folder'
  return new StepFailed('file', message, { retryable: true, cause })
}
