/** Workspace Desktop Edition: personal favorites in shared folders and annexes. Does the job of wde_gdpr_compliance.exe. */

import type { Product } from '../../domain/product.ts'
import type { Tools } from '../../platform/tools.ts'
import { favoritesSession } from './session.ts'
import { readSettings, workspaceSchema, type WorkspaceSettings, type WrittenWorkspaceSettings } from './settings.ts'
import { AnnexStore } from './storage/annex-store.ts'
import { FolderStore } from './storage/folder-store.ts'
import { matchesAny } from './storage/globs.ts'
import { profileText } from './storage/profile-text.ts'
import { readRecordLocation } from './storage/record-location.ts'
import { storageProblems } from './storage/scenarios.ts'
import type { Store } from './storage/store.ts'

export const workspaceDesktop: Product<Tools, WrittenWorkspaceSettings> = {
  id: 'workspace-desktop',
  title: 'Workspace Desktop Edition',
  settingsSchema: workspaceSchema,
  checkSettings: (written, databases) => {
    const settings = readSettings(written)
    const { annex } = settings
    const known = annex === null || databases.includes(annex.database)
    const message = 'database: `databases` declares no such database'
    return [...storageProblems(settings), ...(known ? [] : [{ pointer: '/annex/database', message }])]
  },
  open: async (written, _tenant, tools) => {
    const settings = readSettings(written)
    return favoritesSession(await storesOf(settings, tools), settings)
  },
}

async function storesOf(settings: WorkspaceSettings, tools: Tools): Promise<readonly Store[]> {
  const { recordLocation, environment, annex, favorites, files } = settings
  const read = profileText(favorites)
  const stores: Store[] = []
  if (recordLocation !== null) {
    stores.push(new FolderStore(readRecordLocation(recordLocation, environment), matchesAny(files), read))
  }
  if (annex !== null) stores.push(new AnnexStore(await tools.database(annex.database), annex, read))
  return stores
}
