/** One attempt at a run, a new one or one that was cut off or left open: products, then answers. */

import type { Subjects } from '../../domain/product.ts'
import type { RunEnding, RunReport } from '../../domain/report.ts'
import type { Request } from '../../domain/request.ts'
import { isAnswered, stillWanted } from './answered.ts'
import { watchForCancel } from './cancel.ts'
import type { TenantContext, FileResult } from '../context.ts'
import { attemptReport, deliverRun, reportOf, type RunOutcome } from './deliver-run.ts'
import type { Lease } from '../../records/journal/holding.ts'
import type { RunRecord } from '../../records/journal/runs.ts'
import { gatherRequests } from './gather-requests.ts'
import { openRecords } from './ledger.ts'
import { noteOver } from './note-over.ts'
import { RunGuard } from './guard/run-guard.ts'
import { RunHolds } from './holds/run-holds.ts'
import { runSteps } from './run-steps.ts'
import { rowsBesides } from './rows-of-others.ts'
import { samePeople } from './same-people.ts'
import type { RunWork, StepResult } from './run-work.ts'
import { takeDecisions } from './guard/take-decisions.ts'
import { waitingIn } from './waiting.ts'

export interface Attempt {
  readonly report: RunReport
  readonly files: readonly FileResult[]
  /** Requests that are not fully answered after it. */
  readonly unanswered: readonly Request[]
}

export interface AttemptPlan {
  readonly context: TenantContext
  readonly lease: Lease
  readonly signal: AbortSignal
  readonly record: RunRecord
  /** Requests of the run that are in memory already; the others are read again. */
  readonly fresh: readonly Request[]
}

export async function attemptRun(plan: AttemptPlan): Promise<Attempt> {
  const { context, lease } = plan
  const record = await beginAttempt(plan)
  const { requests, lost } = await gatherRequests(plan)
  const { id: run } = record.run
  const begun = await workOn(plan, { record, requests })
  const cancel = await watchForCancel(context, run)
  const work: RunWork = { ...begun, cancelled: cancel.signal }
  const steps = await runSteps(work).finally(() => cancel.stop())
  const waits = await waitingIn(work)
  const report = await endAttempt(plan, work, { steps, ...waits })
  const open = requests.filter((request) => !isAnswered(record, request))
  const files = await deliverRun(work, open, { report, steps, ...waits })
  const unanswered = open.filter((_, i) => files[i]?.outcome !== 'done' && files[i]?.outcome !== report.ended)
  const isComplete = requests.length > 0 && requests.length === record.files.length
  const isOver =
    unanswered.length === 0 &&
    (isComplete || report.ended !== null || isDone({ steps, ...waits }) || (await hasNothingToErase(plan, open)))
  const answered = requests.filter((one) => !open.includes(one) || files[open.indexOf(one)]?.outcome === 'done')
  await noteOver(work, { answered, isDone: isOver && report.ended === null && lost.length === 0 })
  const end = isOver ? ({ state: 'closed', ended: report.ended } as const) : ({ state: 'open' } as const)
  await context.journal.markRun(lease, run, { ...end, dueAt: isOver ? null : dueOf(steps) })
  return { report, files: [...files, ...lost], unanswered }
}

interface Begun {
  readonly record: RunRecord
  readonly requests: readonly Request[]
}

async function workOn(plan: AttemptPlan, { record, requests }: Begun): Promise<Omit<RunWork, 'cancelled'>> {
  const { context, lease, signal } = plan
  const wanted = stillWanted(record, requests)
  const subjects = wanted.flatMap((request) => request.subjects)
  const { id: run, action } = record.run
  context.notify({ kind: 'run', run, action, files: requests.length, subjects: subjects.length })
  tellSilence(context, record)
  const records = await recordsOf(plan, subjects)
  const refused = await takeDecisions(context, record, requests)
  return {
    context,
    lease,
    signal,
    record,
    subjects,
    unrecordable: typeof records === 'string' ? [] : records.history.unrecordable(subjects),
    records,
    guard: new RunGuard({ context, record, records, requests: wanted, refused }),
    holds: new RunHolds({ context, record, records, subjects }),
  }
}

/** Once for each run: silence must not be taken for "nothing there". */
function tellSilence({ log, notAnsweredFor = [] }: TenantContext, { run: { id, tenant, attempt } }: RunRecord): void {
  if (attempt > 1 || notAnsweredFor.length === 0) return
  const reason = `not answered for: ${notAnsweredFor.join(', ')}`
  log.warn({ tenant, run: id, reason }, 'systems are neither searched nor declared')
}

async function recordsOf({ context, signal }: AttemptPlan, subjects: Subjects): Promise<RunWork['records']> {
  const records = await openRecords(context, signal)
  if (typeof records === 'string') return records
  return { ...records, findings: records.findings.takingUp(samePeople(subjects, context.tenant)) }
}

type AttemptOutcome = Pick<RunOutcome, 'steps' | 'declared' | 'waiting'>

function isDone({ steps, waiting }: Pick<RunOutcome, 'steps' | 'waiting'>): boolean {
  return [...steps.map(({ result }) => result), ...waiting].every(({ outcome }) => outcome === 'done')
}

/** The journal knows of the attempt before anybody else is told. */
async function endAttempt(plan: AttemptPlan, work: RunWork, outcome: AttemptOutcome): Promise<RunReport> {
  const { context, lease } = plan
  const ended = endingOf(plan, work, outcome)
  const report = reportOf(work, outcome, { ended, rowsOfOthers: await rowsBesides(work) })
  await context.journal.endAttempt(lease, report.id, attemptReport(report))
  return report
}

function endingOf(
  { context, record }: AttemptPlan,
  work: RunWork,
  { steps, waiting }: AttemptOutcome,
): RunEnding | null {
  if (isDone({ steps, waiting })) return null
  if (work.cancelled.aborted) return 'cancelled'
  // A hold may stand for years, and what it holds is to be erased when it ends.
  if (work.holds.isWaiting) return null
  const running = record.files.filter(({ state }) => state === 'running')
  // Where all are gone nobody waits for an answer, and what is left of them is not tried for ever.
  const counted = running.length > 0 ? running : record.files.filter(({ state }) => state === 'lost')
  const ages = counted.map(({ firstSeen }) => context.clock.now().getTime() - Date.parse(firstSeen))
  // The youngest counts: no request is given up before its time because it shares a run with an older one.
  return ages.length > 0 && Math.min(...ages) >= context.giveUpAfterDays * dayMs ? 'given-up' : null
}

const dayMs = 86_400_000

/** The earliest time at which a product that was only postponed may go on. */
function dueOf(steps: readonly StepResult[]): string | null {
  return steps.flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt])).sort()[0] ?? null
}

/** An attempt that was cut off goes on; one that was answered is followed by the next. */
async function beginAttempt({ context, lease, record }: AttemptPlan): Promise<RunRecord> {
  if (record.run.state !== 'open') return record
  const attempt = record.run.attempt + 1
  await context.journal.beginAttempt(lease, record.run.id, attempt)
  return (await context.journal.run(record.run.id)) ?? record
}

/** Without a request file only what was recorded can still be erased; where nothing was, a run has come to its end. */
async function hasNothingToErase({ context, record }: AttemptPlan, open: readonly Request[]): Promise<boolean> {
  if (open.length > 0) return false
  if (record.run.action === 'export') return true
  const now = await context.journal.run(record.run.id)
  return now === null || now.steps.every(({ phase }) => phase === 'pending' || phase === 'done')
}
