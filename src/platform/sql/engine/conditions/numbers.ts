/** Rows whose text may be, or hold, a phone number that is looked for. */

import type { Knex } from 'knex'

import type { NonEmptyForms } from '../../../match/needles.ts'
import {
  allOf,
  anyOf,
  contains,
  equals,
  hasManyDigits,
  holds,
  holdsOther,
  isLike,
  isOneOf,
  isUnusual,
  mostAskedFor,
  not,
  textOf,
  type Bound,
  type ColumnText,
} from './column-text.ts'

/** Two numbers stand side by side from here on. */
const fewestDigitsOfTwo = 14

/**
 * Most numbers are stored plain, and end with the first question or the second. What is written with separators alone is
 * compared without them; all else that has digits enough for a number is read in memory: links, lists, extensions, fractions.
 */
export function mayBeNumber(text: ColumnText, forms: NonEmptyForms): Bound {
  const separated = allOf(not(holdsOther(text, 'separated')), mayBeSeparated(text, forms))
  const wrapped = allOf(holdsOther(text, 'separated'), mayHoldNumber(text))
  return anyOf([
    equals(text, forms),
    allOf(
      isMore(text, forms),
      anyOf([
        allOf(holdsOther(text, 'number'), anyOf([separated, wrapped])),
        // `212…+1917…`: a second number begins with its sign.
        isLike(text, '_%+%'),
      ]),
    ),
  ])
}

/**
 * A text that is one of the forms only without its separators, or has something beside it, is longer than the shortest of
 * them; behind a plus than the shortest with a plus. To count bytes is the cheapest of all questions.
 */
function isMore(text: ColumnText, forms: NonEmptyForms): Bound {
  const shortest = Math.min(...forms.map((form) => form.length))
  const signed = Math.min(...forms.filter((form) => form.startsWith('+')).map((form) => form.length))
  if (signed <= shortest || signed === Infinity) return isLonger(text, shortest)
  return allOf(isLonger(text, shortest), anyOf([isLonger(text, signed), not(isLike(text, '+%'))]))
}

/** Digits enough, or signs of other scripts that may be some. */
function mayHoldNumber(text: ColumnText): Bound {
  return anyOf([hasManyDigits(text), isUnusual(text)])
}

/** So many digits at the end of a number are told from others' well enough, and no plan writes anything between them. */
const tail = 4

/**
 * A text that mentions one of the numbers has its last digits in a row once the signs between digits are gone, unless it
 * writes signs as escapes, or a number with an exponent.
 */
export function mayMentionNumber(text: ColumnText, forms: NonEmptyForms | null): Bound {
  const tails = [...new Set((forms ?? []).map((form) => form.slice(-tail)))]
  if (tails.length === 0 || tails.length > mostAskedFor) return mayHoldNumber(text)
  const { texts } = text.database.dialect
  const digits: Bound = (knex) => knex.raw("replace(?, '+', '')", [texts.bare(knex, textOf(text)(knex))])
  const escaped = holds(text, '%', '&', '\\', '=2')
  const exponent = anyOf([isLike(text, '%.%E%'), isLike(text, '%.%e%')])
  return anyOf([allOf(hasManyDigits(text), anyOf([contains(text, digits, tails), escaped, exponent])), isUnusual(text)])
}

/** The number itself, two of them, one among shorter groups of digits, or one with a fraction of zeros. */
function mayBeSeparated(text: ColumnText, forms: NonEmptyForms): Bound {
  const { texts } = text.database.dialect
  const bare: Bound = (knex) => texts.bare(knex, textOf(text)(knex))
  return anyOf([
    isOneOf(text, bare, forms),
    (knex: Knex) => texts.isLonger(knex, bare(knex), fewestDigitsOfTwo - 1),
    allOf(holds(text, '-'), (knex) => texts.hasLongRun(knex, textOf(text)(knex))),
    // A tab also stands between the values of a list.
    holds(text, '.0', '\t'),
  ])
}

function isLonger(text: ColumnText, length: number): Bound {
  return (knex) => text.database.dialect.texts.isLonger(knex, textOf(text)(knex), length)
}
