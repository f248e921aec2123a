/** Asks for recorded rows by key whether the recorded value still stands in them, or what else does. */

import type { Knex } from 'knex'

import type { Dialect } from '../dialect.ts'
import { keyedBy, keyedOn, qualified, tableName, valueOf } from '../keyed.ts'
import { rowsOf } from '../rows.ts'
import { searched } from './predicate.ts'
import { jsonOf, jsonOfKeys, type RecordedRow } from './recorded-rows.ts'
import { locatorIn } from './table-rows.ts'
import { textIn } from '../rows.ts'
import type { ResolvedColumn, ResolvedTable } from './resolved.ts'
import { isWholeRow } from './row-documents.ts'

export interface Recorded {
  readonly table: ResolvedTable
  readonly column: ResolvedColumn
  readonly rows: readonly RecordedRow[]
}

/** Locators of the rows whose column still holds the recorded value. */
export async function stillThere(
  knex: Knex,
  dialect: Dialect,
  recorded: Recorded,
  also: ((knex: Knex) => Knex.Raw) | null,
): Promise<ReadonlySet<string>> {
  const { table, column } = recorded
  const query = selectByKey(knex, dialect, recorded)
  query.where(knex.raw('? = j.v', [valueOf(knex, dialect, column.shape)]))
  if (also !== null) query.where(also(knex))
  const rows = await rowsOf(query)
  return new Set(rows.map((row) => locatorIn(row, table) ?? ''))
}

/** Locators of the recorded rows that are there, whatever they hold. */
export async function presentRows(knex: Knex, dialect: Dialect, recorded: Recorded): Promise<ReadonlySet<string>> {
  const rows = await rowsOf(selectByKey(knex, dialect, recorded))
  return new Set(rows.map((row) => locatorIn(row, recorded.table) ?? ''))
}

/** A row of a recorded key with what its column holds now; a key that names several rows gives each of them. */
export interface PresentValue {
  readonly locator: string
  readonly value: string | null
}

/** What stands in the rows now, whatever was recorded; rows that are gone are left out. */
export async function valuesNow(
  knex: Knex,
  dialect: Dialect,
  recorded: Recorded,
  also: ((knex: Knex) => Knex.Raw) | null,
): Promise<readonly PresentValue[]> {
  const { table, column } = recorded
  const now = dialect.text(knex, qualified(searched, column.shape), column.shape)
  const query = selectByKey(knex, dialect, recorded).select(knex.raw('? as ??', [now, 'present']))
  if (also !== null) query.where(also(knex))
  const rows = await rowsOf(query)
  return rows.map((row) => ({ locator: locatorIn(row, table) ?? '', value: textIn(row, 'present') }))
}

/** The keys of recorded rows that are there now; the condition of a hold, or more columns, may be added. */
export function selectByKey(knex: Knex, dialect: Dialect, { table, column, rows }: Recorded): Knex.QueryBuilder {
  const on = keyedOn(dialect, { keys: table.keys, column: column.shape })
  const query = knex
    .select(
      table.keys.map((key, i) => knex.raw('? as ??', [dialect.text(knex, qualified(searched, key), key), `k${i}`])),
    )
    .from({ [searched]: tableName(table.shape) })
    .joinRaw('inner join ? on 1 = 1', [
      dialect.jsonRows(knex, isWholeRow(column) ? jsonOfKeys(rows) : jsonOf(rows), on),
    ])
  for (const condition of keyedBy(knex, dialect, searched, table.keys)) query.where(condition)
  return query
}

/** The rows that are held now. */
export function conflictingHold(dialect: Dialect, { hold }: ResolvedTable): ((knex: Knex) => Knex.Raw) | null {
  if (hold === null) return null
  const place = { reference: qualified(searched, hold.shape), column: hold.shape }
  return (knex) => dialect.isOneOf(knex, place, hold.values)
}

/** Locators of the recorded rows that may not be touched now. */
export async function heldRows(knex: Knex, dialect: Dialect, recorded: Recorded): Promise<ReadonlySet<string>> {
  const hold = conflictingHold(dialect, recorded.table)
  if (hold === null) return new Set()
  const rows = await rowsOf(selectByKey(knex, dialect, recorded).where(hold(knex)))
  return new Set(rows.map((row) => locatorIn(row, recorded.table) ?? ''))
}
