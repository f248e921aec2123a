/** How a statement looks into texts: few and simple questions, so that every engine answers them alike. */

import type { Knex } from 'knex'

import type { ColumnShape } from '../../catalogue.ts'
import type { CharacterSet } from './characters.ts'

/** A text is an expression over a column; the answers are conditions, NULL where the text is. */
export interface Texts {
  /** The column's text, of whatever type, compared code point by code point: no collation has a say. */
  readonly of: (knex: Knex, reference: string, column: ColumnShape) => Knex.Raw
  /** Without the separators of a number. */
  readonly bare: (knex: Knex, text: Knex.Raw) => Knex.Raw
  /** Without blanks around it; letters of ASCII in lower case, all others in whichever. */
  readonly lowered: (knex: Knex, text: Knex.Raw) => Knex.Raw
  /** A comparison of the column itself takes a letter of ASCII for the same one in the other case. */
  readonly foldsCase: (column: ColumnShape) => boolean
  /** It has a character that the set has not. */
  readonly holdsOther: (knex: Knex, text: Knex.Raw, set: CharacterSet) => Knex.Raw
  /** It holds this text; no wildcards. */
  readonly contains: (knex: Knex, text: Knex.Raw, part: string) => Knex.Raw
  /** It has as many digits as a number, wherever they stand. */
  readonly hasManyDigits: (knex: Knex, text: Knex.Raw) => Knex.Raw
  /** It has as many digits in a row as a number with its area code. */
  readonly hasLongRun: (knex: Knex, text: Knex.Raw) => Knex.Raw
  /** It has more bytes than a text of so many ASCII characters; may also be said of one that has as many. */
  readonly isLonger: (knex: Knex, text: Knex.Raw, length: number) => Knex.Raw
}
