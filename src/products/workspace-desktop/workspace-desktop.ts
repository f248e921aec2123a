/** Workspace Desktop Edition: personal favorites in shared folders and annexes. Does the job of wde_gdpr_compliance.exe. */

import { join } from 'node:path'

import type { Product, Tenant } from '../../domain/product.ts'
import type { Tools } from '../../platform/tools.ts'
import { writeExecutionLog, type ForgetAccount } from './execution-log.ts'
import { openMemory, stateFolder } from './forgetting/memory.ts'
import { FavoritesSession } from './session.ts'
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
  open: async (written, tenant, tools) => {
    const settings = readSettings(written)
    return new FavoritesSession({
      stores: await storesOf(settings, tools),
      settings,
      memory: openMemory(settings, tenant, tools),
      now: () => tools.clock.now(),
      log: (account) => keepLog(settings, tenant, tools, account),
    })
  },
}

/** A log that cannot be written is no reason to call a forget failed that is done. */
async function keepLog(
  settings: WorkspaceSettings,
  tenant: Tenant,
  tools: Tools,
  account: ForgetAccount,
): Promise<void> {
  const folder = settings.logFolder ?? join(stateFolder(tools), 'logs')
  await writeExecutionLog(folder, account, { at: tools.clock.now(), timeZone: tenant.timeZone }).catch(() => {
    const fields = { tenant: tenant.name, run: account.runId, product: 'workspace-desktop' }
    tools.log.warn(fields, 'the execution log of the favorites could not be written')
  })
}

async function storesOf(settings: WorkspaceSettings, tools: Tools): Promise<readonly Store[]> {
  const { recordLocation, environment, mayBeEmpty, annex, favorites, files } = settings
  const read = profileText(favorites)
  const stores: Store[] = []
  if (recordLocation !== null) {
    const locations = readRecordLocation(recordLocation, environment, mayBeEmpty)
    stores.push(new FolderStore(locations, matchesAny(files), read))
  }
  if (annex !== null) stores.push(new AnnexStore(await tools.database(annex.database), annex, read))
  return stores
}
