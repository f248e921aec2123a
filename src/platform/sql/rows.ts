/** The rows of a finished statement, whichever way its driver wraps them. */

import type { Row } from './database.ts'

export async function rowsOf(statement: PromiseLike<unknown>): Promise<readonly Row[]> {
  const answer = await statement
  const rows: unknown = Array.isArray(answer) ? answer : Reflect.get(Object(answer), 'rows')
  return Array.isArray(rows) ? rows.map(asRow) : []
}

export function asRow(row: unknown): Row {
  return typeof row === 'object' && row !== null ? Object.fromEntries<unknown>(Object.entries(row)) : {}
}
