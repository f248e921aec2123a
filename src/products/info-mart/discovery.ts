/** What the database has of the tables that no source documents: a line for the settings that switches each on. */

import type { Complaint } from '../../domain/product.ts'
import { columnOf, type TableShape } from '../../platform/sql/catalogue.ts'
import type { Database } from '../../platform/sql/database.ts'
import type { Excluded } from './excluded.ts'
import type { InfoMartSettings } from './settings.ts'
import { mediationSegments } from './reaches.ts'
import { siteTables, type Documented } from './tables.ts'

/** A warning for each that is there, and neither switched on nor excluded. */
export async function discoveredTables(
  database: Database,
  settings: InfoMartSettings,
  excluded: Excluded,
): Promise<readonly Complaint[]> {
  const found: Complaint[] = []
  for (const map of siteTables) {
    if (excluded.table(map.table) || settings.siteTables?.[map.table] !== undefined) continue
    const shape = await database.describe(map.table)
    if (shape !== null) found.push(warningOf(map, shape))
  }
  return found
}

/** A table on the way to attached data alone: without it a search for attached data fails. */
export async function missingWays(database: Database, excluded: Excluded): Promise<readonly Complaint[]> {
  if (excluded.table(mediationSegments) || (await database.describe(mediationSegments)) !== null) return []
  const message = `\`${mediationSegments}\` is missing: what names keys of \`kvlist\` cannot be searched; grant the right to read it, or leave it out with \`exclude: [${mediationSegments}]\``
  return [{ severity: 'warning', place: mediationSegments, message, remedy: null }]
}

function warningOf(map: Documented, shape: TableShape): Complaint {
  const { table } = map
  const missing = map.columns.filter(({ column }) => columnOf(shape, column) === null)
  const tenant = columnOf(shape, 'TENANT_KEY')
  const notes = [
    `\`${table}\` is there and is not searched, since no source documents its key and tenant column; add the line below to \`siteTables\`, or list the table in \`exclude\``,
    ...(keyOf(shape, map) === null ? ['no unique index names its rows: put columns that do into `key`'] : []),
    ...(tenant === null ? ['it has no `TENANT_KEY`: null is right only where it holds this tenant alone'] : []),
    ...(missing.length === 0
      ? []
      : [`it lacks documented columns: \`exclude: [${missing.map((one) => `${table}.${one.column}`).join(', ')}]\``]),
  ]
  return { severity: 'warning', place: table, message: notes.join('; '), remedy: lineOf(map, shape) }
}

function lineOf(map: Documented, shape: TableShape): string {
  const key = keyOf(shape, map) ?? ['…']
  const tenant = columnOf(shape, 'TENANT_KEY')?.name ?? 'null'
  return `${map.table}: { key: [${key.join(', ')}], tenantColumn: ${tenant} }`
}

/** The shortest unique index that holds no column which is redacted. */
function keyOf(shape: TableShape, map: Documented): readonly string[] | null {
  const redacted = new Set(map.columns.map(({ column }) => columnOf(shape, column)?.name))
  const usable = shape.indexes.filter(({ unique, partial, columns }) => {
    const isWhole = columns.every((name) => columnOf(shape, name)?.nullable === false && !redacted.has(name))
    return unique && !partial && isWhole
  })
  const [shortest] = [...usable].sort((a, b) => a.columns.length - b.columns.length)
  return shortest?.columns ?? null
}
