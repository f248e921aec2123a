/** SIP Feature Server: voicemail by the caller's number, through the vendor's own tasks or in its store. */

import type { Product } from '../../domain/product.ts'
import type { Tools } from '../../platform/tools.ts'
import { cqlOf, storeSession } from './cassandra/session.ts'
import { storeDefaults } from './cassandra/settings.ts'
import { folderSession } from './folder/session.ts'
import { documentedTtlDays, featureServerSchema, problemsOf, type FeatureServerSettings } from './settings.ts'

export const featureServer: Product<Tools, FeatureServerSettings> = {
  id: 'feature-server',
  title: 'SIP Feature Server',
  settingsSchema: featureServerSchema,
  checkSettings: (settings, _databases, isInbox = () => false) => problemsOf(settings, isInbox),
  placeOf: ({ folder, cassandra }) => {
    if (folder !== undefined) return { requests: folder.requests, recordings: folder.recordings }
    return { master: cassandra.master, keyspace: cassandra.keyspace ?? storeDefaults.keyspace }
  },
  open: async (settings, tenant, tools) => {
    const { folder, cassandra, ttlDays = documentedTtlDays } = settings
    if (folder !== undefined) return folderSession({ folder, ttlDays }, tenant, tools)
    // The driver is loaded only where a site uses it.
    const { openCql } = await import('../../platform/cql/client.ts')
    return storeSession({ cassandra, ttlDays }, openCql(cqlOf(cassandra)), tools.clock)
  },
}
