/** Reads what a driver returned for a column; engines answer in their own types. */

import type { Row } from '../../platform/sql/database.ts'

/** NULL, and what Oracle makes of an empty text, are null. */
export function textOf(row: Row, column: string): string | null {
  const value = row[column]
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null
}

/** Counts and epoch seconds; some engines return them as text. */
export function integerOf(row: Row, column: string): number {
  return Number(row[column] ?? 0)
}

/** Rows of a raw statement, under their upper-case column names whatever the engine calls them. */
export function rowsOf(result: unknown): readonly Row[] {
  const rows: unknown = Array.isArray(result) ? result : Reflect.get(Object(result), 'rows')
  if (!Array.isArray(rows)) return []
  return rows.map((row: unknown) => (typeof row === 'object' && row !== null ? upperCased(row) : {}))
}

function upperCased(row: object): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]: [string, unknown]) => [name.toUpperCase(), value]))
}
