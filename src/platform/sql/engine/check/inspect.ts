/** Looks before the leap: tables, columns, rights, and whether what is to be written fits. */

import type { Complaint } from '../../../../domain/product.ts'
import { columnOf, type TableShape } from '../../catalogue.ts'
import type { Database } from '../../database.ts'
import type { Rights } from '../../dialect.ts'
import { missingTable, obstacleIn, remedyOf, sentenceOf, type Missing } from './missing.ts'
import { copiesOf, lossyIn, triedObstacles, unchangeable, writtenIn } from './obstacles.ts'
import { probeTable } from './probe.ts'
import { bySpelling, scans, type ScanInspection } from './scans.ts'
import { keysWithSeveralRows } from '../unique-key.ts'
import { resolveTable, type ResolvedColumn, type ResolvedTable } from '../resolved.ts'
import type { Hop, TableSearch, TableMap } from '../table-map.ts'

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
  for (const search of searches) {
    maps.set(search.map.table, search.map)
    for (const reach of search.reaches) if (!maps.has(reach.to.table)) maps.set(reach.to.table, reach.to)
    complaints.push(...(await missingOnTheWay(database, search)))
  }
  for (const map of maps.values()) complaints.push(...(await inspectTable(database, map, inspection)))
  return complaints
}

async function inspectTable(database: Database, map: TableMap, inspection: Inspection): Promise<readonly Complaint[]> {
  const table = await resolveTable(database, map)
  if (!('shape' in table)) {
    return [{ severity: 'error', place: map.table, message: sentenceOf(table), remedy: remedyOf(table) }]
  }
  const forget = inspection.forAction === 'forget'
  const rights = await database.run((knex) => database.dialect.rights(knex, table.shape, writtenIn(table)))
  return [
    ...(forget ? unchangeable(table) : []),
    ...missingRights(database, table, rights, forget),
    ...(await ambiguousKey(database, table)),
    ...(forget ? table.columns.flatMap((column) => unfitting(table, column)) : []),
    ...(inspection.fullScan === 'allow' ? [] : scans(database, table, inspection)),
    ...bySpelling(table),
    ...lossyIn(table),
    ...(forget ? copiesOf(table) : []),
    ...(await triedObstacles(database, table, { rights, forget })),
    ...(rights.select ? await probeTable(database, table) : []),
  ]
}

async function missingOnTheWay(database: Database, search: TableSearch): Promise<readonly Complaint[]> {
  const complaints: Complaint[] = []
  for (const hop of search.reaches.flatMap((reach) => reach.hops)) {
    const missing = missingIn(await database.describe(hop.table), hop)
    if (missing === null) continue
    complaints.push({
      severity: 'error',
      place: hop.table,
      message: sentenceOf([missing]),
      remedy: missing.obstacle?.remedy ?? null,
    })
  }
  return complaints
}

function missingIn(shape: TableShape | null, hop: Hop): Missing | null {
  const { table, on } = hop
  if (shape === null) return missingTable(hop)
  const obstacle = obstacleIn(shape)
  if (obstacle !== null) return { table, column: null, obstacle }
  return columnOf(shape, on.to) === null ? { table, column: on.to } : null
}

function missingRights(
  database: Database,
  table: ResolvedTable,
  rights: Rights,
  forget: boolean,
): readonly Complaint[] {
  const written = writtenIn(table)
  const redactions = table.columns.map((column) => column.redact)
  const needed = [
    { right: 'SELECT' as const, held: rights.select, needed: true },
    {
      right: 'UPDATE' as const,
      held: rights.update,
      needed: forget && written.length > 0,
    },
    { right: 'DELETE' as const, held: rights.delete, needed: forget && redactions.includes('delete') },
  ]
  return needed
    .filter((one) => one.needed && !one.held)
    .map(({ right }) => ({
      severity: 'error',
      place: table.map.table,
      message: `the login lacks the right ${right} on \`${table.map.table}\`; let the DBA grant it`,
      remedy: database.dialect.grant({
        right,
        table: table.shape,
        columns: right === 'UPDATE' ? written.map(({ name }) => name) : [],
        login: database.login ?? 'lethe',
      }),
    }))
}

/** Of a larger table nobody waits for all keys to be compared. */
const mostRowsCompared = 200_000

/** Read whole only where that is little; elsewhere each recorded row is asked for before it is changed. */
async function ambiguousKey(database: Database, table: ResolvedTable): Promise<readonly Complaint[]> {
  if (table.keyIsUnique) return []
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
