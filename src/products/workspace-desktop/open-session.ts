/** Opens the favorites of a site: where they are stored, what was forgotten before, and the log of its own. */

import { join } from 'node:path'

import type { ProductSession, Tenant } from '../../domain/product.ts'
import type { Tools } from '../../platform/tools.ts'
import { writeExecutionLog, type ForgetAccount } from './execution-log.ts'
import { openMemory, stateFolder } from './forgetting/memory.ts'
import { FavoritesSession } from './session.ts'
import type { WorkspaceSettings } from './settings.ts'
import { AnnexStore } from './storage/annex-store.ts'
import { FolderStore } from './storage/folder-store.ts'
import { matchesAny } from './storage/globs.ts'
import { profileText } from './storage/profile-text.ts'
import { readRecordLocation } from './storage/record-location.ts'
import type { Store } from './storage/store.ts'

export async function openSession(settings: WorkspaceSettings, tenant: Tenant, tools: Tools): Promise<ProductSession> {
  return new FavoritesSession({
    stores: await storesOf(settings, tools),
    settings,
    memory: openMemory(settings, tenant, tools),
    now: () => tools.clock.now(),
    log: (account) => keepLog(settings, tenant, tools, account),
  })
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
