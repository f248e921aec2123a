/** Genesys Voice Platform: sessions of the Reporting Server, by the numbers at both ends of their calls. */

import type { Product } from '../../domain/product.ts'
import type { Tools } from '../../platform/tools.ts'
import { voicePlatformSchema, type VoicePlatformSettings } from './settings.ts'

export const voicePlatform: Product<Tools, VoicePlatformSettings> = {
  id: 'voice-platform',
  title: 'Genesys Voice Platform',
  settingsSchema: voicePlatformSchema,
  placeOf: ({ database, folders = [] }) => (folders.length === 0 ? null : { database, folders }),
  open: async (settings, tenant, tools) => (await import('./session.ts')).openVoicePlatform(settings, tenant, tools),
}
