/** A whole table a range of its key after the other, so that no statement is open for long and others get their turn. */

import type { Knex } from 'knex'

import type { ColumnShape, TableShape } from './catalogue.ts'
import type { Row } from './database.ts'
import type { Dialect, StreamOptions } from './dialect.ts'
import { rowsOf, textIn } from './rows.ts'

/** About as many rows stand in one range: a second or two. */
const rangeRows = 250_000

/**
 * The column by whose order a long read goes: one of whole numbers, unique by itself and never NULL. Numbers have one
 * order everywhere, texts have that of their collation.
 */
export function rangeKeyOf({ indexes, columns, isView }: TableShape): ColumnShape | null {
  if (isView === true) return null
  const all = [...columns.values()]
  for (const index of indexes) {
    if (!index.unique || index.partial || index.columns.length !== 1) continue
    const column = all.find(({ name }) => name === index.columns[0])
    if (column?.family === 'integer' && !column.nullable && column.obstacle === undefined) return column
  }
  return null
}

/**
 * Reads the select as it is where nobody asks for rests or follows it, it has an index to go by, the table is small, or its rows do not
 * lie by its key: each range would then be gathered from all over the table. Otherwise in the order of the key, whose values do not change:
 * no row is passed over that stood there when the read began. The last range has no end, so what was added behind it is
 * read too.
 */
export async function* inKeyRanges(
  { knex, dialect }: { readonly knex: Knex; readonly dialect: Pick<Dialect, 'liesBy'> },
  query: Knex.QueryBuilder,
  options: StreamOptions,
  read: (part: Knex.QueryBuilder) => AsyncIterable<Row>,
): AsyncIterable<Row> {
  const { scan, keyed, rest, onRead, signal, pageBy } = options
  const isLong = scan === true && (rest ?? onRead) !== undefined && keyed !== undefined && keyed.rows >= 2 * rangeRows
  if (!isLong || !(await dialect.liesBy(knex, keyed))) {
    yield* read(query)
    return
  }
  const column = `${pageBy}.${keyed.key.name}`
  let last: string | null = null
  const ends = await endsOfRanges(knex, query, { column, rows: keyed.rows })
  for (const [at, next] of ends.entries()) {
    yield* read(within(query, column, { last, next }))
    last = next
    onRead?.(Math.round((keyed.rows * (at + 1)) / (ends.length + 1)), keyed.rows)
    await rest?.()
    signal?.throwIfAborted()
  }
  yield* read(within(query, column, { last, next: null }))
}

interface RangeBounds {
  /** Of the range before. */
  readonly last: string | null
  /** Null: of no other one. */
  readonly next: string | null
}

function within(query: Knex.QueryBuilder, column: string, { last, next }: RangeBounds): Knex.QueryBuilder {
  const part = query.clone()
  if (last !== null) void part.where(column, '>', last)
  if (next !== null) void part.where(column, '<=', next)
  return part
}

/**
 * Of all ranges but the last. Equally wide; keys with large gaps make some ranges small, and none is passed over. A driver
 * may round a large number: then a range ends a little elsewhere.
 */
async function endsOfRanges(
  knex: Knex,
  query: Knex.QueryBuilder,
  { column, rows }: { readonly column: string; readonly rows: number },
): Promise<readonly string[]> {
  const all = query.clone().clearSelect().clearWhere()
  // In one select the two would read the whole table.
  const [first] = await rowsOf(all.clone().select(knex.raw('min(??) as ??', [column, place])))
  const [last] = await rowsOf(all.clone().select(knex.raw('max(??) as ??', [column, place])))
  const [lowest, highest] = [keyIn(first), keyIn(last)]
  if (lowest === null || highest === null) return []
  const count = BigInt(Math.ceil(rows / rangeRows))
  const width = (highest - lowest) / count + 1n
  return Array.from({ length: Number(count) - 1 }, (_, i) => String(lowest + BigInt(i + 1) * width - 1n))
}

/** Alias of the key among the columns. */
const place = 'lethe_key'

function keyIn(row: Row | undefined): bigint | null {
  const text = row === undefined ? null : textIn(row, place)
  return text !== null && /^-?\d+$/.test(text) ? BigInt(text) : null
}
