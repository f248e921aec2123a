/** Genesys Info Mart: facts about a consumer's interactions, and an employee's configuration records. */

import type { Product } from '../../domain/product.ts'
import type { Tools } from '../../platform/tools.ts'
import { infoMartSchema, type InfoMartSettings } from './settings.ts'

export const infoMart: Product<Tools, InfoMartSettings> = {
  id: 'info-mart',
  title: 'Genesys Info Mart',
  datesRows: true,
  settingsSchema: infoMartSchema,
  open: async (settings, tenant, tools) => (await import('./session.ts')).openInfoMart(settings, tenant, tools),
}
