/** Rows of a select on SQLite, a page at a time, so that neither memory nor the event loop nor writers are held up. */

import { setImmediate } from 'node:timers/promises'

import type { Knex } from 'knex'

import type { Row } from '../database.ts'
import type { StreamOptions } from '../dialect.ts'
import { rowsOf } from '../rows.ts'

/** Row ids in one stretch of a scan: about a quarter of a second. */
const stretchRows = 500_000n
/** Row ids may have large gaps; a table is never read in more steps than this. */
const mostStretches = 1000n
const largestRowid = 2n ** 63n - 1n
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
    options.scan === true
      ? scannedPages(knex, query, { rowid, ...options })
      : foundPages(knex, query, { named: options.named ?? query, rowid })
  for await (const page of all) {
    options.signal?.throwIfAborted()
    yield* page
    await breathe(options.signal)
  }
}

/** The table in the order of its row ids; each page goes on where the one before has ended. */
async function* scannedPages(
  knex: Knex,
  query: Knex.QueryBuilder,
  { rowid, rest, onRead }: { readonly rowid: string } & Pick<StreamOptions, 'rest' | 'onRead'>,
): AsyncIterable<readonly Row[]> {
  const numbered = query.clone().select(asText(knex, rowid)).orderBy(rowid).limit(pageRows)
  const all = await stretches(knex, query, rowid)
  const [first, end] = [all[0]?.[0] ?? 0n, all.at(-1)?.[1] ?? 0n]
  for (const [i, [low, high]] of all.entries()) {
    if (i > 0) await rest?.()
    let from = low
    while (from <= high) {
      const bounds = [rowid, String(from), String(high)]
      const rows = await rowsOf(
        numbered.clone().whereRaw('?? between cast(? as integer) and cast(? as integer)', bounds),
      )
      const last = rows.length < pageRows ? null : placeIn(rows.at(-1))
      from = (last ?? high) + 1n
      onRead?.(Number(from - first), Number(end - first + 1n))
      yield rows.map(withoutPlace)
    }
  }
}

/** Where an index serves the search: all row ids first, which is little even of many rows, then their rows. */
async function* foundPages(
  knex: Knex,
  query: Knex.QueryBuilder,
  { named, rowid }: { readonly named: Knex.QueryBuilder; readonly rowid: string },
): AsyncIterable<readonly Row[]> {
  const found = query
    .clone()
    .clearSelect()
    .distinct({ [place]: rowid })
    .orderBy(rowid)
    .as('found')
  const ids = (await rowsOf(knex.select(asText(knex, place)).from(found))).map((row) => placeIn(row))
  for (let from = 0; from < ids.length; from += pageRows) {
    const some = `[${ids.slice(from, from + pageRows).join(',')}]`
    yield await rowsOf(named.clone().whereRaw('?? in (select value from json_each(?))', [rowid, some]).orderBy(rowid))
  }
}

/** Alias of the row id among the columns of a page. */
const place = 'lethe_rowid'

/** A row id has 64 bits, a number 53: rounded, it would name another row, or none. */
function asText(knex: Knex, rowid: string): Knex.Raw {
  return knex.raw('cast(?? as text) as ??', [rowid, place])
}

function placeIn(row: Row | undefined): bigint | null {
  const text = row?.[place]
  return typeof text === 'string' ? BigInt(text) : null
}

function withoutPlace({ [place]: _place, ...row }: Row): Row {
  return row
}

type KeyRange = readonly [low: bigint, high: bigint]

/** A scan goes by one stretch of row ids after the other: a single step over the whole table would hold up the rest. */
async function stretches(knex: Knex, query: Knex.QueryBuilder, rowid: string): Promise<readonly KeyRange[]> {
  const all = query.clone().clearSelect().clearWhere()
  // In one select the two would read the whole table.
  const [first] = await rowsOf(all.clone().select(knex.raw('cast(min(??) as text) as ??', [rowid, place])))
  const [last] = await rowsOf(all.clone().select(knex.raw('cast(max(??) as text) as ??', [rowid, place])))
  const [lowest, highest] = [placeIn(first), placeIn(last)]
  if (lowest === null || highest === null) return []
  const span = highest - lowest
  const size = span < stretchRows * mostStretches ? stretchRows : span / mostStretches + 1n
  return Array.from({ length: Number(span / size) + 1 }, (_, i) => {
    const low = lowest + BigInt(i) * size
    const high = low + size - 1n
    return [low, high > largestRowid ? largestRowid : high]
  })
}

async function breathe(signal?: AbortSignal): Promise<void> {
  await setImmediate()
  signal?.throwIfAborted()
}
