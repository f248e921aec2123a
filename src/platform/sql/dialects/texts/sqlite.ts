/** Texts on SQLite. A column may hold numbers and bytes whatever its type says; all are read as texts. */

import type { Knex } from 'knex'

import { separators } from '../../../match/signs.ts'
import type { ColumnShape } from '../../catalogue.ts'
import { fewestDigits, inBrackets, longRun } from './characters.ts'
import type { Texts } from './texts.ts'

/** A whole number that is kept as a fraction is read without `.0`. */
export function sqliteText(knex: Knex, reference: string, column: ColumnShape): Knex.Raw {
  if (column.family !== 'decimal') return knex.raw('cast(?? as text)', [reference])
  return knex.raw(
    `case when typeof(??) = 'real' and ?? = cast(?? as integer) then cast(cast(?? as integer) as text) else cast(?? as text) end`,
    Array.from({ length: 5 }, () => reference),
  )
}

export const sqliteTexts: Texts = {
  of: sqliteText,
  bare: (knex, text) => separators.reduce((less, one) => knex.raw(`replace(?, '${one}', '')`, [less]), text),
  lowered: (knex, text) => knex.raw('lower(trim(?))', [text]),
  foldsCase: () => false,
  holdsOther: (knex, text, set) => knex.raw(`? glob '*[^${inBrackets(set)}]*'`, [text]),
  contains: (knex, text, part) => knex.raw('instr(?, ?) > 0', [text, part]),
  hasManyDigits: (knex, text) => knex.raw(`? glob '*${'[0-9]*'.repeat(fewestDigits)}'`, [text]),
  hasLongRun: (knex, text) => knex.raw(`? glob '*${'[0-9]'.repeat(longRun)}*'`, [text]),
  isLonger: (knex, text, length) => knex.raw(`octet_length(?) > ${length}`, [text]),
}
