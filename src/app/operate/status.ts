/** How every tenant stands: what waits, in the journal and in the folder, how old it is and when it is due. */

import { sha256 } from '../../platform/crypto/hash.ts'
import { readFileOnce } from '../../platform/files/request-file.ts'
import { isNamedAsPlan } from '../../stages/delivery/read-plan.ts'
import { withInput } from '../../stages/intake/input-folder.ts'
import { listRequests, type Candidate } from '../../stages/intake/listing.ts'
import type { FileState } from '../../records/journal/entries.ts'
import { backlogOf, dueOf, type BacklogEntry } from './backlog.ts'
import type { Services } from '../compose.ts'
import { DueFiles } from '../pass/due-files.ts'
import type { TenantSettings } from '../settings/settings.ts'

export interface TenantStatus {
  readonly tenant: string
  /** End of the latest whole pass, ISO 8601, UTC; null when there was none. */
  readonly lastPass: string | null
  /** Oldest first. */
  readonly backlog: readonly (BacklogEntry & { readonly ageSeconds: number; readonly daysLeft: number })[]
}

/** Of `state` `cancelled` or `given-up`. */
export interface EndedEntry {
  readonly tenant: string
  readonly fileName: string
  readonly state: FileState
  readonly run: string
  /** ISO 8601, UTC. */
  readonly endedAt: string | null
}

/** With what only the folder tells. */
export interface FolderStatus extends TenantStatus {
  /** Files that nearly have the name of a request and are not read as one. */
  readonly nearMisses: readonly { readonly fileName: string; readonly reason: string }[]
  /** Forgets that ended without being done, until somebody acknowledges them; the oldest first. */
  readonly ended: readonly EndedEntry[]
}

export async function statusOf(services: Services, tenant: TenantSettings): Promise<FolderStatus> {
  const { unknown, nearMisses: listed } = await withInput(tenant, async (folder) => {
    const { candidates, nearMisses } = await listRequests(folder, services.settings.maxRequestBytes)
    return { unknown: await unknownFiles(services, tenant, candidates), nearMisses }
  })
  const journal = await services.journal()
  const now = services.clock.now()
  const entries = [...(await backlogOf(journal, tenant, services.clock)), ...unknown]
  const backlog = entries.map((entry) => ({ ...entry, ...agesOf(entry, now, services.settings.deadlineDays) }))
  backlog.sort((a, b) => b.ageSeconds - a.ageSeconds)
  const nearMisses = listed.map(({ fileName, problem }) => ({ fileName, reason: problem.message }))
  const ended = (await journal.endedForgets(tenant.name)).map(({ file: { name, state }, run, endedAt }) => {
    return { tenant: tenant.name, fileName: name, state, run, endedAt }
  })
  return { tenant: tenant.name, lastPass: await journal.lastPass(tenant.name), backlog, nearMisses, ended }
}

const day = 86_400

/** `daysLeft` until the deadline, negative when it is over. */
export function agesOf(
  { since }: BacklogEntry,
  now: Date,
  deadlineDays: number,
): { readonly ageSeconds: number; readonly daysLeft: number } {
  const ageSeconds = Math.max(0, Math.round((now.getTime() - Date.parse(since)) / 1000))
  return { ageSeconds, daysLeft: Math.floor((deadlineDays * day - ageSeconds) / day) }
}

/** Files that no pass has seen yet; their age counts from their last change. */
async function unknownFiles(
  services: Services,
  tenant: TenantSettings,
  candidates: readonly Candidate[],
): Promise<readonly BacklogEntry[]> {
  const { maxRequestBytes } = services.settings
  const journal = await services.journal()
  // What waits stands in the journal already.
  const due = await new DueFiles({ tenant, clock: services.clock, waiting: async () => [] }).begin(candidates)
  const entries: BacklogEntry[] = []
  for (const { path, fileName, name } of due.candidates) {
    if (isNamedAsPlan(fileName) && (await (await services.answers(tenant)).isPlan(fileName))) continue
    const reading = await readFileOnce(path, maxRequestBytes)
    if (reading.kind !== 'read') continue
    const hash = sha256(reading.bytes)
    const known = await journal.file(tenant.name, fileName, hash)
    if (known !== null && !known.overtaken) continue
    const action = name.ok ? name.name.action : null
    const since = new Date(Number(reading.modifiedNs / 1_000_000n)).toISOString()
    const due = { dueAt: dueOf(tenant, action, services.clock.now()), reason: null }
    const about = { tenant: tenant.name, fileName, sha256: hash, action, since }
    entries.push({ ...about, state: 'pending', run: null, attempt: null, ...due })
  }
  return entries
}
