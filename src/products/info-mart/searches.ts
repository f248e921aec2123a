/** Which tables a session searches under its settings, and where matched rows lead. */

import { StepFailed } from '../../domain/errors.ts'
import type { IdentifierKind } from '../../domain/identifier.ts'
import type { Tenant } from '../../domain/product.ts'
import type { ColumnMap, Search, TableMap, TenantBinding } from '../../platform/sql/engine/table-map.ts'
import { excludedBy } from './excluded.ts'
import { userDataReaches } from './reaches.ts'
import type { InfoMartSettings } from './settings.ts'
import { consumerTables, employeeTables, siteTables, type Documented } from './tables.ts'

/** Where user data can be: table → column → the keys stored in it, as CTL_UD_TO_UDE_MAPPING has it. */
export type UserDataColumns = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>

/** Kinds that lead to a row in a table of this site. */
export function kindsSearched(settings: InfoMartSettings): readonly IdentifierKind[] {
  return [...new Set(tablesOf(settings).flatMap(({ columns }) => columns.flatMap(({ identifies }) => identifies)))]
}

/** A table in which nobody can be found any more is left out as a whole: its other columns only come with a match. */
function tablesOf(settings: InfoMartSettings): readonly Documented[] {
  const excluded = excludedBy(settings.exclude)
  const enabled = siteTables.filter((map) => settings.siteTables?.[map.table] !== undefined)
  return [...consumerTables, ...employeeTables, ...enabled]
    .map((map) => ({ ...map, columns: map.columns.filter(({ column }) => !excluded.column(map.table, column)) }))
    .filter((map) => !excluded.table(map.table) && map.columns.some(({ identifies }) => identifies.length > 0))
}

export function searchesOf(settings: InfoMartSettings, tenant: Tenant, userData: UserDataColumns): readonly Search[] {
  const targets = userDataMaps(settings, tenant, userData)
  return tablesOf(settings).map((map) => ({
    map: tableMap(map, settings, tenant),
    reaches: userDataReaches(map.table, targets, settings),
  }))
}

/** Rows of user data; also used for what was recorded before the mapping changed. */
export function userDataMap(
  settings: InfoMartSettings,
  tenant: Tenant,
  table: string,
  columns: Iterable<readonly [column: string, keys: readonly string[]]>,
): TableMap {
  return {
    table,
    excludable: true,
    key: ['INTERACTION_RESOURCE_ID'],
    tenant: { column: 'TENANT_KEY', value: tenant.tenantKey },
    columns: [...columns].map(([column, attachedKeys]) =>
      adjusted({ column, identifies: [], comesWithRow: true, attachedKeys }, table, settings),
    ),
  }
}

function userDataMaps(settings: InfoMartSettings, tenant: Tenant, userData: UserDataColumns): readonly TableMap[] {
  return [...userData].map(([table, columns]) => userDataMap(settings, tenant, table, columns))
}

function tableMap(documented: Documented, settings: InfoMartSettings, tenant: Tenant): TableMap {
  const { tenantColumn, ...map } = documented
  const key = settings.siteTables?.[map.table]?.key ?? map.key
  const recordFields = map.table === 'CONTACT_ATTEMPT_FACT' ? recordFieldColumns(settings) : []
  return {
    ...map,
    excludable: true,
    ...(key === undefined ? {} : { key }),
    tenant: tenantBinding(map.table, tenantColumn, settings, tenant),
    columns: [...map.columns, ...recordFields].map((column) => adjusted(column, map.table, settings)),
  }
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
function tenantBinding(
  table: string,
  column: Documented['tenantColumn'],
  settings: InfoMartSettings,
  tenant: Tenant,
): TenantBinding | null {
  if (column === 'TENANT_KEY') return { column, value: tenant.tenantKey }
  if (column === 'TENANTID') {
    if (settings.tenantDbid !== undefined) return { column, value: settings.tenantDbid }
    throw unbound(table, 'set `tenantDbid`')
  }
  const perSite = settings.siteTables?.[table]?.tenantColumn
  if (perSite === undefined) {
    throw unbound(table, `set \`siteTables.${table}.tenantColumn\` (null when it holds this tenant only)`)
  }
  return perSite === null ? null : { column: perSite, value: tenant.tenantKey }
}

function unbound(table: string, step: string): StepFailed {
  return new StepFailed('missing-column', `no tenant is known for \`${table}\`; ${step}, or list it in \`exclude\``, {
    retryable: false,
  })
}

function adjusted(column: ColumnMap, table: string, settings: InfoMartSettings): ColumnMap {
  const place = `${table}.${column.column}`
  const redact = settings.redact?.[place]
  const match = settings.match?.[place]
  return { ...column, ...(redact === undefined ? {} : { redact }), ...(match === undefined ? {} : { match }) }
}
