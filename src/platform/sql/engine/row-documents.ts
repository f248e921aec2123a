/** A row as a whole, with all the columns that the catalogue knows: what goes when it is deleted. */

import type { Knex } from 'knex'

import type { DocumentContent } from '../../../domain/finding.ts'
import type { ColumnShape } from '../catalogue.ts'
import type { Dialect } from '../dialect.ts'
import type { Row } from '../database.ts'
import { qualified } from '../keyed.ts'
import { textIn } from '../rows.ts'
import { searched } from './predicate.ts'
import type { ResolvedColumn, ResolvedTable } from './resolved.ts'

/** COLUMN_NAME of a finding that is a row as a whole. */
export const wholeRow = '*'

export function isWholeRow({ map }: Pick<ResolvedColumn, 'map'>): boolean {
  return map.column === wholeRow
}

/** Stands for the row as a whole where a column is expected; null for a table that nothing names the rows of. */
export function wholeRowOf(table: ResolvedTable): ResolvedColumn | null {
  const [key] = table.keys
  if (key === undefined) return null
  const map = { column: wholeRow, identifies: [], comesWithRow: true, redact: 'delete' } as const
  return { map, shape: key, alias: wholeRow, redact: 'delete', indexed: false, addressesIndexed: false }
}

export function columnsOf(table: ResolvedTable): readonly ColumnShape[] {
  return [...table.shape.columns.values()]
}

/** All columns of a row, for a select: `d0`, `d1`, … in the order of the catalogue. */
export function selectWhole(knex: Knex, dialect: Dialect, columns: readonly ColumnShape[]): Knex.Raw[] {
  return columns.map((shape, i) =>
    knex.raw('? as ??', [dialect.text(knex, qualified(searched, shape), shape), `d${i}`]),
  )
}

export function documentIn(row: Row, columns: readonly ColumnShape[]): DocumentContent {
  const fields = columns.map((shape, i): readonly [string, string | null] => [shape.name, textIn(row, `d${i}`)])
  return { kind: 'document', fields: Object.fromEntries(fields) }
}
