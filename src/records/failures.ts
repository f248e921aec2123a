/** Every failure of Lethe's own memories: the journal, the record and the history. */

import { seeDoctor, StepFailed } from '../domain/errors.ts'

/** Final: whoever has lost it begins nothing anew. */
export function leaseLost(): StepFailed {
  const message = 'another process has taken over this tenant, or may have: nothing more is done here'
  return new StepFailed('lease-lost', message, { retryable: false })
}

export function leaseNotKept(cause: unknown): StepFailed {
  return new StepFailed('lease-lost', 'the lease cannot be kept', { retryable: false, cause })
}

export function runMissing(): StepFailed {
  const message = 'the journal lacks a run that is being worked on; restore it from its copy'
  return new StepFailed('journal', message, { retryable: false })
}

export function newerJournal(version: number, known: number): StepFailed {
  const message = `the journal has version ${version} and this program knows ${known}; start the newer program`
  return new StepFailed('journal', message, { retryable: false })
}

/** Of the history's table and of the record's, which stands beside it. */
export function tableUnfit(rule: string): StepFailed {
  const message = `${rule}${seeDoctor}`
  return new StepFailed('history', message, { retryable: false })
}
