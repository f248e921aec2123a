/** Every failure of the log files that the search does not tell itself (those are in `platform/files/scan/failures.ts`). */

import { StepFailed } from '../../domain/errors.ts'
import { codeOf } from '../../platform/files/scan/scan-messages.ts'

export function notOpened(cause: unknown): StepFailed {
  const message = `a log could not be opened for masking (${codeOf(cause)}); see \`lethe doctor\` for which`
  return new StepFailed('missing-right', message, { retryable: true, cause })
}

export function notRewritten(cause: unknown): StepFailed {
  const message = `a log could not be rewritten (${codeOf(cause)}); check rights and free space of its folder`
  return new StepFailed('file', message, { retryable: true, cause })
}

export function changedWhileRewritten(): StepFailed {
  const message = 'a log changed while it was rewritten; nothing was replaced, it is tried again'
  return new StepFailed('changed', message, { retryable: true })
}

export function changedWhileSearched(): StepFailed {
  return new StepFailed('changed', 'a log changed while it was searched; it is tried again', { retryable: true })
}

/** Nothing is skipped in silence: without the whole message its columns cannot be counted, nor its keys seen. */
export function messageTooLong(): StepFailed {
  const message =
    'a log holds a message too long to tell its keys (16 MiB, in a compressed log 100 KiB, to either side of a mention); ' +
    'check `format` and `delimiter` of this log, unpack it, or search it without `keys`'
  return new StepFailed('file', message, { retryable: false })
}
