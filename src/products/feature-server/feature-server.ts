/** SIP Feature Server: voicemail by the caller's number, through the vendor's own tasks. */

import type { Product } from '../../domain/product.ts'
import type { Tools } from '../../platform/tools.ts'
import { folderSession } from './folder/session.ts'
import { documentedTtlDays, featureServerSchema, problemsOf, type FeatureServerSettings } from './settings.ts'

export const featureServer: Product<Tools, FeatureServerSettings> = {
  id: 'feature-server',
  title: 'SIP Feature Server',
  settingsSchema: featureServerSchema,
  checkSettings: (settings, _databases, isInbox = () => false) => problemsOf(settings, isInbox),
  placeOf: ({ folder: { requests, recordings } }) => ({ requests, recordings }),
  open: async ({ folder, ttlDays = documentedTtlDays }, tenant, tools) =>
    folderSession({ folder, ttlDays }, tenant, tools),
}
