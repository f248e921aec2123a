/** Genesys CX Insights: report caches and logs, of which nothing is one person's, and saved reports by hand. */

import type { Product } from '../../domain/product.ts'
import type { Tools } from '../../platform/tools.ts'
import { cxInsightsSchema, problemsOf, type CxInsightsSettings } from './settings.ts'
import { stepsByHand } from './steps.ts'

export const cxInsights: Product<Tools, CxInsightsSettings> = {
  id: 'cx-insights',
  title: 'Genesys CX Insights',
  settingsSchema: cxInsightsSchema,
  checkSettings: problemsOf,
  placeOf: ({ logs, purge }) => ({ logs: logs?.root ?? '', purge: purge?.command ?? [] }),
  // Purged before, the caches would be filled anew with what is still there.
  after: ['info-mart'],
  declares: stepsByHand,
  open: async (settings, _tenant, { clock }) => (await import('./session.ts')).sessionOf(settings, clock),
}
