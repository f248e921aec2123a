/** Workspace Desktop Edition: personal favorites in shared folders and annexes. Does the job of wde_gdpr_compliance.exe. */

import type { Product } from '../../domain/product.ts'
import type { Tools } from '../../platform/tools.ts'
import { readSettings, workspaceSchema, type WrittenWorkspaceSettings } from './settings.ts'
import { storageProblems } from './storage/scenarios.ts'

export const workspaceDesktop: Product<Tools, WrittenWorkspaceSettings> = {
  id: 'workspace-desktop',
  title: 'Workspace Desktop Edition',
  placesMove: true,
  settingsSchema: workspaceSchema,
  checkSettings: (written, databases) => {
    const settings = readSettings(written)
    const { annex } = settings
    const known = annex === null || databases.includes(annex.database)
    const message = 'database: `databases` declares no such database'
    return [...storageProblems(settings), ...(known ? [] : [{ pointer: '/annex/database', message }])]
  },
  placeOf: ({ recordLocation, environment, annex }) => [
    recordLocation,
    environment,
    annex?.table,
    { database: annex?.database },
  ],
  open: async (written, tenant, tools) =>
    (await import('./open-session.ts')).openSession(readSettings(written), tenant, tools),
}
