/** Every failure of the application: what the settings and the journal say no longer fits together. */

import { StepFailed } from '../domain/errors.ts'

const noRetry = { retryable: false } as const

export function undeclaredDatabase(name: string): StepFailed {
  return new StepFailed('settings', `database \`${name}\`: \`databases\` does not declare it`, noRetry)
}

/** SQLite would make the file, and an empty database looks like one in which nobody is found. */
export function withoutFile(name: string): StepFailed {
  const message = `database \`${name}\`: there is no such file; put it back, or correct \`filename\``
  return new StepFailed('connection', message, noRetry)
}

export function unknownProduct(name: string): StepFailed {
  return new StepFailed('settings', `product \`${name}\` does not exist`, noRetry)
}

export function tenantGone(): StepFailed {
  return new StepFailed('settings', 'the settings no longer have the tenant of this run', noRetry)
}

export function entryGone(): StepFailed {
  return new StepFailed('settings', 'the settings have this product no more; put its entry back', noRetry)
}

export function entryElsewhere(): StepFailed {
  const message =
    'the entry of the settings is another one than this run began with; put it back as it was, or cancel the run and ' +
    'drop its request files again under new names'
  return new StepFailed('settings', message, noRetry)
}

/** `reason`: why the record cannot be read. */
export function recordUnread(reason: string): StepFailed {
  return new StepFailed('history', reason, noRetry)
}

export function requestFileChanged(): StepFailed {
  const message = 'a request file of this run is gone or was changed; put it back to verify'
  return new StepFailed('changed', message, noRetry)
}

/** A search alone would miss what stands in no identifier of the request: other records of a chain, other columns. */
export function recordPurged(days: number): StepFailed {
  const message = `the history no longer holds what this run had recorded (it is purged after ${days} day(s)): nobody can look at it again`
  return new StepFailed('history', message, noRetry)
}

/** `problems`: place, rule and next step of each. */
export function holdsUnreadable(problems: readonly string[]): StepFailed {
  const told = problems.slice(0, mostProblems).join('; ')
  const more =
    problems.length > mostProblems ? ` (and ${problems.length - mostProblems} more; run \`lethe doctor\`)` : ''
  const message = `the legal holds cannot be read, so nothing is erased: ${told}${more}`
  return new StepFailed('settings', message, noRetry)
}

/** More of them help nobody in an answer. */
const mostProblems = 20
