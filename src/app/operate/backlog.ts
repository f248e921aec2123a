/** What is not answered in full yet, as the journal knows it: which file, in which state, since when, due when. */

import type { Action } from '../../domain/request.ts'
import { worstOutcome } from '../../domain/step.ts'
import type { Clock } from '../../platform/time/clock.ts'
import { nextDue } from '../../platform/time/cron.ts'
import type { FileEntry } from '../../records/journal/entries.ts'
import type { Journal } from '../../records/journal/journal.ts'
import type { RunRecord } from '../../records/journal/runs.ts'
import type { TenantSettings } from '../settings/settings.ts'

/**
 * `deferred` and `failed`: answered with an ERROR, and tried again. `unsealed`: waits for an operator. `unplaced`: its
 * answer could not be written.
 */
export const backlogStates = [
  'pending',
  'running',
  'deferred',
  'open',
  'failed',
  'held',
  'unsealed',
  'unplaced',
] as const
export type BacklogState = (typeof backlogStates)[number]

export interface BacklogEntry {
  readonly tenant: string
  readonly state: BacklogState
  readonly fileName: string
  readonly sha256: string
  readonly action: Action | null
  readonly run: string | null
  readonly attempt: number | null
  /** When the person asked, as the request says, or when it was first seen: the earlier, ISO 8601, UTC. */
  readonly since: string
  /** When it is tried (again), ISO 8601, UTC; null: it is under way, or its time never comes. */
  readonly dueAt: string | null
  readonly reason: string | null
}

/** Oldest first. */
export async function backlogOf(
  journal: Journal,
  tenant: TenantSettings,
  clock: Clock,
): Promise<readonly BacklogEntry[]> {
  const runs = new Map<string, RunRecord | null>()
  const entries: BacklogEntry[] = []
  for (const file of await journal.files(tenant.name, ['pending', 'held', 'running', 'unsealed', 'unplaced'])) {
    if (file.runId !== null && !runs.has(file.runId)) runs.set(file.runId, await journal.run(file.runId))
    const record = file.runId === null ? null : (runs.get(file.runId) ?? null)
    entries.push(entryOf(file, record, tenant, clock.now()))
  }
  return [...entries, ...(await heldWithoutFile(journal, tenant, clock.now()))]
}

/** What waits for the end of a hold is done by its file; where that is gone, by what was recorded alone. */
async function heldWithoutFile(journal: Journal, tenant: TenantSettings, now: Date): Promise<readonly BacklogEntry[]> {
  const entries: BacklogEntry[] = []
  for (const { id, action } of await journal.runs(tenant.name, ['open'])) {
    const record = action === 'forget' ? await journal.run(id) : null
    if (record === null || !record.steps.some(({ outcome }) => outcome === 'held')) continue
    for (const file of record.files.filter(({ state }) => state === 'lost')) {
      const { reason, ...entry } = entryOf({ ...file, reason: null }, record, tenant, now)
      entries.push({
        ...entry,
        reason: `its file is gone, so that only what was recorded can be erased; ${reason ?? ''}`,
      })
    }
  }
  return entries
}

const waitingOutcomes = ['deferred', 'open', 'held'] as const
const waitingStates = ['held', 'unsealed', 'unplaced'] as const

function entryOf(file: FileEntry, record: RunRecord | null, tenant: TenantSettings, now: Date): BacklogEntry {
  const { name: fileName, sha256, action, runId: run, firstSeen, receivedAt } = file
  const since = receivedAt !== null && receivedAt < firstSeen ? receivedAt : firstSeen
  const about = { tenant: tenant.name, fileName, sha256, action, run, since }
  if (record === null) {
    const state = waitingStates.find((one) => one === file.state) ?? 'pending'
    const dueAt = state === 'unsealed' ? null : dueOf(tenant, action, now)
    return { ...about, state, attempt: null, dueAt, reason: file.reason }
  }
  const { attempt, state, dueAt } = record.run
  if (state === 'running') return { ...about, state, attempt, dueAt: null, reason: null }
  // Of a file in a run nothing else is noted.
  if (file.reason !== null) {
    return { ...about, state: 'unplaced', attempt, dueAt: dueAt ?? nextPass(tenant, now), reason: file.reason }
  }
  const { outcome, reason } = worstOf(record)
  return { ...about, state: outcome, attempt, dueAt: dueAt ?? nextPass(tenant, now), reason }
}

function worstOf({ steps }: RunRecord): Pick<BacklogEntry, 'reason'> & { readonly outcome: BacklogState } {
  const open = steps.filter(({ outcome }) => outcome !== 'done')
  // What is searched is done: somebody's hand is waited for.
  if (open.length === 0)
    return {
      outcome: 'open',
      reason: 'a step by hand, or somebody to look at it, is waited for; the execution log says which',
    }
  const worstOfAll = worstOutcome(open.flatMap(({ outcome }) => outcome ?? []))
  const worst = open.find(({ outcome }) => outcome === worstOfAll) ?? open[0]
  const outcome = waitingOutcomes.find((one) => one === worst?.outcome) ?? 'failed'
  return { outcome, reason: worst === undefined ? null : `${worst.product}: ${worst.reason ?? 'not done yet'}` }
}

/** When a file that waits is processed. */
export function dueOf(tenant: TenantSettings, action: Action | null, now: Date): string | null {
  return action === null || tenant.process[action] === 'on-arrival' ? now.toISOString() : nextPass(tenant, now)
}

function nextPass({ schedule, timeZone }: TenantSettings, now: Date): string | null {
  return nextDue(schedule, timeZone, now)?.toISOString() ?? null
}
