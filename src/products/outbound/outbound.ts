/** Genesys Outbound Contact: calling lists, do-not-call lists, request logs. */

import type { Product } from '../../domain/product.ts'
import type { Tools } from '../../platform/tools.ts'
import { listProblems } from './lists.ts'
import { outboundSchema, type OutboundSettings } from './settings.ts'

export const outbound: Product<Tools, OutboundSettings> = {
  id: 'outbound',
  title: 'Genesys Outbound Contact',
  datesRows: true,
  settingsSchema: outboundSchema,
  checkSettings: listProblems,
  open: async (settings, tenant, tools) => (await import('./session.ts')).openOutbound(settings, tenant, tools),
}
