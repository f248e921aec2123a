/** What the database keeps from being changed, what it hides, and what it keeps elsewhere, as complaints. */

import type { IdentifierKind } from '../../../../domain/identifier.ts'
import type { Complaint } from '../../../../domain/product.ts'
import type { ColumnShape, Obstacle } from '../../catalogue.ts'
import type { Database } from '../../database.ts'
import type { Rights } from '../../rights.ts'
import type { ResolvedTable } from '../resolved.ts'

export function unchangeable({ map, shape, columns }: ResolvedTable): readonly Complaint[] {
  const changed = columns.filter(({ redact }) => redact !== 'keep')
  if (changed.length === 0) return []
  const written = changed.filter(({ redact }) => redact !== 'delete')
  const places = [
    { place: map.table, obstacle: shape.obstacle },
    ...written.map((column) => ({ place: `${map.table}.${column.map.column}`, obstacle: column.shape.obstacle })),
  ]
  return places.flatMap(({ place, obstacle }) => {
    if (obstacle?.to !== 'change') return []
    return [complaintOf(place, obstacle)]
  })
}

/** Only what the login may do is tried. */
export async function triedObstacles(
  { dialect, run, login }: Database,
  table: ResolvedTable,
  { rights, forget }: { readonly rights: Rights; readonly forget: boolean },
): Promise<readonly Complaint[]> {
  if (!rights.select) return []
  const deletes = table.columns.some(({ redact }) => redact === 'delete')
  const use = {
    written: forget && rights.update ? writtenIn(table) : [],
    deleted: forget && rights.delete && deletes,
    login: login ?? 'lethe',
  }
  const obstacles = await run((knex) => dialect.tryTable(knex, table.shape, use))
  return obstacles.map((obstacle) => complaintOf(table.map.table, obstacle))
}

/** Redacted rows are not all there is: the operator should know what else holds them. */
export function copiesOf({ map, shape }: ResolvedTable): readonly Complaint[] {
  return (shape.copies ?? []).map((copy) => {
    const message = `\`${map.table}\` ${copy}; what stands there is not covered`
    return { severity: 'warning', place: map.table, message, remedy: null }
  })
}

/** Only a text in letters can be one that gets lost. */
const inDigits: readonly IdentifierKind[] = ['phone', 'ipaddr']

export function lossyIn({ map, columns }: ResolvedTable): readonly Complaint[] {
  return columns.flatMap((column): readonly Complaint[] => {
    const { reachedThrough } = column.shape
    if (reachedThrough === undefined || column.map.identifies.every((kind) => inDigits.includes(kind))) return []
    const place = `${map.table}.${column.map.column}`
    const message = `\`${place}\` holds any character, and texts reach it through the character set ${reachedThrough}: whoever has another one in a name or address is not found in it`
    return [{ severity: 'warning', place, message, remedy: null }]
  })
}

function complaintOf(place: string, { message, remedy }: Obstacle): Complaint {
  return { severity: 'error', place, message: `\`${place}\` ${message}`, remedy: remedy ?? null }
}

/** Columns that an UPDATE of ours would name. */
export function writtenIn({ columns }: ResolvedTable): readonly ColumnShape[] {
  return columns.filter(({ redact }) => redact !== 'keep' && redact !== 'delete').map(({ shape }) => shape)
}
