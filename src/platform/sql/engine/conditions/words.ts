/** Rows whose text may be, or hold, a name or an id that is looked for. */

import type { Forms } from '../../../match/needles.ts'
import { anyOf, contains, isOneOf, isUnusual, lowered, textOf, type Bound, type ColumnText } from './column-text.ts'

/** Letters outside of ASCII have no lower case that all engines and locales agree on: such texts are read in memory. */
export function mayBeWord(text: ColumnText, forms: Forms | null): Bound {
  return forms === null ? isUnusual(text) : anyOf([isOneOf(text, lowered(text), forms), isUnusual(text)])
}

/** More names than this are not asked for one by one: every text is read in memory. */
const mostAskedFor = 50

export function mayHoldWord(text: ColumnText, forms: Forms | null): Bound {
  if (forms === null) return isUnusual(text)
  if (forms.length > mostAskedFor) return (knex) => knex.raw('? is not null', [textOf(text)(knex)])
  return anyOf([contains(text, lowered(text), forms), isUnusual(text)])
}
