/** Rows whose text may be, or hold, an e-mail or IP address that is looked for. */

import type { NonEmptyForms } from '../../../match/needles.ts'
import {
  allOf,
  anyOf,
  contains,
  holds,
  holdsOther,
  isLike,
  isOneOf,
  isUnusual,
  lowered,
  mostAskedFor,
  type Bound,
  type ColumnText,
} from './column-text.ts'

/** An `@` as it is, and as URLs, HTML, JSON and mail write it. */
const escapes = ['%40', '%2540', '=40', '#64;', '#x40;', '#X40;', 'u0040', 'x40', 'X40'] as const

/** Up to here it is cheaper to look for each of them in the text than to compare it in all that may stand around them. */
const fewForms = 3

/** An address that stands alone is compared; one with anything beside it is read in memory. */
export function mayBeEmail(text: ColumnText, forms: NonEmptyForms): Bound {
  const wrapped = allOf(holdsOther(text, 'address'), mayHoldEmail(text))
  if (forms.length <= fewForms) return anyOf([contains(text, lowered(text), forms), wrapped])
  return anyOf([
    allOf(holds(text, '@'), isOneOf(text, lowered(text), forms)),
    wrapped,
    // The end of a sentence.
    allOf(isLike(text, '%.'), holds(text, '@')),
  ])
}

function mayHoldEmail(text: ColumnText): Bound {
  return anyOf([holds(text, '@', ...escapes), isUnusual(text)])
}

/** A text that mentions an address has it as it is written, unless some of its signs are escapes. */
export function mayMentionEmail(text: ColumnText, forms: NonEmptyForms | null): Bound {
  if (forms === null || forms.length > mostAskedFor) return mayHoldEmail(text)
  return anyOf([contains(text, lowered(text), forms), holds(text, '%', '&', '\\', '='), isUnusual(text)])
}

/** IPv6 has more spellings than anybody lists. */
export function mayBeHost(text: ColumnText, forms: NonEmptyForms): Bound {
  return anyOf([
    isOneOf(text, lowered(text), forms),
    allOf(anyOf([holds(text, ':'), holdsOther(text, 'host')]), mayHoldHost(text)),
  ])
}

/** Every address has three full stops or two colons; an e-mail address, a sentence or a time of day has fewer. */
function mayHoldHost(text: ColumnText): Bound {
  return anyOf([isLike(text, '%.%.%.%'), isLike(text, '%:%:%'), isUnusual(text)])
}

/** In a text some of them may be escapes. */
export function mayMentionHost(text: ColumnText): Bound {
  return anyOf([mayHoldHost(text), allOf(holds(text, '%', '&', '\\', '='), holds(text, '.', ':'))])
}
