/** Genesys Outbound Contact: calling lists, do-not-call lists, request logs. */

import type { Product } from '../../domain/product.ts'
import { pseudonym } from '../../platform/crypto/pseudonym.ts'
import { tableSession } from '../../platform/sql/engine/table-session.ts'
import type { Tools } from '../../platform/tools.ts'
import { listProblems } from './lists.ts'
import { searchesOf } from './searches.ts'
import { outboundSchema, type OutboundSettings } from './settings.ts'

export const outbound: Product<Tools, OutboundSettings> = {
  id: 'outbound',
  title: 'Genesys Outbound Contact',
  datesRows: true,
  settingsSchema: outboundSchema,
  checkSettings: listProblems,
  open: async (settings, tenant, tools) =>
    tableSession(
      {
        database: await tools.database(settings.database),
        searches: searchesOf(settings),
        pseudonymOf: pseudonym,
        rules: tenant,
        timeZone: tenant.timeZone,
      },
      settings,
    ),
}
