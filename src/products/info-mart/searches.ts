/** Which tables a session searches under its settings, and where matched rows lead. */

import type { IdentifierKind } from '../../domain/identifier.ts'
import type { Tenant } from '../../domain/product.ts'
import type { ColumnMap, RowTime, TableSearch, TableMap, TenantBinding } from '../../platform/sql/engine/table-map.ts'
import { foldKey } from '../../platform/match/attached-key.ts'
import { excludedBy } from './excluded.ts'
import { userDataReaches } from './reaches.ts'
import { defaultPeopleKeys, type InfoMartSettings, type UnassignedRule } from './settings.ts'
import { consumerTables, employeeTables, siteTables, type Documented } from './tables.ts'
import { unboundTable } from './failures.ts'

/** Where user data can be: table → column → the keys stored in it, as CTL_UD_TO_UDE_MAPPING has it. */
export type UserDataColumns = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>

/** An entry of the settings, whose it is, and what it makes of rows without a tenant. */
export interface SiteOfTenant {
  readonly settings: InfoMartSettings
  readonly tenant: Tenant
  readonly unassigned: UnassignedRule
}

/** Kinds that lead to a row in a table of this site. */
export function kindsSearched(settings: InfoMartSettings): readonly IdentifierKind[] {
  return [...new Set(tablesOf(settings).flatMap(({ columns }) => columns.flatMap(({ identifies }) => identifies)))]
}

/** A table in which nobody can be found any more is left out as a whole: its other columns only come with a match. */
function tablesOf(settings: InfoMartSettings): readonly Documented[] {
  const excluded = excludedBy(settings.exclude)
  const enabled = siteTables.filter((map) => settings.siteTables?.[map.table] !== undefined)
  return [...consumerTables, ...employeeTables, ...enabled]
    .map((map) => without(map, (column) => excluded.column(map.table, column)))
    .filter((map) => !excluded.table(map.table) && map.columns.some(({ identifies }) => identifies.length > 0))
}

function without(map: Documented, isExcluded: (column: string) => boolean): Documented {
  const columns = map.columns.filter(({ column }) => !isExcluded(column))
  return {
    ...map,
    columns: columns.map(({ otherEnd, ...column }) => {
      return otherEnd === undefined || isExcluded(otherEnd) ? column : { ...column, otherEnd }
    }),
    ...(map.people === undefined ? {} : { people: map.people.filter((column) => !isExcluded(column)) }),
  }
}

export function searchesOf(site: SiteOfTenant, userData: UserDataColumns): readonly TableSearch[] {
  const { settings } = site
  const targets = [...userData].map(([table, columns]) => userDataMap(site, table, columns))
  return tablesOf(settings).map((map) => ({
    map: tableMap(map, site),
    reaches: userDataReaches(map.table, targets, settings),
  }))
}

/** Rows of user data; also used for what was recorded before the mapping changed. */
export function userDataMap(
  site: SiteOfTenant,
  table: string,
  columns: Iterable<readonly [column: string, keys: readonly string[]]>,
): TableMap {
  const mapped = [...columns]
  return {
    table,
    excludable: true,
    key: ['INTERACTION_RESOURCE_ID'],
    tenant: byTenantKey('TENANT_KEY', site),
    columns: mapped.map(([column, attachedKeys]) =>
      adjusted({ column, identifies: [], comesWithRow: true, attachedKeys }, table, site.settings),
    ),
    people: mapped.filter(([, keys]) => keys.some(tellsApart(site.settings))).map(([column]) => column),
  }
}

function tableMap(documented: Documented, site: SiteOfTenant): TableMap {
  const { settings } = site
  const { tenantColumn, time: documentedTime, ...map } = documented
  const key = settings.siteTables?.[map.table]?.key ?? map.key
  const recordFields = map.table === 'CONTACT_ATTEMPT_FACT' ? recordFieldColumns(settings) : []
  return {
    ...map,
    excludable: true,
    ...(key === undefined ? {} : { key }),
    ...timeOf(settings.times?.[map.table], documentedTime),
    tenant: tenantBinding(map.table, tenantColumn, site),
    columns: [...map.columns, ...recordFields].map((column) => adjusted(column, map.table, settings)),
    people: [
      ...(map.people ?? []),
      ...recordFields
        .filter(({ attachedKeys = [] }) => attachedKeys.some(tellsApart(settings)))
        .map(({ column }) => column),
    ],
  }
}

function timeOf(own: RowTime | null | undefined, documented: RowTime | undefined): Pick<TableMap, 'time'> {
  const time = own === undefined ? documented : own
  return time === null || time === undefined ? {} : { time }
}

/** Whether a key of attached data holds another value for everybody. */
function tellsApart({ peopleKeys = defaultPeopleKeys }: InfoMartSettings): (key: string) => boolean {
  const bare = (key: string): string => foldKey(key).replace(/[^\p{L}\p{N}]/gu, '')
  const named = new Set(peopleKeys.map(bare))
  return (key) => named.has(bare(key))
}

function recordFieldColumns(settings: InfoMartSettings): readonly ColumnMap[] {
  const excluded = excludedBy(settings.exclude)
  const fields = Object.entries(settings.recordFields ?? {})
  const there = fields.filter(([, column]) => !excluded.column('CONTACT_ATTEMPT_FACT', column))
  return there.map(([key, column]) => ({
    column,
    identifies: [],
    comesWithRow: true,
    attachedKeys: [key],
  }))
}

/** The same number in another tenant's rows must stay, so a table without a known tenant column is never searched blindly. */
function tenantBinding(table: string, column: Documented['tenantColumn'], site: SiteOfTenant): TenantBinding | null {
  const { settings } = site
  if (column === 'TENANT_KEY') return byTenantKey(column, site)
  if (column === 'TENANTID') {
    if (settings.tenantDbid !== undefined) return { column, value: settings.tenantDbid }
    throw unboundTable(table, 'set `tenantDbid`')
  }
  const perSite = settings.siteTables?.[table]?.tenantColumn
  if (perSite === undefined) {
    throw unboundTable(table, `set \`siteTables.${table}.tenantColumn\` (null when it holds this tenant only)`)
  }
  return perSite === null ? null : byTenantKey(perSite, site)
}

function byTenantKey(column: string, { tenant, unassigned }: SiteOfTenant): TenantBinding {
  return { column, value: tenant.tenantKey, ...(unassigned === 'ignore' ? {} : { unassigned }) }
}

function adjusted(column: ColumnMap, table: string, settings: InfoMartSettings): ColumnMap {
  const place = `${table}.${column.column}`
  const redact = settings.redact?.[place]
  const match = settings.match?.[place]
  return { ...column, ...(redact === undefined ? {} : { redact }), ...(match === undefined ? {} : { match }) }
}
