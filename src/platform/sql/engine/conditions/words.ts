/** Rows whose text may be, or hold, a name or an id that is looked for. */

import type { NonEmptyForms } from '../../../match/needles.ts'
import {
  anyOf,
  contains,
  isOneOf,
  isUnusual,
  lowered,
  mostAskedFor,
  textOf,
  type Bound,
  type ColumnText,
} from './column-text.ts'

/** Letters outside of ASCII have no lower case that all engines and locales agree on: such texts are read in memory. */
export function mayBeWord(text: ColumnText, forms: NonEmptyForms | null): Bound {
  return forms === null ? isUnusual(text) : anyOf([isOneOf(text, lowered(text), forms), isUnusual(text)])
}

export function mayHoldWord(text: ColumnText, forms: NonEmptyForms | null): Bound {
  if (forms === null) return isUnusual(text)
  if (forms.length > mostAskedFor) return (knex) => knex.raw('? is not null', [textOf(text)(knex)])
  return anyOf([contains(text, lowered(text), forms), isUnusual(text)])
}
