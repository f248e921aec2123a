/** Texts on PostgreSQL: patterns are several times faster there than taking characters out. */

import type { Knex } from 'knex'

import { separators } from '../../../match/signs.ts'
import type { ColumnShape } from '../../catalogue.ts'
import { fewestDigits, inBrackets, longRun } from './characters.ts'
import type { Texts } from './texts.ts'

/**
 * The column as text without losing a digit. A whole number is read without its fraction of zeros, whatever type keeps
 * it, an amount of money without its currency, an address without the size of its network, which a cast would add. A
 * loose collation takes no pattern.
 */
export function postgresText(knex: Knex, reference: string, { declared, family, collation }: ColumnShape): Knex.Raw {
  if (declared === 'inet') return knex.raw('host(??)', [reference])
  if (declared === 'cidr') return knex.raw('abbrev(cast(?? as inet))', [reference])
  if (declared === 'money') return wholeText(knex, knex.raw('cast(?? as numeric)', [reference]))
  if (family === 'decimal' && declared.startsWith('numeric')) return wholeText(knex, knex.raw('??', [reference]))
  if (family === 'decimal') return wholeOfFloat(knex, reference)
  return knex.raw(collation === undefined ? 'cast(?? as text)' : '(cast(?? as text) collate "default")', [reference])
}

function wholeOfFloat(knex: Knex, reference: string): Knex.Raw {
  return knex.raw(
    'case when abs(??) < 1e15 and ?? = trunc(??) then cast(cast(?? as numeric) as text) else cast(?? as text) end',
    Array.from({ length: 5 }, () => reference),
  )
}

function wholeText(knex: Knex, number: Knex.Raw): Knex.Raw {
  return knex.raw('case when ? = trunc(?) then cast(trunc(?) as text) else cast(? as text) end', [
    number,
    number,
    number,
    number,
  ])
}

export const postgresTexts: Texts = {
  of: (knex, reference, column) => knex.raw('(? collate "C")', [postgresText(knex, reference, column)]),
  bare: (knex, text) => knex.raw(`translate(?, '${separators.join('')}', '')`, [text]),
  lowered: (knex, text) => knex.raw('lower(btrim(?))', [text]),
  foldsCase: ({ declared }) => declared === 'citext',
  holdsOther: (knex, text, set) => knex.raw(`? ~ '[^${inBrackets(set)}]'`, [text]),
  contains: (knex, text, part) => knex.raw('strpos(?, ?) > 0', [text, part]),
  hasManyDigits: (knex, text) => knex.raw(`? ~ '([0-9][^0-9]*){${fewestDigits}}'`, [text]),
  hasLongRun: (knex, text) => knex.raw(`? ~ '[0-9]{${longRun}}'`, [text]),
  isLonger: (knex, text, length) => knex.raw(`octet_length(?) > ${length}`, [text]),
}
