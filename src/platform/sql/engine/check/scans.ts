/** What reading a large table whole costs, and what searching it by an index leaves out, as complaints. */

import type { IdentifierKind } from '../../../../domain/identifier.ts'
import type { Complaint } from '../../../../domain/product.ts'
import type { Database } from '../../database.ts'
import { conditionsOn } from '../conditions/condition.ts'
import { groupsOf, type ColumnGroup } from '../conditions/groups.ts'
import { indexStatement, isLed } from '../conditions/index-lead.ts'
import { ofTenant, searched } from '../predicate.ts'
import type { ResolvedColumn, ResolvedTable } from '../resolved.ts'
import type { FullScanPolicy } from '../table-map.ts'
import { selectFrom } from '../table-rows.ts'
import { trialNeedles } from './probe.ts'

export interface ScanInspection {
  readonly fullScan: FullScanPolicy
  /** A table is large, for `fullScan`, above so many rows. */
  readonly fullScanRows: number
}

/** Cautious: a server at hand reads some millions (`docs/performance.md`). */
const rowsPerSecond = 100_000

/** An index is advised only where a statement would go by it. */
export function scans(database: Database, table: ResolvedTable, inspection: ScanInspection): readonly Complaint[] {
  const { rows } = table
  if (rows === null || rows <= inspection.fullScanRows) return []
  const severity = inspection.fullScan === 'refuse' ? ('error' as const) : ('warning' as const)
  const cost = `the whole table of about ${rows} rows is read in each pass: about ${minutesFor(rows)} minute(s)`
  const read = columnsIn(table, 'read')
  const unled = columnsIn(table, 'written').flatMap((column) =>
    missingLeads(column).map((kind) => ({
      severity,
      place: `${table.map.table}.${column.map.column}`,
      message: `no index leads to \`${column.map.column}\`${kind === 'email' ? ' for addresses in whichever case' : ''}: ${cost}`,
      remedy: indexStatement(database, table.shape, column.shape, kind),
    })),
  )
  if (read.length === 0) return unled
  const names = read.map(({ map }) => `\`${map.column}\``).join(', ')
  const message = `${cost}, since ${names} may be spelled in any way; where that is too long, \`match: written\` and an index search for usual spellings only`
  return [{ severity, place: table.map.table, message, remedy: null }, ...unled]
}

function minutesFor(rows: number): number {
  return Math.max(1, Math.ceil(rows / rowsPerSecond / 60))
}

/**
 * An index that stands there and that the database does not go by: another collation, a cast, a type that is compared as
 * another one. It is asked with the very statements of a search.
 */
export async function idleIndexes(
  database: Database,
  table: ResolvedTable,
  { fullScan, fullScanRows }: ScanInspection,
): Promise<readonly Complaint[]> {
  const { rows } = table
  if (rows === null || rows <= fullScanRows) return []
  const severity = fullScan === 'refuse' ? ('error' as const) : ('warning' as const)
  const complaints: Complaint[] = []
  for (const column of columnsIn(table, 'led')) {
    for (const kind of column.map.identifies.filter((one) => isLed(column, one))) {
      if (await isGoneBy(database, table, column, kind)) continue
      const message = `an index leads to \`${column.map.column}\`, and the database does not go by it to find a value: the whole table of about ${rows} rows is read in each pass: about ${minutesFor(rows)} minute(s); it has another collation or type than the column, or is not valid: have it made as below`
      const place = `${table.map.table}.${column.map.column}`
      complaints.push({ severity, place, message, remedy: indexStatement(database, table.shape, column.shape, kind) })
    }
  }
  return complaints
}

async function isGoneBy(
  database: Database,
  table: ResolvedTable,
  column: ResolvedColumn,
  kind: IdentifierKind,
): Promise<boolean> {
  const named = selectFrom({ database, wholeRows: false }, table, []).where(ofTenant(database, table, searched))
  for (const condition of conditionsOn(database, column, trialNeedles([kind]), 'led')) {
    const query = named.clone().where(condition(database.knex))
    if ((await database.run((knex) => database.dialect.goesByIndex(knex, query))) === false) return false
  }
  return true
}

/** One kind for each index: all but addresses are compared as they are. */
function missingLeads(column: ResolvedColumn): readonly IdentifierKind[] {
  const unled = column.map.identifies.filter((kind) => !isLed(column, kind))
  const plain = unled.find((kind) => kind !== 'email')
  return [...(plain === undefined ? [] : [plain]), ...(unled.includes('email') ? (['email'] as const) : [])]
}

/** The operator's choice for a busy table: every answer that rests on it says so. */
export function bySpelling(table: ResolvedTable): readonly Complaint[] {
  const columns = new Set([...columnsIn(table, 'written'), ...columnsIn(table, 'led')])
  const inOrder = table.columns.filter((column) => columns.has(column))
  return inOrder.map((column) => ({
    severity: 'warning',
    place: `${table.map.table}.${column.map.column}`,
    message: `\`${column.map.column}\` is searched for the usual spellings only (\`match: written\`): what is written otherwise, wrapped or listed is not found; leave out \`match\` to read every spelling`,
    remedy: null,
    usualSpellingsOf: column.map.identifies,
  }))
}

function columnsIn(table: ResolvedTable, comparison: ColumnGroup['comparison']): readonly ResolvedColumn[] {
  return groupsOf(table)
    .filter((group) => group.comparison === comparison)
    .flatMap((group) => group.columns)
}
