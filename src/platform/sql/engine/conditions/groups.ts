/** Which columns of a table are searched together, in one pass over it or each by its index. */

import type { ResolvedColumn, ResolvedTable } from '../resolved.ts'
import type { Comparison } from './condition.ts'
import { isLed } from './index-lead.ts'

export interface ColumnGroup {
  readonly columns: readonly ResolvedColumn[]
  readonly comparison: Exclude<Comparison, 'again'>
  readonly scan: boolean
}

/**
 * All columns in one pass over the table, whatever its size. Only where the operator chose the usual spellings, and an
 * index leads to them, a column is searched by itself, with a statement for each kind, so that the index serves; what it
 * is searched for besides does not cost these their index.
 */
export function groupsOf(table: ResolvedTable): readonly ColumnGroup[] {
  const columns = table.columns.filter((column) => column.map.identifies.length > 0)
  const written = columns.filter(({ map }) => map.match === 'written')
  const scanned = (comparison: ColumnGroup['comparison'], some: readonly ResolvedColumn[]): readonly ColumnGroup[] =>
    some.length === 0 ? [] : [{ columns: some, comparison, scan: true }]
  const byIndex = written.filter((column) => column.map.identifies.some((kind) => isLed(column, kind)))
  return [
    ...scanned(
      'read',
      columns.filter((column) => !written.includes(column)),
    ),
    ...scanned(
      'written',
      written.filter((column) => column.map.identifies.some((kind) => !isLed(column, kind))),
    ),
    ...byIndex.map((column): ColumnGroup => ({ columns: [column], comparison: 'led', scan: false })),
  ]
}
