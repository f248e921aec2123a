/** Answers the files of a run: archive and plan first, then the execution log, then the journal says so. */

import type { ErasePlan } from '../../domain/erase-plan.ts'
import { StepFailed } from '../../domain/errors.ts'
import type { DeclaredReport } from '../../domain/disposition.ts'
import { isUnanswered, type IdentifierOutcome, type Standing } from '../../domain/outcome.ts'
import type { AttemptReport, RunEnding, RunReport, UnreadBlob } from '../../domain/report.ts'
import type { Request } from '../../domain/request.ts'
import { worstOutcome } from '../../domain/step.ts'
import { outcomesOf, shareOut, type ProductResult } from '../../stages/answering/outcomes.ts'
import type { FileOutcome, FileResult } from '../context.ts'
import { once } from '../once.ts'
import { heldPlans, placePlan } from './guard/held-plan.ts'
import { placeArchive } from './place-archive.ts'
import { forgetUnplaced, noteFile } from './note-file.ts'
import type { RunWork, StepResult } from './run-work.ts'

/** Repeating it after a crash writes the same answers over the ones that stand there. */
export async function deliverRun(
  work: RunWork,
  requests: readonly Request[],
  { report, steps, declared, waiting }: RunOutcome,
): Promise<readonly FileResult[]> {
  const files: FileResult[] = []
  const resultsOf = shareOut([...steps.map(({ result }) => result), ...waiting])
  const plans = once(async () => (report.ended === null ? await heldPlans(work, requests) : new Map()))
  for (const request of requests) {
    work.signal.throwIfAborted()
    const delivery = { report, steps, declared, waiting, results: resultsOf(request), plans }
    const result = await deliverFile(work, request, delivery)
    work.context.notify({ kind: 'file', result })
    files.push(result)
  }
  return files
}

export interface RunOutcome {
  readonly report: RunReport
  readonly steps: readonly StepResult[]
  /** Systems that are not searched, and who waits for a step by hand in one of them. */
  readonly declared: readonly DeclaredReport[]
  readonly waiting: readonly ProductResult[]
}

interface Delivery extends RunOutcome {
  /** Of the steps, as they concern this request. */
  readonly results: readonly ProductResult[]
  /** By file name; made when the first file is to have its answer. */
  readonly plans: () => Promise<ReadonlyMap<string, ErasePlan>>
}

async function deliverFile(work: RunWork, request: Request, delivery: Delivery): Promise<FileResult> {
  const { report } = delivery
  const refused = [...work.unrecordable, ...work.guard.rejected()]
  let answers = outcomesOf(request, delivery.results, refused)
  let outcomes = sayingHowItEnded(answers, report.ended)
  try {
    const unread = await placeArchive(work, request, delivery)
    answers = outcomesOf(request, withUnread(delivery.results, unread), refused)
    outcomes = sayingHowItEnded(answers, report.ended)
    // Whoever was answered for good is not looked at again: by then nothing may stand there to be approved.
    await placePlan(work, request, (await delivery.plans()).get(request.fileName) ?? null)
    await work.context.answers.log(request, lacking(report, unread), outcomes)
  } catch (error) {
    work.signal.throwIfAborted()
    if (!(error instanceof StepFailed) || error.code !== 'file') throw error
    const fields = { tenant: report.tenant, run: report.id, request: request.sha256.slice(0, 12) }
    work.context.log.error({ ...fields, code: error.code, reason: error.message }, 'answer could not be written')
    await noteFile(work, request, { state: 'running', reason: error.message })
    return fileResult(request, report, outcomes, { outcome: 'failed', reason: error.message })
  }
  const how = standingOf(answers)
  const outcome = how.outcome === 'done' ? how.outcome : (report.ended ?? how.outcome)
  if (outcome === 'done' || outcome === 'cancelled' || outcome === 'given-up') {
    await noteFile(work, request, { state: outcome })
  } else await forgetUnplaced(work, request)
  return fileResult(request, report, outcomes, { outcome, reason: how.reason })
}

type Outcomes = ReadonlyMap<string, IdentifierOutcome>

/** Whose file the archive lacks is not answered, the others are. */
function withUnread(results: readonly ProductResult[], unread: readonly UnreadBlob[]): readonly ProductResult[] {
  if (unread.length === 0) return results
  return results.map((result) => {
    const own = unread.filter(({ product }) => product === result.product)
    const failed = own.map(({ blob, reason }): Standing => ({ owner: blob.owner, kind: 'failed', reason }))
    return { ...result, standings: [...result.standings, ...failed] }
  })
}

/** As this file's log tells it: no product is done whose files the archive lacks. */
function lacking(report: RunReport, unread: readonly UnreadBlob[]): RunReport {
  const products = report.products.map((one) => {
    const reason = unread.find(({ product }) => product === one.product)?.reason
    return reason === undefined ? one : { ...one, outcome: worstOutcome([one.outcome, 'partial']), reason }
  })
  return { ...report, products }
}

/** What is not done now will not be tried again, and the answer says why. */
function sayingHowItEnded(outcomes: Outcomes, ended: RunEnding | null): Outcomes {
  if (ended === null) return outcomes
  const words = ended === 'cancelled' ? 'cancelled' : 'given up after too many days'
  return new Map(
    [...outcomes].map(([pointer, outcome]): [string, IdentifierOutcome] => {
      return [pointer, isUnanswered(outcome) ? { kind: 'refused', reason: `${words}: ${outcome.reason}` } : outcome]
    }),
  )
}

/** The report of the attempt that ends now, with those that came before it. */
export function reportOf(
  { context, record }: RunWork,
  { steps, declared }: Pick<RunOutcome, 'steps' | 'declared'>,
  { ended, rowsOfOthers }: Pick<RunReport, 'ended' | 'rowsOfOthers'>,
): RunReport {
  const { id, tenant, action, startedAt, attempt, createdTs } = record.run
  const finishedAt = context.clock.now().toISOString()
  const products = steps.map(({ report }) => report)
  const now = { attempt, startedAt: record.attempts.at(-1)?.startedAt ?? startedAt, finishedAt, products }
  const before = record.attempts.flatMap((one) => {
    const { worker: _worker, finishedAt: end, ...rest } = one
    return one.attempt < attempt && end !== null ? [{ ...rest, finishedAt: end }] : []
  })
  const attempts = [...before, summaryOf(now)]
  const told = { products, declared, notAnsweredFor: context.notAnsweredFor ?? [], rowsOfOthers }
  return { id, tenant, action, startedAt, finishedAt, attempt, ...told, attempts, createdTs, ended }
}

/** The latest attempt of the report. */
export function attemptReport(report: RunReport): AttemptReport {
  const { attempt, startedAt, finishedAt, products } = report
  return report.attempts.at(-1) ?? summaryOf({ attempt, startedAt, finishedAt, products })
}

function summaryOf(attempt: AttemptReport): AttemptReport {
  const products = attempt.products.map(({ product, outcome, found, erased, left, deferred, reason }) => {
    return { product, outcome, found, erased, left, deferred, reason }
  })
  return { ...attempt, products }
}

interface FileStanding {
  readonly outcome: 'done' | Exclude<(typeof unansweredKinds)[number], 'kept'>
  readonly reason: string | null
}

/** A file is done when each of its identifiers is answered for good, whatever became of others in the run. */
function standingOf(outcomes: Outcomes): FileStanding {
  for (const kind of unansweredKinds) {
    const first = [...outcomes.values()].find((outcome) => outcome.kind === kind)
    const outcome = kind === 'kept' ? 'held' : kind
    if (first !== undefined && 'reason' in first) return { outcome, reason: first.reason }
  }
  return { outcome: 'done', reason: null }
}

const unansweredKinds = ['failed', 'held', 'open', 'deferred', 'kept'] as const

function fileResult(
  request: Request,
  report: RunReport,
  outcomes: Outcomes,
  end: { readonly outcome: FileOutcome; readonly reason: string | null },
): FileResult {
  const kinds = [...outcomes.values()].map(({ kind }) => kind)
  const count = (...wanted: string[]): number => kinds.filter((kind) => wanted.includes(kind)).length
  return {
    fileName: request.fileName,
    sha256: request.sha256,
    action: request.action,
    runId: report.id,
    problems: [],
    identifiers: {
      found: count('found', 'kept', 'retained', 'expires'),
      notFound: count('not-found'),
      notSearched: count('not-searched'),
      errors: count('refused', 'failed', 'held', 'open', 'deferred'),
    },
    ...end,
  }
}
