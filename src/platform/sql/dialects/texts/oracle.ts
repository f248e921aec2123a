/** Texts on Oracle, where an empty text is NULL. */

import type { Knex } from 'knex'

import { separators } from '../../../match/signs.ts'
import type { ColumnShape } from '../../catalogue.ts'
import { charactersOf, fewestDigits, longRun } from './characters.ts'
import type { Texts } from './texts.ts'

export function isPadded(column: ColumnShape): boolean {
  return /^n?char\(/.test(column.declared)
}

/**
 * Numbers and dates are written as the session was told to, whole numbers of floating point as whole numbers; the blanks
 * that fill a CHAR are nobody's data.
 */
export function oracleText(knex: Knex, reference: string, column: ColumnShape): Knex.Raw {
  if (column.family === 'text') return knex.raw(isPadded(column) ? 'rtrim(??)' : '??', [reference])
  if (!column.declared.startsWith('binary_')) return knex.raw('to_char(??)', [reference])
  const whole = '?? = trunc(??) and abs(??) < 1e15'
  return knex.raw(
    `case when ${whole} then to_char(to_number(??)) else to_char(??) end`,
    Array.from({ length: 5 }, () => reference),
  )
}

export const oracleTexts: Texts = {
  of: oracleText,
  bare: (knex, text) => knex.raw(`translate(?, ${withKept(separators.join(''))}, ${kept})`, [text]),
  lowered: (knex, text) => knex.raw('lower(trim(?))', [text]),
  foldsCase: () => false,
  holdsOther: (knex, text, set) =>
    knex.raw(`translate(?, ${withKept(charactersOf(set))}, ${kept}) is not null`, [text]),
  contains: (knex, text, part) => knex.raw('instr(?, ?) > 0', [text, part]),
  hasManyDigits: (knex, text) =>
    knex.raw(`length(?) - coalesce(length(translate(?, ${withKept('0123456789')}, ${kept})), 0) >= ${fewestDigits}`, [
      text,
      text,
    ]),
  hasLongRun: (knex, text) => knex.raw(`regexp_like(?, '[[:digit:]]{${longRun}}')`, [text]),
  isLonger: (knex, text, length) => knex.raw(`lengthb(?) > ${length}`, [text]),
}

/** TRANSLATE takes an empty replacement for NULL: a sign that no text has stays. */
const kept = 'chr(1)'

function withKept(characters: string): string {
  // knex takes a question mark for the place of a parameter, also within a literal.
  const visible = characters.replace(/[\t?]/g, '').replaceAll("'", "''")
  const others = ['\t', '?'].filter((one) => characters.includes(one)).map((one) => `chr(${one.charCodeAt(0)})`)
  return [kept, `'${visible}'`, ...others].join(' || ')
}
