/** A column under search, and the conditions that can be put to its text. */

import type { Knex } from 'knex'

import type { Database } from '../../database.ts'
import type { CharacterSet } from '../../dialects/texts/characters.ts'
import type { NonEmptyForms } from '../../../match/needles.ts'
import type { ResolvedColumn } from '../resolved.ts'

export type Bound = (knex: Knex) => Knex.Raw

/** The alias of the searched table is part of the reference. */
export interface ColumnText {
  readonly database: Database
  readonly column: ResolvedColumn
  readonly reference: string
}

export function anyOf(conditions: readonly Bound[]): Bound {
  return joined(conditions, ' or ')
}

export function allOf(...conditions: readonly Bound[]): Bound {
  return joined(conditions, ' and ')
}

function joined(conditions: readonly Bound[], word: string): Bound {
  return (knex) =>
    knex.raw(
      `(${conditions.map(() => '?').join(word)})`,
      conditions.map((condition) => condition(knex)),
    )
}

export function not(condition: Bound): Bound {
  return (knex) => knex.raw('not ?', [condition(knex)])
}

export function textOf({ database, column, reference }: ColumnText): Bound {
  return (knex) => database.dialect.texts.of(knex, reference, column.shape)
}

/** One of the forms, whatever they are compared with: a computed text. */
export function isOneOf({ database }: ColumnText, text: Bound, forms: NonEmptyForms): Bound {
  return (knex) => knex.raw('? in (?)', [text(knex), database.dialect.jsonTexts(knex, JSON.stringify(forms), null)])
}

/** The text is one of the forms; the column itself is compared where it holds nothing but texts. */
export function equals(text: ColumnText, forms: NonEmptyForms): Bound {
  const { dialect } = text.database
  return text.column.shape.family === 'text' && !dialect.textsOfAnyType
    ? isColumnOf(text, forms)
    : isTextOf(text, forms)
}

/** Compared so that an index that leads to the column's texts serves. */
export function equalsByIndex(text: ColumnText, forms: NonEmptyForms): Bound {
  return text.column.shape.family === 'text' && text.column.indexed ? isColumnOf(text, forms) : equals(text, forms)
}

function isColumnOf({ database, column, reference }: ColumnText, forms: NonEmptyForms): Bound {
  const json = JSON.stringify(forms)
  return (knex) => knex.raw('?? in (?)', [reference, database.dialect.jsonTexts(knex, json, column.shape)])
}

function isTextOf({ database, column, reference }: ColumnText, forms: NonEmptyForms): Bound {
  const { dialect } = database
  const json = JSON.stringify(forms)
  return (knex) =>
    knex.raw('? in (?)', [dialect.text(knex, reference, column.shape), dialect.jsonTexts(knex, json, null)])
}

export function holdsOther(text: ColumnText, set: CharacterSet): Bound {
  return (knex) => text.database.dialect.texts.holdsOther(knex, textOf(text)(knex), set)
}

/** More parts than this are not asked for one by one: every text is read in memory. */
export const mostAskedFor = 50

/** One of the parts, as it is: no wildcards. */
export function contains({ database }: ColumnText, text: Bound, parts: readonly string[]): Bound {
  return anyOf(parts.map((part) => (knex: Knex) => database.dialect.texts.contains(knex, text(knex), part)))
}

export function holds(text: ColumnText, ...parts: readonly string[]): Bound {
  return contains(text, textOf(text), parts)
}

/** Without blanks around it, letters of ASCII in lower case. */
export function lowered(text: ColumnText): Bound {
  return (knex) => text.database.dialect.texts.lowered(knex, textOf(text)(knex))
}

export function hasManyDigits(text: ColumnText): Bound {
  return (knex) => text.database.dialect.texts.hasManyDigits(knex, textOf(text)(knex))
}

/** `pattern`: of LIKE, with wildcards. */
export function isLike(text: ColumnText, pattern: string): Bound {
  return (knex) => knex.raw(`? like '${pattern}'`, [textOf(text)(knex)])
}

/** A character outside of ASCII, or one without a shape, such as a line end: the reading in memory knows what it means. */
export function isUnusual(text: ColumnText): Bound {
  return holdsOther(text, 'ascii')
}
