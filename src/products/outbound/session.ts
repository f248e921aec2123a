/** Opened lists and logs of Outbound Contact: a product of tables. */

import type { ProductSession, Tenant } from '../../domain/product.ts'
import { pseudonym } from '../../platform/crypto/pseudonym.ts'
import { tableSession } from '../../platform/sql/engine/table-session.ts'
import type { Tools } from '../../platform/tools.ts'
import { searchesOf } from './searches.ts'
import type { OutboundSettings } from './settings.ts'

export async function openOutbound(settings: OutboundSettings, tenant: Tenant, tools: Tools): Promise<ProductSession> {
  const database = await tools.database(settings.database)
  return tableSession(
    { database, searches: searchesOf(settings), pseudonymOf: pseudonym, rules: tenant, timeZone: tenant.timeZone },
    settings,
  )
}
