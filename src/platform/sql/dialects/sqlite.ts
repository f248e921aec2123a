/** SQLite through better-sqlite3: one connection for everything. */

import { setImmediate } from 'node:timers/promises'

import BetterSqlite3 from 'better-sqlite3'
import type { Knex } from 'knex'

import { addressPart } from '../../text/email.ts'
import { separators } from '../../text/separators.ts'
import { borrowConnection } from '../borrow.ts'
import type { ColumnShape } from '../catalogue.ts'
import type { Row } from '../database.ts'
import type { Dialect, KeyedChange, StreamOptions } from '../dialect.ts'
import { codeOf } from '../failure.ts'
import { conditionsOf, keyedOn, qualified, valueOf } from '../keyed.ts'
import { asRow, rowsOf } from '../rows.ts'
import { describe } from './sqlite-catalogue.ts'

/** Row ids in one stretch of a scan: about a quarter of a second. */
const stretchRows = 500_000
/** Row ids may have large gaps; a table is never read in more steps than this. */
const mostStretches = 1000
/** Rows handed on before the event loop gets its turn. */
const rowsPerBreath = 1000

export const sqlite: Dialect = {
  rowsPerInsert: 45,
  textType: 'text',
  config: (settings) => ({
    client: 'better-sqlite3',
    connection: { filename: settings.filename ?? ':memory:' },
    useNullAsDefault: true,
    compileSqlOnError: false,
    pool: { min: 1, max: 1, afterCreate: prepareConnection },
  }),
  text: (knex, reference) => knex.raw('cast(?? as text)', [reference]),
  jsonTexts: (knex, json) => knex.raw('select value from json_each(?)', [json]),
  jsonRows: (knex, json, columns) =>
    knex.raw(
      `(select ${columns.map((c) => `${cast(`json_extract(value, '$.${c.name}')`, c.like)} as ${c.name}`).join(', ')} from json_each(?)) as j`,
      [json],
    ),
  stripped: (knex, reference) => {
    const expression = separators.reduce((sql, mark) => `replace(${sql}, char(${mark.codePointAt(0) ?? 32}), '')`, '??')
    return knex.raw(expression, [reference])
  },
  address: (knex, reference) => knex.raw('lethe_address(??)', [reference]),
  change: (knex, change) => keyedUpdate(knex, change),
  lockFirst: null,
  setLockTimeout: async (trx, milliseconds) => {
    await trx.raw(`pragma busy_timeout = ${Math.trunc(milliseconds)}`)
  },
  failure: (error) => {
    const code = codeOf(error)
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'lock'
    if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_IOERR')) return 'connection'
    return code.startsWith('SQLITE_READONLY') ? 'missing-right' : 'statement'
  },
  describe,
  estimateRows: async (knex, table) => {
    const rows = await rowsOf(knex.raw('select max(rowid) as n from ??', [table.name]))
    return Number(rows[0]?.['n'] ?? 0)
  },
  rights: async (knex) => {
    const rows = await rowsOf(knex.raw('pragma query_only'))
    const writable = Number(rows[0]?.['query_only'] ?? 0) === 0
    return { select: true, update: writable, delete: writable }
  },
  grant: () => 'make the database file and its folder writable for the user Lethe runs as',
  stream: cursor,
}

/** Functions of ours live on the connection only; the database file is not changed. */
function prepareConnection(connection: unknown, done: (error: unknown, connection: unknown) => void): void {
  if (connection instanceof BetterSqlite3) {
    connection.unsafeMode(true)
    connection.function('lethe_address', { deterministic: true }, (value) =>
      typeof value === 'string' ? addressPart(value) : null,
    )
  }
  done(null, connection)
}

function cast(expression: string, like: ColumnShape): string {
  return like.family === 'integer' ? `cast(${expression} as integer)` : expression
}

function keyedUpdate(knex: Knex, change: KeyedChange): Knex.Raw {
  const rows = sqlite.jsonRows(knex, change.rows, keyedOn(sqlite, change))
  const table = change.table.name
  const where = knex.raw('? = j.v', [valueOf(knex, sqlite, change.column)])
  const keys = change.keys.map((key, i) => knex.raw(`?? = j.k${i}`, [qualified('t', key)]))
  if (change.change === 'delete') {
    return knex.raw('delete from ?? as t where rowid in (select t.rowid from ? cross join ?? as t where ?)', [
      table,
      rows,
      table,
      conditionsOf(knex, change, [...keys, where]),
    ])
  }
  return knex.raw('update ?? as t set ?? = ? from ? where ?', [
    table,
    change.column.name,
    change.change.set,
    rows,
    conditionsOf(knex, change, [...keys, where]),
  ])
}

/**
 * Rows through a cursor on the one connection, which other statements use in between (`unsafeMode`): SQLite lets one
 * table be read while another is written, and no row that is being searched is erased before the search is over.
 */
async function* cursor(knex: Knex, query: Knex.QueryBuilder, options: StreamOptions): AsyncIterable<Row> {
  const connection = await connectionOf(knex)
  const rowid = `${options.pageBy}.rowid`
  for (const stretch of options.scan === true ? await stretches(knex, query, rowid) : [null]) {
    options.signal?.throwIfAborted()
    const { sql, bindings } = (stretch === null ? query : query.clone().whereBetween(rowid, stretch)).toSQL().toNative()
    let rows = 0
    for (const row of connection.prepare(sql).iterate(...bindings)) {
      yield asRow(row)
      if (++rows % rowsPerBreath === 0) await breathe(options.signal)
    }
    await breathe(options.signal)
  }
}

/** The pool holds one connection, so outside of the pool it is the same one. */
async function connectionOf(knex: Knex): Promise<BetterSqlite3.Database> {
  const lent = borrowConnection(knex, async function* (connection) {
    yield await Promise.resolve(connection)
  })
  for await (const connection of lent) if (connection instanceof BetterSqlite3) return connection
  throw new TypeError('the pool holds something else than a connection of better-sqlite3')
}

/** A scan goes by one stretch of row ids after the other: a single step over the whole table would hold up the rest. */
async function stretches(knex: Knex, query: Knex.QueryBuilder, rowid: string): Promise<readonly [number, number][]> {
  const bounds = query.clone().clearSelect().clearWhere()
  const [row] = await rowsOf(bounds.select(knex.raw('min(??) as low, max(??) as high', [rowid, rowid])))
  const low = Number(row?.['low'] ?? 0)
  const high = Number(row?.['high'] ?? -1)
  const size = Math.max(stretchRows, Math.ceil((high - low) / mostStretches))
  return Array.from({ length: Math.ceil((high - low + 1) / size) }, (_, i) => [
    low + i * size,
    low + (i + 1) * size - 1,
  ])
}

async function breathe(signal?: AbortSignal): Promise<void> {
  await setImmediate()
  signal?.throwIfAborted()
}
