/** Characters that a computed text is freed of, so that it can be compared with a number's digits or an address. */

import { directionMarks, lineEnds, separators } from '../../text/separators.ts'

/** Also the letters of `tel:`, since no number has a letter. */
export const ignoredInNumbers: readonly string[] = [
  ...separators,
  ...lineEnds,
  ...directionMarks,
  't',
  'e',
  'l',
  'T',
  'E',
  'L',
  ':',
]

/** An address has no blanks. */
export const ignoredInAddresses: readonly string[] = [' ', '\t', '\u00a0', ...lineEnds, ...directionMarks]

/** The place of an address behind this prefix is told by the prefix itself: lower case, as the computed text is. */
export const linkedAddress = 'mailto:'
