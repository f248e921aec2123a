/** Every failure of the stages themselves. File names may be personal: none is told. */

import { StepFailed } from '../domain/errors.ts'

export function inputFolderFailed(what: string, cause: unknown): StepFailed {
  const message = `the input folder ${what}; check \`directory\` and \`layout\` of the tenant and the folder's rights`
  return new StepFailed('file', message, { retryable: true, cause })
}

export function resultFolderFailed(message: string, cause: unknown): StepFailed {
  return new StepFailed('file', message, { retryable: true, cause })
}

export function answerUnreadable(): StepFailed {
  return new StepFailed('file', 'an execution log cannot be read back', { retryable: false })
}

/** A part may be erased, and with it what would lead a new search to the rest, as in a chain of call records. */
export function recordGone(): StepFailed {
  const message =
    'the history no longer holds what this run had recorded (it is purged after `history.daysToKeep` days), so nobody can ' +
    'tell what is left of it; look through the product by hand, or drop the request files again under new names'
  return new StepFailed('history', message, { retryable: false })
}

export function nowhereToLook(): StepFailed {
  const message = 'nothing was evaluated: under its settings the product has no place to look in; check its entry'
  return new StepFailed('settings', message, { retryable: false })
}

/** What the product's own look at itself found. */
export function notInOrder(sentence: string): StepFailed {
  return new StepFailed('check', sentence, { retryable: false })
}
