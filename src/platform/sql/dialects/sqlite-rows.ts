/** Rows of a select on SQLite, a page at a time, so that neither memory nor the event loop nor writers are held up. */

import { setImmediate } from 'node:timers/promises'

import type { Knex } from 'knex'

import type { Row } from '../database.ts'
import type { StreamOptions } from '../dialect.ts'
import { rowsOf } from '../rows.ts'

/** Row ids in one stretch of a scan: about a quarter of a second. */
const stretchRows = 500_000
/** Row ids may have large gaps; a table is never read in more steps than this. */
const mostStretches = 1000
/** Rows in memory at once; the event loop gets its turn after each page. */
const pageRows = 2000

/**
 * Rows a page at a time, each read to its end before it is handed on. A cursor that stays open while its reader writes
 * would hold up everybody else who writes into the file, and with them us: SQLite refuses a transaction that read
 * before others wrote.
 */
export async function* sqliteRows(knex: Knex, query: Knex.QueryBuilder, options: StreamOptions): AsyncIterable<Row> {
  const rowid = `${options.pageBy}._rowid_`
  const all =
    options.scan === true ? scannedPages(knex, query, rowid) : foundPages(query, options.named ?? query, rowid)
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
  const all = query.clone().clearSelect().clearWhere()
  // In one select the two would read the whole table.
  const [first] = await rowsOf(all.clone().select(knex.raw('min(??) as low', [rowid])))
  const [last] = await rowsOf(all.clone().select(knex.raw('max(??) as high', [rowid])))
  const low = Number(first?.['low'] ?? 0)
  const high = Number(last?.['high'] ?? -1)
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
