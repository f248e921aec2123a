/** What decides beside its texts whether a row counts: which kind of thing it is, and whether it is any tenant's. */

import type { Knex } from 'knex'

import { heldBack, type Owner, type Unevaluated } from '../../../../domain/finding.ts'
import type { ColumnShape } from '../../catalogue.ts'
import type { Dialect } from '../../dialect.ts'
import type { Row } from '../../database.ts'
import { qualified } from '../../keyed.ts'
import { textIn } from '../../rows.ts'
import { nobody, searched } from '../predicate.ts'
import type { ResolvedColumn, ResolvedTable } from '../resolved.ts'
import { folded } from './row-kind.ts'

type Ruled = Pick<ResolvedTable, 'map' | 'only' | 'tenant'>

/** The columns that the rules look at, as `o0`… and `tn`. */
export function selectRules(knex: Knex, dialect: Dialect, { only, tenant }: Ruled): readonly Knex.Raw[] {
  const asText = (shape: ColumnShape, alias: string): Knex.Raw =>
    knex.raw('? as ??', [dialect.text(knex, qualified(searched, shape), shape), alias])
  return [
    ...(only?.shapes ?? []).map((shape, i) => asText(shape, `o${i}`)),
    ...(tenant?.unassigned === 'error' ? [asText(tenant.column, 'tn')] : []),
  ]
}

/** It says that it is another kind of thing; what says nothing of its kind counts. */
export function isOfOtherKind(row: Row, { only }: Ruled): boolean {
  if (only === null) return false
  const stated = only.shapes.flatMap((_, i) => textIn(row, `o${i}`)?.trim() ?? []).filter((text) => text !== '')
  const [first] = stated
  return first !== undefined && !only.values.has(folded(first))
}

/** It belongs to no tenant, and the settings do not say whose such rows are. */
export function isUnassigned(row: Row, { tenant }: Ruled): boolean {
  if (tenant?.unassigned !== 'error') return false
  const text = textIn(row, 'tn')?.trim() ?? ''
  return text === '' || Number(text) === nobody
}

/** Of these people in these columns. */
export function* unassignedRow(
  { map, tenant }: Ruled,
  owners: Iterable<Owner>,
  columns: readonly ResolvedColumn[],
): Iterable<Unevaluated> {
  const unevaluated = heldBack(
    `\`${map.table}\` holds a row of this person that belongs to no tenant (\`${tenant?.column.name ?? ''}\` is NULL or ${nobody}), and others may use the database: say with \`unassignedRows\` what such rows are, or have them assigned`,
  )
  for (const owner of owners) {
    for (const column of columns) yield { owner, target: { table: map.table, column: column.map.column }, unevaluated }
  }
}
