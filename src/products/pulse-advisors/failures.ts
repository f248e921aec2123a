/** Every failure of Pulse Advisors that its tables do not tell themselves (those are in `platform/sql`). */

import { StepFailed } from '../../domain/errors.ts'

const noRetry = { retryable: false } as const

export function noAddressColumn(table: string): StepFailed {
  const message = `no column of \`${table}\` is known by its name to hold addresses; name those that do under \`columns\``
  return new StepFailed('missing-column', message, noRetry)
}

/** `why` goes on from the name of the file. */
export function unreadableFile(name: string, why: string, cause?: unknown): StepFailed {
  return new StepFailed('file', `\`${name}\` ${why}`, { retryable: true, cause })
}

export function brokenRest(name: string): StepFailed {
  const message = `taking an address out of \`${name}\` would have changed other values; nothing was written`
  return new StepFailed('cannot-redact', message, noRetry)
}

export function changedMeanwhile(name: string): StepFailed {
  const message = `\`${name}\` was changed while an address was taken out; nothing was written, it is tried again`
  return new StepFailed('changed', message, { retryable: true })
}
