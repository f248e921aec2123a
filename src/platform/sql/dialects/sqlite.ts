/** SQLite through better-sqlite3: one connection for everything. */

import BetterSqlite3 from 'better-sqlite3'
import type { Knex } from 'knex'

import { storedAddress, storedNumber } from '../../match/stored.ts'
import type { ColumnShape } from '../catalogue.ts'
import type { Dialect, KeyedChange, Setting } from '../dialect.ts'
import { allOf, isOneOf, keyedOn, notHeld, qualified, valueOf } from '../keyed.ts'
import { rowsOf } from '../rows.ts'
import { sqliteFailure } from './failures/sqlite.ts'
import { insertIntoSqlite } from './bulk/sqlite.ts'
import { ignoredAround } from './ignored.ts'
import { describe, estimateRows } from './catalogue/sqlite.ts'
import { sqliteRows } from './sqlite-rows.ts'

export const sqlite: Dialect = {
  rowsPerInsert: 45,
  textType: 'text',
  textsOfAnyType: true,
  config: (settings) => ({
    client: 'better-sqlite3',
    connection: { filename: settings.filename ?? ':memory:' },
    useNullAsDefault: true,
    compileSqlOnError: false,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection: unknown, done: Prepared) => {
        prepareConnection(connection, settings.lockTimeoutMs)
        done(null, connection)
      },
    },
  }),
  text: (knex, reference, column) =>
    column.family === 'decimal' ? wholeAsText(knex, reference) : knex.raw('cast(?? as text)', [reference]),
  jsonTexts: (knex, json) => knex.raw('select value from json_each(?)', [json]),
  isOneOf: (knex, place, values) => isOneOf(knex, place, values.flatMap(bothWays)),
  jsonRows: (knex, json, columns) =>
    knex.raw(
      `(select ${columns.map((c) => `${cast(`json_extract(value, '$.${c.name}')`, c.like)} as ${c.name}`).join(', ')} from json_each(?)) as j`,
      [json],
    ),
  stripped: (knex, reference, column) => {
    const text = sqlite.text(knex, reference, column)
    // Most numbers are stored plain; for the others a function is cheaper than a REPLACE for each separator.
    return knex.raw(`case when ? glob '*[^0-9+]*' then lethe_number(?) else ? end`, [text, text, text])
  },
  unpadded: (knex, reference, column) =>
    knex.raw('trim(?, ?)', [sqlite.text(knex, reference, column), ignoredAround.join('')]),
  // A text may be kept as a blob, which the function would be handed as bytes.
  address: (knex, reference) => knex.raw('lethe_address(cast(?? as text))', [reference]),
  change: (knex, change) => keyedUpdate(knex, change),
  insertRows: insertIntoSqlite,
  lockFirst: null,
  setLockTimeout: async (trx, milliseconds) => {
    await trx.raw(`pragma busy_timeout = ${Math.trunc(milliseconds)}`)
  },
  failure: sqliteFailure,
  showAll: () => null,
  keepCharacters: () => null,
  describe,
  estimateRows,
  rights: async (knex) => {
    const rows = await rowsOf(knex.raw('pragma query_only'))
    const writable = Number(rows[0]?.['query_only'] ?? 0) === 0
    return { select: true, update: writable, delete: writable }
  },
  grant: () => 'make the database file and its folder writable for the user Lethe runs as',
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

type Prepared = (error: unknown, connection: unknown) => void

/** Functions of ours live on the connection only; the database file is not changed. */
function prepareConnection(connection: unknown, lockTimeoutMs: number): void {
  if (!(connection instanceof BetterSqlite3)) return
  connection.pragma(`busy_timeout = ${Math.trunc(lockTimeoutMs)}`)
  connection.function('lethe_address', { deterministic: true }, (value) =>
    typeof value === 'string' ? storedAddress(value) : null,
  )
  connection.function('lethe_number', { deterministic: true }, (value) =>
    typeof value === 'string' ? storedNumber(value) : null,
  )
}

/** A whole number that is kept as a fraction is read without `.0`, which would make a phone number ten times as large. */
function wholeAsText(knex: Knex, reference: string): Knex.Raw {
  return knex.raw(
    `case when typeof(??) = 'real' and ?? = cast(?? as integer) then cast(cast(?? as integer) as text) else cast(?? as text) end`,
    Array.from({ length: 5 }, () => reference),
  )
}

function cast(expression: string, like: ColumnShape): string {
  return like.family === 'integer' ? `cast(${expression} as integer)` : expression
}

function keyedUpdate(knex: Knex, change: KeyedChange): Knex.Raw {
  const rows = sqlite.jsonRows(knex, change.rows, keyedOn(sqlite, change))
  const table = change.table.name
  const where = knex.raw('? = j.v', [valueOf(knex, sqlite, change.column)])
  const keys = change.keys.map((key, i) => knex.raw(`?? = j.k${i}`, [qualified('t', key)]))
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
