/** A session that has the tasks of Feature Server do the work. */

import type { ProductSession, Tenant } from '../../../domain/product.ts'
import { bytesOf } from '../../../platform/files/tree/recorded.ts'
import type { Tools } from '../../../platform/tools.ts'
import { checkTasks } from './check.ts'
import { eraseVoicemail, foreseeVoicemail, pollTask } from './erase.ts'
import { findVoicemail } from './find.ts'
import type { FolderSettings } from './settings.ts'
import { memoryIn, recordingsRoot, type TaskSite } from './site.ts'
import { leftOfVoicemail } from './verify.ts'

interface FolderEntry {
  readonly folder: FolderSettings
  readonly ttlDays: number
}

export function folderSession({ folder, ttlDays }: FolderEntry, tenant: Tenant, tools: Tools): ProductSession {
  const { clock, stateDirectory } = tools
  const site: TaskSite = { settings: folder, ttlDays, tenant, clock, memory: memoryIn(stateDirectory) }
  return {
    searchesBy: ['phone'],
    check: (forAction) => checkTasks(site, forAction),
    find: (subjects, run) => findVoicemail(site, subjects, run),
    foresee: (findings) => foreseeVoicemail(site, findings),
    read: (finding) => bytesOf(finding, recordingsRoot(folder)),
    erase: (findings, run) => eraseVoicemail(site, findings, run),
    poll: (started, run) => pollTask(site, started, run),
    verify: (subjects, findings, run) => leftOfVoicemail(site, subjects, findings, run),
    // Every folder is closed by whoever has opened it.
    close: () => Promise.resolve(),
  }
}
