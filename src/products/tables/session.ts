/** Opened tables of a customer's own: the maps of the settings as the engine takes them. */

import type { ProductSession, Tenant } from '../../domain/product.ts'
import { pseudonym } from '../../platform/crypto/pseudonym.ts'
import type { TableMap } from '../../platform/sql/engine/table-map.ts'
import { tableSession } from '../../platform/sql/engine/table-session.ts'
import type { Tools } from '../../platform/tools.ts'
import type { OwnTables, TableOfSite } from './settings.ts'

export async function openTables(settings: OwnTables, tenant: Tenant, tools: Tools): Promise<ProductSession> {
  const searches = settings.tables.map((table) => ({ map: tableMap(table, tenant), reaches: [] }))
  const database = await tools.database(settings.database)
  return tableSession(
    { database, searches, pseudonymOf: pseudonym, rules: tenant, timeZone: tenant.timeZone },
    settings,
  )
}

function tableMap(own: TableOfSite, tenant: Tenant): TableMap {
  const { tenant: binding, columns, ...rest } = own
  return {
    ...rest,
    tenant: binding === null ? null : { column: binding.column, value: binding.value ?? tenant.tenantKey },
    columns: columns.map((column) => ({ identifies: [], comesWithRow: false, ...column })),
  }
}
