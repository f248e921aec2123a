/** Why a search of logs fails. File names may be personal: a log is told by its number in the order of the paths. */

import { StepFailed } from '../../../domain/errors.ts'
import { noTextCodes, sentenceOf, type NoText } from './is-text.ts'
import { codeOf } from './scan-messages.ts'

interface Numbered {
  readonly number: number
}

/** The system's message holds the path: only its code is told. */
export function unreadable(error: unknown, log: Numbered | null): StepFailed {
  if (error instanceof StepFailed) return error
  const code = codeOf(error)
  if (code === 'ROTATED') return rotated()
  const flaw = noTextCodes.find((known) => known === code)
  if (flaw !== undefined) return noText(sentenceOf(flaw), log)
  const message = `a log file could not be read (${code}); ${whichOne(log)}`
  return new StepFailed('file', message, { retryable: true, cause: error })
}

/** Packed or wide text that does not say so would be searched as something with nobody in it. */
export function noText(sentence: string, log: Numbered | null): StepFailed {
  return new StepFailed('file', `${sentence}; ${whichOne(log)}`, { retryable: false })
}

/** What a thread tells of a text that is none. */
export function asNoText(code: NoText): Error {
  return Object.assign(new Error('no text'), { code })
}

export function asRotated(): Error {
  return Object.assign(new Error('rotated'), { code: 'ROTATED' })
}

function rotated(): StepFailed {
  return new StepFailed('changed', 'a log was rotated while it was searched; it is tried again', { retryable: true })
}

export function rotatedTooOften(): StepFailed {
  return new StepFailed('changed', 'logs were rotated again and again while they were searched; it is tried again', {
    retryable: true,
  })
}

/** `pattern`: as the setting `paths` has it. */
export function noLogs(pattern: string): StepFailed {
  const message =
    `no log matches \`${pattern}\` of \`paths\`, so nobody was looked for there; check the pattern and what is mounted, ` +
    'or set `mayBeEmpty`'
  return new StepFailed('file', message, { retryable: true })
}

export function folderMissing(pattern: string, cause: unknown): StepFailed {
  const message = `the folder of \`${pattern}\` of \`paths\` is missing or may not be read; mount it, or correct the setting`
  return new StepFailed('file', message, { retryable: true, cause })
}

export function folderUnreadable(cause: unknown): StepFailed {
  const message = 'a folder of `paths` may not be read; give the right to read it'
  return new StepFailed('file', message, { retryable: true, cause })
}

export function threadStopped(cause: unknown): StepFailed {
  return new StepFailed('internal', 'a thread that searched logs has stopped', { retryable: true, cause })
}

function whichOne(log: Numbered | null): string {
  const seen = 'see `lethe doctor` for which'
  return log === null ? seen : `${seen}, or the paths in order: it is number ${log.number}`
}
