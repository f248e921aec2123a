/** The tables of one Reporting Server as they are here: what the catalogue has, read as the settings say. */

import type { Target } from '../../domain/finding.ts'
import type { Tenant } from '../../domain/product.ts'
import type { Database } from '../../platform/sql/database.ts'
import { noLongerNamed } from '../../platform/sql/engine/failures.ts'
import { requireTable, type ResolvedColumn, type ResolvedTable } from '../../platform/sql/engine/resolved.ts'
import type { ColumnMap, TableMap } from '../../platform/sql/engine/table-map.ts'
import type { Clock } from '../../platform/time/clock.ts'
import { noColumns, severalTenants } from './failures.ts'
import type { VoicePlatformSettings } from './settings.ts'
import { documentedSessionColumn, sessionTables, type SessionTable, type TableRole } from './tables.ts'

export interface VoiceSite {
  readonly database: Database
  readonly settings: VoicePlatformSettings
  readonly tenant: Tenant
  readonly clock: Clock
  /** How many tenants of the settings use the database. */
  readonly tenantsUsing: number
}

export interface VoiceTable {
  readonly role: TableRole
  readonly table: ResolvedTable
}

/** Call records first: whose a session is, is known before what hangs on it is read. */
export async function voiceTables(site: VoiceSite): Promise<readonly VoiceTable[]> {
  if (site.tenantsUsing > 1 && (site.settings.tenant ?? null) === null) throw severalTenants()
  const tables: VoiceTable[] = []
  for (const { role, map } of await voiceMaps(site))
    tables.push({ role, table: await requireTable(site.database, map) })
  return tables
}

export interface SessionColumn {
  readonly one: VoiceTable
  readonly column: ResolvedColumn
}

export function placeIn(tables: readonly VoiceTable[], target: Target): SessionColumn {
  const one = tables.find(({ table }) => table.map.table === target.table)
  const column = one?.table.columns.find(({ map }) => map.column === target.column)
  if (one === undefined || column === undefined) throw noLongerNamed(target)
  return { one, column }
}

/** A table that is missing keeps its map: whoever looks for it tells. */
export async function voiceMaps(
  site: VoiceSite,
): Promise<readonly { readonly role: TableRole; readonly map: TableMap }[]> {
  const { exclude = [] } = site.settings
  const wanted = sessionTables.filter(({ table }) => !exclude.includes(table))
  return await Promise.all(wanted.map(async (one) => ({ role: one.role, map: await mapOf(site, one) })))
}

async function mapOf({ database, settings }: VoiceSite, { table, role, columns }: SessionTable): Promise<TableMap> {
  const key = settings.sessionColumn ?? documentedSessionColumn
  const tenant = role === 'record' ? (settings.tenant ?? null) : null
  const map = { table, key: [key], together: true, tenant, excludable: true } as const
  const shape = await database.describe(table)
  if (shape === null) return { ...map, columns: [] }
  const others = [key, tenant?.column ?? key].map((name) => name.toUpperCase())
  const named =
    settings.columns?.[table] ??
    [...shape.columns.values()]
      .filter(({ name, family }) => family === 'text' && columns.test(name) && !others.includes(name.toUpperCase()))
      .map(({ name }) => name)
  if (named.length === 0) throw noColumns(table)
  return { ...map, columns: named.map((column) => ({ column, ...readings[role] })) }
}

const readings: Readonly<Record<TableRole, Omit<ColumnMap, 'column'>>> = {
  record: { identifies: ['phone'], comesWithRow: false, kind: 'uri' },
  detail: { identifies: ['phone'], comesWithRow: true, kind: 'text' },
  event: { identifies: ['phone'], comesWithRow: false, kind: 'text' },
}
