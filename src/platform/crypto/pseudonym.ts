/** The name that stands in for a person whose own name was a key. */

import { createHmac } from 'node:crypto'

/** Base32 without upper case: five bits a letter, safe in any column and any collation. */
const letters = 'abcdefghijklmnopqrstuvwxyz234567'
const length = 12

/**
 * Twelve random-looking letters and digits, the same for one subject throughout a run and another in every other run.
 *
 * It comes from the subject's number within the run and the run's secret, never from a value: a hash of a value could
 * be found again by whoever guesses the value.
 */
export function pseudonym(salt: string, subjectKey: string): string {
  const digest = createHmac('sha256', salt).update(subjectKey).digest()
  return Array.from(digest.subarray(0, length), (byte) => letters.charAt(byte & 31)).join('')
}

/** Whether a text has the form of a pseudonym, of this run or any other. */
export function isPseudonym(text: string): boolean {
  return /^[a-z2-7]{12}$/.test(text)
}
