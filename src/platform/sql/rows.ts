/** The rows of a finished statement, whichever way its driver wraps them. */

import type { Row } from './database.ts'

export async function rowsOf(statement: PromiseLike<unknown>): Promise<readonly Row[]> {
  const answer = await statement
  const rows: unknown = Array.isArray(answer) ? answer : Reflect.get(Object(answer), 'rows')
  return Array.isArray(rows) ? rows.map(asRow) : []
}

/** Rows that a change took, as its driver tells it; null where it does not. */
export function changedRows(answer: unknown): number | null {
  for (const property of ['changes', 'rowCount', 'rowsAffected']) {
    const count: unknown = Reflect.get(Object(answer), property)
    if (typeof count === 'number') return count
  }
  return null
}

export function asRow(row: unknown): Row {
  return isRow(row) ? row : {}
}

export function isRow(row: unknown): row is Row {
  return typeof row === 'object' && row !== null
}

/** A selected value as text; null for NULL and for the empty text, which Oracle cannot tell apart. */
export function textIn(row: Row, name: string): string | null {
  const value = row[name]
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}
