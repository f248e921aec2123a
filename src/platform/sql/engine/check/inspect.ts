/** Looks before the leap: tables, columns, rights, and whether what is to be written fits. */

import type { Complaint } from '../../../../domain/product.ts'
import type { Database } from '../../database.ts'
import { remedyOf, sentenceOf } from './missing.ts'
import { copiesOf, lossyIn, triedObstacles, unchangeable } from './obstacles.ts'
import { probeTable } from './probe.ts'
import { joinedIn, missingOnTheWay, missingRights, rightsOn, type Joined } from './rights.ts'
import { bySpelling, idleIndexes, scans, type ScanInspection } from './scans.ts'
import { keysWithSeveralRows } from '../unique-key.ts'
import { resolveTable, type ResolvedColumn, type ResolvedTable } from '../resolved.ts'
import type { TableSearch, TableMap } from '../table-map.ts'

export interface Inspection extends ScanInspection {
  readonly forAction: 'export' | 'forget'
}

/** Everything that would keep these searches from being complete, or their redaction from fitting. */
export async function inspectTables(
  database: Database,
  searches: readonly TableSearch[],
  inspection: Inspection,
): Promise<readonly Complaint[]> {
  const complaints: Complaint[] = []
  const maps = new Map<string, TableMap>()
  const joined = joinedIn(searches)
  for (const search of searches) {
    maps.set(search.map.table, search.map)
    for (const reach of search.reaches) if (!maps.has(reach.to.table)) maps.set(reach.to.table, reach.to)
    complaints.push(...(await missingOnTheWay(database, search, joined)))
  }
  for (const map of maps.values()) complaints.push(...(await inspectTable(database, map, { ...inspection, joined })))
  // Several ways may lead through one table.
  return [...new Map(complaints.map((one) => [JSON.stringify(one), one])).values()]
}

async function inspectTable(
  database: Database,
  map: TableMap,
  inspection: Inspection & { readonly joined: Joined },
): Promise<readonly Complaint[]> {
  const table = await resolveTable(database, map)
  if (!('shape' in table)) {
    return [{ severity: 'error', place: map.table, message: sentenceOf(table), remedy: remedyOf(table) }]
  }
  const forget = inspection.forAction === 'forget'
  const rights = await rightsOn(database, table, { joined: inspection.joined, forget })
  return [
    ...(forget ? unchangeable(table) : []),
    ...missingRights(database, table, rights, forget),
    ...(rights.select ? await ambiguousKey(database, table) : []),
    ...(forget ? table.columns.flatMap((column) => unfitting(table, column)) : []),
    ...(inspection.fullScan === 'allow' ? [] : scans(database, table, inspection)),
    ...(rights.select && inspection.fullScan !== 'allow' ? await idleIndexes(database, table, inspection) : []),
    ...bySpelling(table),
    ...lossyIn(table),
    ...(forget ? copiesOf(table) : []),
    ...(await triedObstacles(database, table, { rights, forget })),
    ...(rights.select ? await probeTable(database, table) : []),
  ]
}

/** Of a larger table nobody waits for all keys to be compared. */
const mostRowsCompared = 200_000

/** Read whole only where that is little; elsewhere each recorded row is asked for before it is changed. */
async function ambiguousKey(database: Database, table: ResolvedTable): Promise<readonly Complaint[]> {
  if (table.keyIsUnique || table.map.together === true) return []
  const place = table.map.table
  const key = (table.map.key ?? []).map((name) => `\`${name}\``).join(', ')
  const keys = table.rows !== null && table.rows <= mostRowsCompared ? await keysWithSeveralRows(database, table) : 0
  if (keys === 0) {
    const message = `no unique index holds the \`key\` ${key}: a forget stops at the first key that names several rows; add such an index, or set another \`key\``
    return [{ severity: 'warning', place, message, remedy: null }]
  }
  const message = `the \`key\` ${key} names several rows in ${keys} case(s); name columns that are unique together as its \`key\``
  return [{ severity: 'error', place, message, remedy: null }]
}

/** A redaction that cannot be written: found before the first row is changed. */
function unfitting(table: ResolvedTable, column: ResolvedColumn): readonly Complaint[] {
  const place = `${table.map.table}.${column.map.column}`
  const complain = (message: string): readonly Complaint[] => [{ severity: 'error', place, message, remedy: null }]
  const { redact, shape } = column
  if (redact === 'keep' || redact === 'delete') return []
  if (redact === 'null') {
    return shape.nullable ? [] : complain(`\`${place}\` does not accept NULL; set another \`redact\` for it`)
  }
  if (shape.family !== 'text') {
    return complain(`\`${place}\` is no text column and cannot take a placeholder; set \`redact: null\` for it`)
  }
  if (shape.length !== null && shape.length < (redact === 'mask' ? 1 : 12)) {
    return complain(`\`${place}\` is too short for the placeholder; set \`redact: null\` or \`delete\` for it`)
  }
  const unique = table.shape.indexes.some((index) => index.unique && index.columns.includes(shape.name))
  return unique && redact === 'mask'
    ? complain(
        `\`${place}\` is part of a unique index, which equal placeholders would break; set \`redact: delete\` for it`,
      )
    : []
}
