/** SQLite through better-sqlite3: one connection for everything. */

import type { Knex } from 'knex'

import type { ColumnShape } from '../catalogue.ts'
import type { Dialect, KeyedChange, Setting } from '../dialect.ts'
import { allOf, isOneOf, keyedBy, keyedOn, notHeld, valueOf } from '../keyed.ts'
import { rowsOf } from '../rows.ts'
import { sqliteFailure } from './failures/sqlite.ts'
import { countEqualInSqlite, deleteEqualOfSqlite, deleteSomeOfSqlite, insertIntoSqlite } from './bulk/sqlite.ts'
import { describe, estimateRows } from './catalogue/sqlite.ts'
import { askSqlite } from './inquiries/sqlite.ts'
import { sqliteConfig } from './sqlite-client.ts'
import { clearSqliteFiles } from './sqlite-files.ts'
import { sqliteRows } from './sqlite-rows.ts'
import { sqliteText, sqliteTexts } from './texts/sqlite.ts'

export const sqlite: Dialect = {
  rowsPerInsert: 45,
  textType: 'text',
  textsOfAnyType: true,
  config: sqliteConfig,
  text: sqliteText,
  jsonTexts: (knex, json) => knex.raw('select value from json_each(?)', [json]),
  bound: (knex, value) => knex.raw('?', [value]),
  isOneOf: (knex, place, values) => isOneOf(knex, place, values.flatMap(bothWays)),
  jsonRows: (knex, json, columns) =>
    knex.raw(
      `(select ${columns.map((c) => `${cast(`json_extract(value, '$.${c.name}')`, c.like)} as ${c.name}`).join(', ')} from json_each(?)) as j`,
      [json],
    ),
  texts: sqliteTexts,
  indexesExpressions: true,
  exactly: (knex, value) => knex.raw('? collate binary', [value]),
  countable: (knex, column) => knex.raw('??', [column.name]),
  change: (knex, change) => keyedUpdate(knex, change),
  insertRows: insertIntoSqlite,
  deleteSome: deleteSomeOfSqlite,
  countEqual: (knex, rows) => countEqualInSqlite(knex, sqlite, rows),
  deleteEqual: (knex, rows) => deleteEqualOfSqlite(knex, sqlite, rows),
  lockFirst: null,
  clearFiles: clearSqliteFiles,
  setLockTimeout: async (trx, milliseconds) => {
    await trx.raw(`pragma busy_timeout = ${Math.trunc(milliseconds)}`)
  },
  failure: sqliteFailure,
  ...askSqlite,
  keepCharacters: () => null,
  describe,
  estimateRows,
  // Read by row ids.
  liesBy: () => Promise.resolve(false),
  rights: async (knex) => {
    const rows = await rowsOf(knex.raw('pragma query_only'))
    const writable = Number(rows[0]?.['query_only'] ?? 0) === 0
    return { select: true, insert: writable, update: writable, delete: writable }
  },
  stream: sqliteRows,
}

/**
 * Any column may hold a number as text or a text as number. The driver binds each number as a fraction, which a column
 * of texts takes for `1.0`.
 */
function bothWays(value: Setting): readonly Setting[] {
  const number = Number(value)
  return String(number) === String(value) ? [number, String(value)] : [value]
}

function cast(expression: string, like: ColumnShape): string {
  return like.family === 'integer' ? `cast(${expression} as integer)` : expression
}

function keyedUpdate(knex: Knex, change: KeyedChange): Knex.Raw {
  const rows = sqlite.jsonRows(knex, change.rows, keyedOn(sqlite, change))
  const table = change.table.name
  const where = knex.raw('? = j.v', [valueOf(knex, sqlite, change.column)])
  const keys = keyedBy(knex, sqlite, 't', change.keys)
  const conditions = allOf(knex, [...keys, where, ...notHeld(knex, sqlite, change)])
  if (change.change === 'delete') {
    return knex.raw('delete from ?? as t where _rowid_ in (select t._rowid_ from ? cross join ?? as t where ?)', [
      table,
      rows,
      table,
      conditions,
    ])
  }
  return knex.raw('update ?? as t set ?? = ? from ? where ?', [
    table,
    change.column.name,
    change.change.set,
    rows,
    conditions,
  ])
}
