/** SQLite through better-sqlite3: one connection for everything. */

import { setImmediate } from 'node:timers/promises'

import BetterSqlite3 from 'better-sqlite3'
import type { Knex } from 'knex'

import { addressPart } from '../../text/email.ts'
import { separators } from '../../text/separators.ts'
import type { ColumnShape } from '../catalogue.ts'
import type { Row } from '../database.ts'
import type { Dialect, KeyedChange, StreamOptions } from '../dialect.ts'
import { codeOf } from '../failure.ts'
import { conditionsOf, keyedOn, qualified, valueOf } from '../keyed.ts'
import { rowsOf } from '../rows.ts'
import { describe } from './sqlite-catalogue.ts'

/** Row ids in one stretch of a scan: about a quarter of a second. */
const stretchRows = 500_000
/** Row ids may have large gaps; a table is never read in more steps than this. */
const mostStretches = 1000
/** Rows in memory at once; the event loop gets its turn after each page. */
const pageRows = 2000

export const sqlite: Dialect = {
  rowsPerInsert: 45,
  textType: 'text',
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
  jsonRows: (knex, json, columns) =>
    knex.raw(
      `(select ${columns.map((c) => `${cast(`json_extract(value, '$.${c.name}')`, c.like)} as ${c.name}`).join(', ')} from json_each(?)) as j`,
      [json],
    ),
  stripped: (knex, reference, column) => {
    const text = sqlite.text(knex, reference, column)
    const strip = separators.reduce((sql, mark) => `replace(${sql}, char(${mark.codePointAt(0) ?? 32}), '')`, '?')
    // Most numbers are stored plain, and looking for anything else costs less than ten replacements.
    return knex.raw(`case when ? glob '*[^0-9+]*' then ${strip} else ? end`, [text, text, text])
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
    const rows = await rowsOf(knex.raw('select max(_rowid_) as n from ??', [table.name]))
    return Number(rows[0]?.['n'] ?? 0)
  },
  rights: async (knex) => {
    const rows = await rowsOf(knex.raw('pragma query_only'))
    const writable = Number(rows[0]?.['query_only'] ?? 0) === 0
    return { select: true, update: writable, delete: writable }
  },
  grant: () => 'make the database file and its folder writable for the user Lethe runs as',
  stream: pages,
}

type Prepared = (error: unknown, connection: unknown) => void

/** Functions of ours live on the connection only; the database file is not changed. */
function prepareConnection(connection: unknown, lockTimeoutMs: number): void {
  if (!(connection instanceof BetterSqlite3)) return
  connection.pragma(`busy_timeout = ${Math.trunc(lockTimeoutMs)}`)
  connection.function('lethe_address', { deterministic: true }, (value) =>
    typeof value === 'string' ? addressPart(value) : null,
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
  if (change.change === 'delete') {
    return knex.raw('delete from ?? as t where _rowid_ in (select t._rowid_ from ? cross join ?? as t where ?)', [
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
 * Rows a page at a time, each read to its end before it is handed on. A cursor that stays open while its reader writes
 * would hold up everybody else who writes into the file, and with them us: SQLite refuses a transaction that read
 * before others wrote.
 */
async function* pages(knex: Knex, query: Knex.QueryBuilder, options: StreamOptions): AsyncIterable<Row> {
  const rowid = `${options.pageBy}._rowid_`
  const all = options.scan === true ? scannedPages(knex, query, rowid) : foundPages(query, options.named ?? query, rowid)
  for await (const page of all) {
    options.signal?.throwIfAborted()
    yield* page
    await breathe(options.signal)
  }
}

/** The table in the order of its row ids; each page goes on where the one before has ended. */
async function* scannedPages(knex: Knex, query: Knex.QueryBuilder, rowid: string): AsyncIterable<readonly Row[]> {
  const numbered = query
    .clone()
    .select({ [place]: rowid })
    .orderBy(rowid)
    .limit(pageRows)
  for (const [low, high] of await stretches(knex, query, rowid)) {
    let from = low
    let size = pageRows
    while (size === pageRows) {
      const rows = await rowsOf(numbered.clone().whereBetween(rowid, [from, high]))
      size = rows.length
      from = Number(rows.at(-1)?.[place] ?? high) + 1
      yield rows.map(withoutPlace)
    }
  }
}

/** Where an index serves the search: all row ids first, which is little even of many rows, then their rows. */
async function* foundPages(
  query: Knex.QueryBuilder,
  named: Knex.QueryBuilder,
  rowid: string,
): AsyncIterable<readonly Row[]> {
  const found = await rowsOf(
    query
      .clone()
      .clearSelect()
      .distinct({ [place]: rowid })
      .orderBy(rowid),
  )
  const ids = found.map((row) => Number(row[place]))
  for (let from = 0; from < ids.length; from += pageRows) {
    const some = JSON.stringify(ids.slice(from, from + pageRows))
    yield await rowsOf(named.clone().whereRaw('?? in (select value from json_each(?))', [rowid, some]).orderBy(rowid))
  }
}

/** Alias of the row id among the columns of a page. */
const place = 'lethe_rowid'

function withoutPlace({ [place]: _place, ...row }: Row): Row {
  return row
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
