/** Which indexes lead to what a column is asked for under `match: written`, and the statements that make them. */

import type { Knex } from 'knex'

import type { IdentifierKind } from '../../../../domain/identifier.ts'
import { columnOf, type ColumnShape, type TableShape } from '../../catalogue.ts'
import type { Database } from '../../database.ts'
import { tableName } from '../../keyed.ts'
import type { TableMap } from '../table-map.ts'

export interface IndexLead {
  /** An index leads to the column's values as they are. */
  readonly indexed: boolean
  /** An index leads to addresses in it, in whichever case they are written. */
  readonly addressesIndexed: boolean
}

/** Addresses are compared in whichever case: only an index over their lower case leads there, or a column without case. */
export function indexLead(
  { knex, dialect }: Database,
  shape: TableShape,
  column: ColumnShape,
  tenant: TableMap['tenant'],
): IndexLead {
  // Other types are compared as the texts that they are read as.
  if (column.family !== 'text') return { indexed: false, addressesIndexed: false }
  const tenantColumn = tenant === null ? null : columnOf(shape, tenant.column)
  const isFirst = (leads: readonly string[], wanted: string): boolean =>
    leads[0] === wanted || (tenantColumn !== null && leads[0] === tenantColumn.name && leads[1] === wanted)
  const whole = shape.indexes.filter(({ partial }) => !partial)
  const indexed = whole.some(({ columns }) => isFirst(columns, column.name))
  const lowered = bareExpression(loweredIn(knex, dialect, column))
  const places = whole.map(({ columns, expressions = [] }) =>
    columns.map((name, i) => (name === '' ? bareExpression(expressions[i] ?? '') : name)),
  )
  const byCase = indexed && dialect.texts.foldsCase(column)
  return { indexed, addressesIndexed: byCase || places.some((leads) => isFirst(leads, lowered)) }
}

export function isLed({ indexed, addressesIndexed }: IndexLead, kind: IdentifierKind): boolean {
  return kind === 'email' ? addressesIndexed : indexed
}

/** The index that leads to values of the kind, for the DBA; null where there can be none. */
export function indexStatement(
  { knex, dialect }: Database,
  shape: TableShape,
  column: ColumnShape,
  kind: IdentifierKind,
): string | null {
  if (column.family !== 'text') return null
  const byLower = kind === 'email' && !dialect.texts.foldsCase(column)
  if (byLower && !dialect.indexesExpressions) return null
  const key = byLower ? knex.raw(loweredIn(knex, dialect, column)) : knex.raw('??', [column.name])
  const name = `ix_${shape.name}_${column.name}${byLower ? '_lower' : ''}`
  return `${knex.raw('create index ?? on ?? (?)', [name, tableName(shape), key]).toQuery()};`
}

function loweredIn(knex: Knex, { texts }: Database['dialect'], column: ColumnShape): string {
  return texts.lowered(knex, texts.of(knex, column.name, column)).toQuery()
}

/** Databases write casts, quotes and brackets of an expression in their own ways. */
function bareExpression(expression: string): string {
  return expression
    .toLowerCase()
    .replaceAll(/::(text|bpchar|character varying|character)\b|\bcast\(|\bas text\b|["'`[\]()\s]/g, '')
}
