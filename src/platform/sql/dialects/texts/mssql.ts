/** Texts on SQL Server: national characters, in a collation of our own. */

import { separators } from '../../../match/signs.ts'
import type { ColumnShape } from '../../catalogue.ts'
import { fewestDigits, inBrackets, longRun } from './characters.ts'
import type { Texts } from './texts.ts'

/**
 * Computed texts are compared code point by code point: other collations weigh some separators as nothing, and two
 * different collations cannot be compared at all.
 */
export const binary = 'collate Latin1_General_BIN2'

/** Styles under which no digit is lost and no language of the login matters. */
export const styles: Readonly<Record<string, number>> = {
  date: 126,
  time: 126,
  datetime: 126,
  datetime2: 126,
  smalldatetime: 126,
  datetimeoffset: 126,
  float: 3,
  real: 3,
  money: 2,
  smallmoney: 2,
}

/** Above it a whole number of floating point has digits that nobody wrote. */
const exactly = '1e15'
const longest = 4000

export function typeName(column: ColumnShape): string {
  return column.declared.replace(/\(.*/, '')
}

/** The column as text without losing a digit; a whole number of any type without its fraction of zeros. */
export function mssqlText(column: ColumnShape): { readonly sql: string; readonly references: number } {
  const type = typeName(column)
  const once = (sql: string) => ({ sql, references: 1 })
  // The blanks that fill a CHAR are nobody's data.
  if (column.family === 'text') return once(type === 'char' || type === 'nchar' ? 'rtrim(??)' : '??')
  const style = styles[type]
  const asItIs = style === undefined ? 'cast(?? as nvarchar(100))' : `convert(nvarchar(100), ??, ${style})`
  if (column.family === 'decimal') {
    const whole = 'cast(cast(?? as decimal(38, 0)) as nvarchar(100))'
    return { sql: `case when abs(??) < ${exactly} and ?? = floor(??) then ${whole} else ${asItIs} end`, references: 5 }
  }
  return once(['text', 'ntext', 'xml'].includes(type) ? 'cast(?? as nvarchar(max))' : asItIs)
}

export const mssqlTexts: Texts = {
  // As national characters first: the collation has a code page of its own, in which letters of others get lost.
  of: (knex, reference, column) => {
    const { sql, references } = mssqlText(column)
    const size = column.family === 'text' && (column.length ?? longest + 1) > longest ? 'max' : String(longest)
    const national = column.family === 'text' ? `cast(${sql} as nvarchar(${size}))` : `(${sql})`
    return knex.raw(
      `${national} ${binary}`,
      Array.from({ length: references }, () => reference),
    )
  },
  bare: (knex, text) => {
    const others = separators.filter((one) => one !== ' ')
    return knex.raw(`replace(translate(?, N'${others.join('')}', N'${' '.repeat(others.length)}'), N' ', N'')`, [text])
  },
  lowered: (knex, text) => knex.raw('lower(ltrim(rtrim(?)))', [text]),
  // `_CI_` in the name of a collation, such as Latin1_General_CI_AS: case is of no account.
  foldsCase: ({ collation = '' }) => /_CI(_|$)/.test(collation),
  holdsOther: (knex, text, set) => knex.raw(`? like N'%[^${inBrackets(set)}]%'`, [text]),
  contains: (knex, text, part) => knex.raw('charindex(?, ?) > 0', [part, text]),
  hasManyDigits: (knex, text) => knex.raw(`? like N'%${'[0-9]%'.repeat(fewestDigits)}'`, [text]),
  hasLongRun: (knex, text) => knex.raw(`? like N'%${'[0-9]'.repeat(longRun)}%'`, [text]),
  // Every character has two bytes there, one that others would have three for as well. Blanks at the end count too.
  isLonger: (knex, text, length) => knex.raw(`datalength(?) >= ${2 * length}`, [text]),
}
