/** SQL Server (2017 or later: TRANSLATE; compatibility level 130 or above: OPENJSON) through tedious. */

import type { Knex } from 'knex'

import type { ColumnShape } from '../catalogue.ts'
import type { Dialect, JsonColumn, KeyedChange } from '../dialect.ts'
import type { Grant } from '../rights.ts'
import { liesByInMssql } from './catalogue/row-order.ts'
import { inKeyRanges } from '../key-ranges.ts'
import { allOf, countEqual, isOneOf, keyedBy, keyedOn, notHeld, qualified, tableName, valueOf } from '../keyed.ts'
import { mssqlFailure } from './failures/mssql.ts'
import { closeMssql, deleteEqualOfMssql, deleteSomeOfMssql, insertIntoMssql } from './bulk/mssql.ts'
import { bracket, bracketed } from './catalogue/mssql-columns.ts'
import { describe, estimateRows, keepCharacters, rights } from './catalogue/mssql.ts'
import { askMssql } from './inquiries/mssql.ts'
import { tryTable } from './mssql-tries.ts'
import { mssqlConfig } from './mssql-client.ts'
import { mssqlRows } from './mssql-rows.ts'
import { binary, mssqlText, mssqlTexts, styles, typeName } from './texts/mssql.ts'
import { typeNamesNoRow } from '../failure.ts'

export const mssql: Dialect = {
  // 2,100 parameters in one statement.
  rowsPerInsert: 150,
  textType: 'nvarchar(max)',
  textsOfAnyType: false,
  config: mssqlConfig,
  text: (knex, reference, column) => {
    const { sql, references } = mssqlText(column)
    return knex.raw(
      sql,
      Array.from({ length: references }, () => reference),
    )
  },
  jsonTexts: (knex, json, like) => {
    const [type, value] = like === null ? [computedText, `v ${binary}`] : [readAs(like), comparable('v', like)]
    return knex.raw(`select ${value} as v from openjson(?) with (v ${type} '$')`, [json])
  },
  // A parameter is national, and a column that is not would be converted row by row.
  bound: (knex, value, column) =>
    knex.raw(/^(?:var)?char\(/.test(column.declared) ? `cast(? as ${column.declared})` : '?', [value]),
  isOneOf,
  jsonRows,
  texts: mssqlTexts,
  indexesExpressions: false,
  // Even code points are compared without the blanks at the end; bytes are not.
  exactly: (knex, value, column) =>
    column.family === 'text' ? knex.raw('cast(cast(? as nvarchar(4000)) as varbinary(8000))', [value]) : value,
  countable: (knex, column) => knex.raw('??', [column.name]),
  change: keyedChange,
  insertRows: insertIntoMssql,
  deleteSome: deleteSomeOfMssql,
  countEqual: (knex, rows) => countEqual(knex, mssql, rows),
  deleteEqual: (knex, rows) => deleteEqualOfMssql(knex, mssql, rows),
  close: closeMssql,
  lockFirst: null,
  // The session has it from its start: inside a transaction knex could not set it.
  setLockTimeout: () => Promise.resolve(),
  failure: mssqlFailure,
  ...askMssql,
  grant,
  tryTable,
  showAll: (login) => `GRANT UNMASK TO ${bracket(login)};`,
  keepCharacters,
  describe,
  estimateRows,
  liesBy: liesByInMssql,
  rights,
  stream: (knex, query, options) =>
    inKeyRanges({ knex, dialect: mssql }, query, options, (part) => mssqlRows(knex, part, options)),
}

/** Of texts that are computed for a search; none of them is longer. */
const computedText = 'nvarchar(4000)'

/**
 * The type in which a text leaves the JSON parameter: with any character, since what it reads is in the code page of the
 * database, and a column may have another one.
 */
function readAs({ family, declared, length }: ColumnShape): string {
  if (family !== 'text') return declared
  return `nvarchar(${length === null || length > 4_000 ? 'max' : length})`
}

/** Compared as the column's own type and collation: an index on a varchar column serves no nvarchar, nor another collation. */
function comparable(name: string, { family, declared, collation }: ColumnShape): string {
  if (family !== 'text') return name
  const collated = collation === undefined ? name : `${name} collate ${collation}`
  return declared.startsWith('n') ? collated : `cast(${collated} as ${declared})`
}

function jsonRows(knex: Knex, json: string, columns: readonly JsonColumn[]): Knex.Raw {
  const typed = columns.map(({ name, like }) => `${name} ${jsonType(like)} '$.${name}'`)
  const selected = columns.map(({ name, like }) => `${comparable(name, like)} as ${name}`)
  return knex.raw(`(select ${selected.join(', ')} from openjson(?) with (${typed.join(', ')})) as j`, [json])
}

/** Types that text is turned into and back without a loss; any other would match no row, and nobody would know. */
function jsonType(column: ColumnShape): string {
  const { name, declared, family } = column
  const type = typeName(column)
  if (family === 'text' || family === 'integer' || family === 'decimal') return readAs(column)
  if (styles[type] !== undefined || type === 'uniqueidentifier') return declared
  throw typeNamesNoRow(name, type)
}

function keyedChange(knex: Knex, change: KeyedChange): Knex.Raw {
  const keys = keyedBy(knex, mssql, 't', change.keys)
  const value = knex.raw('? = j.v', [valueOf(knex, mssql, change.column)])
  const where = allOf(knex, [...keys, value, ...notHeld(knex, mssql, change)])
  const source = [tableName(change.table), mssql.jsonRows(knex, change.rows, keyedOn(mssql, change)), where]
  return change.change === 'delete'
    ? knex.raw('delete t from ?? as t cross join ? where ?', source)
    : knex.raw('update t set ?? = ? from ?? as t cross join ? where ?', [
        qualified('t', change.column),
        change.change.set,
        ...source,
      ])
}

function grant({ right, table, columns, login }: Grant): string {
  const named = columns.length === 0 ? '' : ` (${columns.map(bracket).join(', ')})`
  return `GRANT ${right}${named} ON OBJECT::${bracketed(table)} TO ${bracket(login)};`
}
