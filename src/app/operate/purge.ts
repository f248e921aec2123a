/** Deletes what the history and the record hold of runs whose time is over. */

import type { RunInRecord } from '../../records/findings/purge.ts'
import type { Findings } from '../../records/findings/findings.ts'
import type { EarlierSeconds } from '../../records/history/purge.ts'
import type { Journal } from '../../records/journal/journal.ts'
import type { Services } from '../compose.ts'

const day = 86_400

/** An unfinished run keeps what it recorded for so long after its latest attempt, and no longer. */
const daysAfterAttempt = 30

export interface Purged {
  /** Of the history. */
  readonly rows: number
  /** Of the record. */
  readonly recorded: number
  /** Of the history, that nobody can tell from those of others: they stay. */
  readonly untold: number
}

export async function purge(services: Services): Promise<Purged> {
  const [history, findings, journal] = [await services.history(), await services.findings(), await services.journal()]
  const now = services.clock.epochSeconds()
  const olderThan = now - services.settings.history.daysToKeep * day
  const kept = await runsToKeep(journal, now - daysAfterAttempt * day)
  const due = await dueRuns(findings, (run) => run.createdTs < olderThan && !kept.has(run.runId))
  const seconds = await earlierSeconds(services, journal, { olderThan, kept })
  // The record tells which rows of the history are ours, so it goes last.
  const purged = await history.purge({ olderThan, kept, seconds, lines: () => linesOf(findings, due) })
  let recorded = 0
  for (const { runId } of due) recorded += await findings.purge(runId)
  await (await services.tools.database(services.settings.history.database)).clearFiles()
  services.log.info({ count: purged.rows, left: purged.untold }, 'the history was purged')
  services.log.info({ count: recorded }, 'the record was purged')
  return { ...purged, recorded }
}

async function runsToKeep(journal: Journal, attemptedBefore: number): Promise<ReadonlySet<string>> {
  const kept = new Set<string>()
  for (const { id } of await journal.runs(null, ['running', 'open'])) {
    const attempts = (await journal.run(id))?.attempts ?? []
    const latest = Math.max(0, ...attempts.map(({ startedAt, finishedAt }) => Date.parse(finishedAt ?? startedAt)))
    if (latest / 1000 >= attemptedBefore) kept.add(id)
  }
  return kept
}

async function dueRuns(findings: Findings, isDue: (run: RunInRecord) => boolean): Promise<readonly RunInRecord[]> {
  const due: RunInRecord[] = []
  for await (const run of findings.runs()) if (isDue(run)) due.push(run)
  return due
}

async function* linesOf(findings: Findings, runs: readonly RunInRecord[]) {
  for (const run of runs) yield* findings.linesOf(run)
}

interface Limits {
  readonly olderThan: number
  readonly kept: ReadonlySet<string>
}

/** Seconds of runs that an earlier version began; those of a tenant that left the settings cannot be told by its key. */
async function earlierSeconds(
  { settings }: Services,
  journal: Journal,
  { olderThan, kept }: Limits,
): Promise<readonly EarlierSeconds[]> {
  const tenantKeys = new Map(settings.tenants.map(({ name, tenantKey }) => [name, tenantKey]))
  const runs = await journal.runs(null, ['running', 'open', 'closed'])
  return runs.flatMap(({ id, tenant, action, earlier }): readonly EarlierSeconds[] => {
    const tenantKey = tenantKeys.get(tenant)
    if (earlier === null || tenantKey === undefined || earlier.lastTs >= olderThan || kept.has(id)) return []
    const { createdTs: firstTs, lastTs } = earlier
    return [{ tenantKey, forget: action === 'forget' ? 1 : 0, firstTs, lastTs }]
  })
}
