/** Which kind of thing a row is, by the first of some columns that says so. */

import { columnOf, type ColumnShape, type TableShape } from '../../catalogue.ts'
import type { RowKind } from '../table-map.ts'

/** The rule with the columns that this table has of it. */
export interface ResolvedKind {
  readonly shapes: readonly ColumnShape[]
  readonly values: ReadonlySet<string>
}

export function resolveKind(shape: TableShape, only: RowKind | undefined): ResolvedKind | null {
  if (only === undefined) return null
  const shapes = only.columns.flatMap((name) => columnOf(shape, name) ?? [])
  return shapes.length === 0 ? null : { shapes, values: new Set(only.values.map(folded)) }
}

/** Kinds are the same in any case. */
export function folded(text: string): string {
  return text.trim().toUpperCase()
}
