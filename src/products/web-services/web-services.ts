/** Genesys Web Services & Applications: personal favorites and recents of Workspace Web Edition, through its settings API. */

import type { Product } from '../../domain/product.ts'
import type { Tools } from '../../platform/tools.ts'
import { webServicesSchema } from './settings-schema.ts'
import { problemsOf, type WebServicesSettings } from './settings.ts'

export const webServices: Product<Tools, WebServicesSettings> = {
  id: 'web-services',
  title: 'Genesys Web Services & Applications',
  placesMove: true,
  settingsSchema: webServicesSchema,
  checkSettings: problemsOf,
  placeOf: ({ baseUrl }) => baseUrl,
  // The HTTP library is loaded only where a site has this product.
  open: async (settings, _tenant, { clock }) => (await import('./session.ts')).openFavorites(settings, clock),
}
