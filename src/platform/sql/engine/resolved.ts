/** A table map made real by the catalogue: actual names, types, and how each column is searched and redacted here. */

import type { Database } from '../database.ts'
import { columnOf, type ColumnShape, type TableShape } from '../catalogue.ts'
import { indexLead, type IndexLead } from './conditions/index-lead.ts'
import { missingColumns, missingTable, obstacleIn, type Missing } from './check/missing.ts'
import { resolveKind, type ResolvedKind } from './conditions/row-kind.ts'
import type { ColumnMap, Hold, Redaction, RowTime, ShortcodeColumn, TableMap, TenantBinding } from './table-map.ts'
import { unsearchable } from './failures.ts'

export interface ResolvedColumn extends IndexLead {
  readonly map: ColumnMap
  readonly shape: ColumnShape
  readonly redact: Redaction
  /** Of its text in a row that was selected. */
  readonly alias: string
  /** Where the address at the other end stands. */
  readonly otherEnd?: ColumnShape
}

export interface ResolvedTable {
  readonly map: TableMap
  readonly shape: TableShape
  readonly keys: readonly ColumnShape[]
  /** An index sees to it that a key names one row only. */
  readonly keyIsUnique: boolean
  readonly columns: readonly ResolvedColumn[]
  /** By their names in the map: columns that tell people apart. */
  readonly people: ReadonlyMap<string, ColumnShape>
  readonly tenant: (Omit<TenantBinding, 'column'> & { readonly column: ColumnShape }) | null
  readonly hold: (Hold & { readonly shape: ColumnShape }) | null
  readonly time: (RowTime & { readonly shape: ColumnShape }) | null
  readonly shortcode: (Required<ShortcodeColumn> & { readonly shape: ColumnShape }) | null
  readonly only: ResolvedKind | null
  /** About; null when the database does not know. */
  readonly rows: number | null
}

export async function resolveTable(database: Database, map: TableMap): Promise<ResolvedTable | readonly Missing[]> {
  const shape = await database.describe(map.table)
  if (shape === null) return [missingTable(map)]
  const obstacle = obstacleIn(shape)
  if (obstacle !== null) return [{ table: map.table, column: null, obstacle }]
  const missing = [...new Set(columnsNamed(map))].filter((name) => columnOf(shape, name) === null)
  if (missing.length > 0) return missingColumns(map, missing)
  const unsearched = map.columns.flatMap(unsearchedIn(shape))
  if (unsearched.length > 0) return unsearched.map((one) => ({ table: map.table, ...one }))
  const key = map.key ?? keyIn(shape, map)
  if (key === null) return [{ table: map.table, column: null, what: 'key' }]
  const unnamed = key.flatMap((column) => {
    const obstacle = columnOf(shape, column)?.obstacle
    return obstacle === undefined || obstacle.to === 'change' ? [] : [{ table: map.table, column, obstacle }]
  })
  if (unnamed.length > 0) return unnamed
  const rows = await database.run((knex) => database.dialect.estimateRows(knex, shape))
  return {
    map,
    shape,
    rows,
    keys: key.map((name) => requiredColumn(shape, name)),
    keyIsUnique: isUnique(shape, key),
    columns: map.columns.map((column, i) => resolveColumn(database, { map, shape }, { column, alias: `c${i}` })),
    people: new Map((map.people ?? []).map((name) => [name, requiredColumn(shape, name)])),
    tenant: resolveTenant(shape, map.tenant),
    hold: map.hold === undefined ? null : { ...map.hold, shape: requiredColumn(shape, map.hold.column) },
    time: resolveTime(shape, map.time),
    shortcode: resolveShortcode(shape, map.shortcode),
    only: resolveKind(shape, map.only),
  }
}

function columnsNamed(map: TableMap): readonly string[] {
  return [
    ...(map.key ?? []),
    ...map.columns.map((column) => column.column),
    ...(map.people ?? []),
    ...map.columns.flatMap(({ otherEnd }) => otherEnd ?? []),
    ...[map.tenant, map.hold, map.shortcode].flatMap((one) => one?.column ?? []),
  ]
}

export function resolveTenant(shape: TableShape, tenant: TenantBinding | null): ResolvedTable['tenant'] {
  return tenant === null ? null : { ...tenant, column: requiredColumn(shape, tenant.column) }
}

function resolveTime(shape: TableShape, time: RowTime | undefined): ResolvedTable['time'] {
  const column = time === undefined ? null : columnOf(shape, time.column)
  return time === undefined || column === null ? null : { ...time, shape: column }
}

function resolveShortcode(shape: TableShape, map: ShortcodeColumn | undefined): ResolvedTable['shortcode'] {
  return map === undefined ? null : { required: true, shared: [], ...map, shape: requiredColumn(shape, map.column) }
}

/** Columns that are not shown as they are, and those of identifiers that cannot be searched. */
function unsearchedIn(shape: TableShape): (map: ColumnMap) => readonly Pick<Missing, 'column' | 'obstacle'>[] {
  return ({ column, identifies }) => {
    const obstacle = columnOf(shape, column)?.obstacle
    const hinders = obstacle?.to === 'read' || (obstacle?.to === 'search' && identifies.length > 0)
    return obstacle !== undefined && hinders ? [{ column, obstacle }] : []
  }
}

/** For a step: a table or column that is missing and not excluded is never passed over in silence. */
export async function requireTable(database: Database, map: TableMap): Promise<ResolvedTable> {
  const resolved = await resolveTable(database, map)
  if ('shape' in resolved) return resolved
  throw unsearchable(resolved)
}

export function requiredColumn(shape: TableShape, name: string): ColumnShape {
  const column = columnOf(shape, name)
  if (column !== null) return column
  throw unsearchable([{ table: shape.name, column: name }])
}

/**
 * The shortest unique index without a column that is redacted: after redaction it still names the row. Where whole
 * rows are deleted any unique index will do.
 */
function keyIn(shape: TableShape, map: TableMap): readonly string[] | null {
  const changed = map.columns
    .filter((column) => column.redact !== 'keep' && column.redact !== 'delete')
    .map((column) => columnOf(shape, column.column)?.name)
  const usable = shape.indexes.filter(
    (index) =>
      index.unique &&
      !index.partial &&
      index.columns.every((name) => isKeyPart(shape, name) && !changed.includes(name)),
  )
  const [shortest] = [...usable].sort((a, b) => a.columns.length - b.columns.length)
  return shortest?.columns ?? null
}

/** Rows without a part of the key are refused when they are found, so NULLs do not matter here. */
function isUnique(shape: TableShape, key: readonly string[]): boolean {
  const names = key.map((name) => columnOf(shape, name)?.name)
  return shape.indexes.some(
    (index) => index.unique && !index.partial && index.columns.every((name) => names.includes(name)),
  )
}

/** A unique index lets any number of NULLs stand; what cannot be read as it is names no row. */
function isKeyPart(shape: TableShape, name: string): boolean {
  const column = columnOf(shape, name)
  return column?.nullable === false && (column.obstacle === undefined || column.obstacle.to === 'change')
}

function resolveColumn(
  database: Database,
  { map, shape }: Pick<ResolvedTable, 'map' | 'shape'>,
  { column, alias }: { readonly column: ColumnMap; readonly alias: string },
): ResolvedColumn {
  const actual = requiredColumn(shape, column.column)
  return {
    map: column,
    shape: actual,
    alias,
    redact: column.redact ?? (actual.family === 'text' ? 'mask' : 'null'),
    ...(column.otherEnd === undefined ? {} : { otherEnd: requiredColumn(shape, column.otherEnd) }),
    ...indexLead(database, shape, actual, map.tenant),
  }
}
