/** Characters that a computed text is freed of, so that it can be compared with a number's digits or an address. */

import { directionMarks, lineEnds, separators } from '../../match/separators.ts'

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

/** Around a name or any other text that is compared as it is. */
export const ignoredAround: readonly string[] = [' ', '\t', '\u00a0', ...lineEnds]

/** An address has no blanks. */
export const ignoredInAddresses: readonly string[] = [...ignoredAround, ...directionMarks]

/** The place of an address behind this prefix is told by the prefix itself: lower case, as the computed text is. */
export const linkedAddress = 'mailto:'
