/** SQLite through better-sqlite3: one connection, so rows are read in pages by rowid and no cursor is ever held. */

import type { Knex } from 'knex'

import { addressPart } from '../../text/email.ts'
import { separators } from '../../text/separators.ts'
import type { ColumnShape, TableShape } from '../catalogue.ts'
import type { Dialect, KeyedChange, StreamOptions } from '../dialect.ts'
import { codeOf } from '../failure.ts'
import { conditionsOf, keyedOn, qualified, valueOf } from '../keyed.ts'
import { rowsOf } from '../rows.ts'
import { groupIndexes, lengthIn, text as textOf } from './catalogue-rows.ts'

const pageRows = 2000
/** A scan stops after so many row ids to let the event loop breathe: about 100 ms. */
const windowRows = 200_000
const mostWindows = 5000

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
  stream: pages,
}

/** Functions of ours that live on the connection only; the database file is not changed. */
function prepareConnection(connection: unknown, done: (error: unknown, connection: unknown) => void): void {
  const define: unknown = Reflect.get(Object(connection), 'function')
  if (typeof define === 'function') {
    Reflect.apply(define, connection, [
      'lethe_address',
      { deterministic: true },
      (value: unknown) => (typeof value === 'string' ? addressPart(value) : null),
    ])
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

async function describe(knex: Knex, _schema: string | null, table: string): Promise<TableShape | null> {
  const found = await rowsOf(
    knex.raw(
      "select name from sqlite_master where type in ('table', 'view') and lower(name) = lower(?) order by name = ? desc",
      [table, table],
    ),
  )
  if (found[0] === undefined) return null
  const name = textOf(found[0]['name'])
  const columns = await rowsOf(knex.raw('select name, type, "notnull", pk from pragma_table_info(?)', [name]))
  const indexes = await rowsOf(
    knex.raw(
      `select il.name as index_name, il."unique" as is_unique, ii.name as column_name from pragma_index_list(?) il
       join pragma_index_info(il.name) ii where il.partial = 0 order by il.seq, ii.seqno`,
      [name],
    ),
  )
  const primary = columns.filter((c) => Number(c['pk']) > 0).sort((a, b) => Number(a['pk']) - Number(b['pk']))
  const keyed = primary.map((c): Record<string, unknown> => ({ ...c, notnull: 1 }))
  return {
    schema: null,
    name,
    columns: new Map([...columns, ...keyed, rowid].map((row) => [textOf(row['name']).toUpperCase(), columnShape(row)])),
    indexes: [
      ...(primary.length === 0 ? [] : [{ columns: primary.map((c) => textOf(c['name'])), unique: true }]),
      ...groupIndexes(indexes),
      { columns: ['rowid'], unique: true },
    ],
  }
}

/** Every table has it, and it names a row where no other key does. */
const rowid: Record<string, unknown> = { name: 'rowid', type: 'INTEGER', notnull: 1 }

/** Families follow the affinity rules of SQLite: https://www.sqlite.org/datatype3.html, section 3.1. */
function columnShape(row: Record<string, unknown>): ColumnShape {
  const declared = textOf(row['type']).toUpperCase()
  const whole = /INT/.test(declared) || /^(NUMERIC|DECIMAL|NUMBER)\s*\(\s*\d+\s*(,\s*0\s*)?\)/.test(declared)
  const isText = /CHAR|CLOB|TEXT/.test(declared)
  return {
    name: textOf(row['name']),
    declared,
    family: whole ? 'integer' : isText ? 'text' : /REAL|FLOA|DOUB|NUM|DEC/.test(declared) ? 'decimal' : 'other',
    length: isText ? lengthIn(declared) : null,
    nullable: Number(row['notnull']) === 0,
  }
}

async function* pages(
  knex: Knex,
  query: Knex.QueryBuilder,
  options: StreamOptions,
): AsyncIterable<Readonly<Record<string, unknown>>> {
  const rowid = `${options.pageBy}.rowid`
  const base = query.clone().select(knex.raw('?? as lethe_rowid', [rowid]))
  const windows = options.scan === true ? await windowsOf(knex, query, rowid) : [null]
  for (const window of windows) {
    let after = window?.from ?? null
    for (;;) {
      options.signal?.throwIfAborted()
      const page = base.clone().limit(pageRows)
      // The plus keeps the planner from reading the whole table in row-id order where an index serves the search.
      page.orderByRaw(options.scan === true ? '??' : '+??', [rowid])
      if (after !== null) page.where(rowid, '>', after)
      if (window !== null && window.to !== null) page.where(rowid, '<=', window.to)
      const rows = await rowsOf(page)
      for (const { lethe_rowid: at, ...row } of rows) {
        after = Number(at)
        yield row
      }
      if (rows.length < pageRows) break
    }
  }
}

interface RowWindow {
  readonly from: number
  readonly to: number | null
}

async function windowsOf(knex: Knex, query: Knex.QueryBuilder, rowid: string): Promise<readonly RowWindow[]> {
  const bounds = query
    .clone()
    .clearSelect()
    .clearWhere()
    .select(knex.raw('min(??) as low, max(??) as high', [rowid, rowid]))
  const [row] = await rowsOf(bounds)
  const low = Number(row?.['low'] ?? 0) - 1
  const count = Math.ceil((Number(row?.['high'] ?? 0) - low) / windowRows)
  if (count > mostWindows) return [{ from: low, to: null }]
  return Array.from({ length: count }, (_, i) => ({
    from: low + i * windowRows,
    to: i === count - 1 ? null : low + (i + 1) * windowRows,
  }))
}
