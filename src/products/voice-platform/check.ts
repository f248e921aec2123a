/** Whether the Reporting Server is as the settings say: its tables, columns and rights, and how long it keeps what. */

import { StepFailed } from '../../domain/errors.ts'
import type { Complaint } from '../../domain/product.ts'
import type { Action } from '../../domain/request.ts'
import { filesBelow, labelOf } from '../../platform/files/tree/walk.ts'
import { inspectTables } from '../../platform/sql/engine/check/inspect.ts'
import { folderUnreadable, severalTenants } from './failures.ts'
import { retentionComplaints } from './retention.ts'
import { voiceMaps, type VoiceSite } from './site.ts'

export async function checkSite(site: VoiceSite, forAction: Action): Promise<readonly Complaint[]> {
  const { database, settings, tenantsUsing } = site
  try {
    const isShared = tenantsUsing > 1 && (settings.tenant ?? null) === null
    const searches = (await voiceMaps(site)).map(({ map }) => ({ map, reaches: [] }))
    const leaves = settings.mode === 'retention'
    return [
      ...(isShared ? [complaint(severalTenants().message)] : []),
      ...(await inspectTables(database, searches, {
        forAction: leaves ? 'export' : forAction,
        fullScan: 'warn',
        fullScanRows: 1_000_000,
      })),
      ...(leaves ? retentionComplaints(settings.retention) : []),
      ...(await folderComplaints(settings.folders)),
    ]
  } catch (error) {
    // What passes by itself is tried again, in the check as in the search.
    if (!(error instanceof StepFailed) || error.retryable) throw error
    return [complaint(error.message)]
  }
}

function complaint(message: string): Complaint {
  return { severity: 'error', place: 'voice-platform', message, remedy: null }
}

/** One file is enough to see that a folder can be read. */
async function folderComplaints(folders: readonly string[] = []): Promise<readonly Complaint[]> {
  const complaints: Complaint[] = []
  for (const folder of folders) {
    try {
      for await (const _file of filesBelow(
        folder,
        folderUnreadable(labelOf(folder, folders)),
        new AbortController().signal,
      ))
        break
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error
      complaints.push({ severity: 'error', place: 'folders', message: error.message, remedy: null })
    }
  }
  return complaints
}
