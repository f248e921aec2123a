/** Why a pass did not take a file that it was asked for. */

import { sha256 } from '../../platform/crypto/hash.ts'
import { readFileOnce } from '../../platform/files/request-file.ts'
import { withInput } from '../../stages/intake/input-folder.ts'
import { inspectEntry } from '../../stages/intake/listing.ts'
import type { Services } from '../compose.ts'
import { DueFiles } from './due-files.ts'
import type { FileEntry } from '../../records/journal/entries.ts'
import { unsealedReason } from './catch-up.ts'
import { waitingFiles } from './known-files.ts'
import type { TenantSettings } from '../settings/settings.ts'

export interface NotTaken {
  readonly fileName: string
  readonly reason: string
  /** Nothing is left to be done for it. */
  readonly isWell: boolean
}

export async function whyNotTaken(services: Services, tenant: TenantSettings, fileName: string): Promise<NotTaken> {
  const { maxRequestBytes } = services.settings
  const [candidate, reading] = await withInput(tenant, async (folder) => {
    const path = folder.to(fileName)
    return [await inspectEntry(path, maxRequestBytes), await readFileOnce(path, maxRequestBytes)] as const
  })
  if (candidate === null || 'problem' in candidate || reading.kind !== 'read') return open(fileName, unreadable)
  const journal = await services.journal()
  const hash = sha256(reading.bytes)
  const known = await journal.file(tenant.name, fileName, hash)
  const answered = known === null || known.overtaken ? null : whatBecame(known)
  if (answered !== null) return answered
  const rules = { tenant, clock: services.clock, waiting: () => waitingFiles(journal, tenant.name) }
  const due = await new DueFiles(rules).begin([candidate])
  const isDue = due.candidates.length > 0 && due.isDue(fileName, hash)
  return open(fileName, isDue ? unsettled : notToday)
}

/** Null for a file that nobody has answered and that no run works on. */
function whatBecame({ name, state, runId }: FileEntry): NotTaken | null {
  switch (state) {
    case 'done':
      return { fileName: name, reason: 'it was answered before', isWell: true }
    case 'rejected':
    case 'cancelled':
    case 'given-up':
      return open(name, `it was answered before (${state}): see its execution log`)
    case 'running':
      return open(name, `it is part of the run ${runId ?? ''}, which is tried again: \`lethe retry\` does so now`)
    case 'unsealed':
      return open(name, unsealedReason)
    case 'pending':
    case 'held':
    case 'lost':
    case 'unplaced':
      return null
    default:
      return state satisfies never
  }
}

function open(fileName: string, reason: string): NotTaken {
  return { fileName, reason, isWell: false }
}

const unreadable = 'it is gone, still being written, or no file that may be read'
const unsettled = 'it is still being written; try again when its upload is complete'
const notToday = 'its name is not dated today, and `pickup: today` takes no other file'
