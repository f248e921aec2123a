/** Has each product do its part of a run, and notes in the journal how it ended. */

import { StepFailed } from '../../domain/errors.ts'
import { isIncomplete } from '../../domain/finding.ts'
import type { RunContext, Subjects } from '../../domain/product.ts'
import type { Unrecordable } from '../../domain/outcome.ts'
import type { ProductReport } from '../../domain/report.ts'
import { persist } from '../../domain/checkpoint.ts'
import { executeStep } from '../../stages/execution/execute-step.ts'
import type { Ledger, StepEnd } from '../../stages/execution/step.ts'
import type { HistoryRun } from '../../records/history/history-run.ts'
import type { History } from '../../records/history/history.ts'
import type { ProductResult } from '../../stages/answering/outcomes.ts'
import { withoutUnrecordable } from '../../records/history/unrecordable.ts'
import type { TenantContext, EnabledProduct } from '../context.ts'
import { entryOfStep } from './entry-of-step.ts'
import type { StepEntry } from '../../records/journal/entries.ts'
import type { Lease } from '../../records/journal/lease.ts'
import type { RunRecord } from '../../records/journal/runs.ts'
import { ledgerOf, rowsOfStep, type HistoryLedger } from './ledger.ts'
import { isRepetition, openRepeating } from './repeat.ts'

/** A run that is being worked on. */
export interface RunWork {
  readonly context: TenantContext
  readonly lease: Lease
  readonly history: History
  readonly record: RunRecord
  readonly subjects: Subjects
  /** Of theirs what the history cannot record: it is not searched for, and answered with the reason. */
  readonly unrecordable: readonly Unrecordable[]
  readonly signal: AbortSignal
  /** Aborts when an operator has this run cancelled. */
  readonly cancelled: AbortSignal
}

/** How a product stands after this attempt. */
export interface StepResult {
  readonly report: ProductReport
  readonly result: ProductResult
  readonly rows: HistoryRun
  /** When a product that was only postponed may go on, ISO 8601, UTC; null: at the next scheduled pass. */
  readonly dueAt: string | null
}

/** Products run in their order; what one ends with does not concern the others. */
export async function runSteps(work: RunWork): Promise<readonly StepResult[]> {
  const results: StepResult[] = []
  for (const step of work.record.steps) {
    work.signal.throwIfAborted()
    results.push(await runUnlessCancelled(work, step))
  }
  return results
}

async function runUnlessCancelled(work: RunWork, step: StepEntry): Promise<StepResult> {
  try {
    if (step.phase === 'done' || !work.cancelled.aborted) return await runStep(work, step)
  } catch (error) {
    if (work.signal.aborted || !work.cancelled.aborted) throw error
  }
  const ledger = ledgerOf(work.history, historyRunOf(work, step))
  return await endStep(work, step, { ledger, end: await cancelStep(work, step, ledger) })
}

/** Nothing more is done; the reason says what may have been done already. */
async function cancelStep(work: RunWork, step: StepEntry, ledger: Ledger): Promise<StepEnd> {
  const now = (await work.context.journal.run(work.record.run.id))?.steps.find(
    ({ ordinal }) => ordinal === step.ordinal,
  )
  const { phase, ...counts } = now ?? step
  // Of a search that was cut off nothing stays.
  if (phase === 'pending') await ledger.begin()
  return unfinished({ ...counts, phase }, cancelReasons[phase])
}

const cancelReasons: Readonly<Record<StepEntry['phase'], string>> = {
  pending: 'cancelled by the operator before anything was erased',
  recorded: 'cancelled by the operator; a part of what was found may be erased, which `lethe verify` tells',
  erased: 'cancelled by the operator after erasing, before it was verified',
  done: 'cancelled by the operator',
}

async function runStep(work: RunWork, step: StepEntry): Promise<StepResult> {
  const { context, record } = work
  const rows = historyRunOf(work, step)
  const ledger = ledgerOf(work.history, rows)
  if (step.phase === 'done' && !(await mustRepeat(work, step, ledger))) {
    return {
      rows,
      dueAt: null,
      ...(await describeEnd(step.product, ledger, { ...step, deferred: [], outcome: 'done' })),
    }
  }
  const run = record.run.id
  context.notify({ kind: 'product', run, product: step.product, position: step.ordinal, of: record.steps.length })
  return await endStep(work, step, { ledger, end: await executeOrGiveUp(work, step, ledger) })
}

/** Without its rows an archive would lack what they held, and nobody could be told what was found. */
async function mustRepeat({ subjects }: RunWork, step: StepEntry, ledger: Ledger): Promise<boolean> {
  return subjects.length > 0 && isIncomplete(await ledger.tally(), step)
}

async function endStep(
  work: RunWork,
  step: StepEntry,
  { end, ledger }: { readonly end: StepEnd; readonly ledger: HistoryLedger },
): Promise<StepResult> {
  const { context, record } = work
  const rows = historyRunOf(work, step)
  const run = record.run.id
  const deferred = end.deferred.reduce((sum, entry) => sum + entry.rows, 0)
  const phase = end.outcome === 'done' ? ({ phase: 'done' } as const) : {}
  await persist(context.checkpoint, 'journal:step', () =>
    context.journal.markStep(work.lease, run, step.product, { ...end, deferred, ...phase }),
  )
  const described = await describeEnd(step.product, ledger, end)
  context.notify({ kind: 'product-end', run, report: described.report })
  return { rows, dueAt: end.dueAt ?? null, ...described }
}

async function executeOrGiveUp(work: RunWork, step: StepEntry, ledger: Ledger): Promise<StepEnd> {
  const { context, record, subjects, signal } = work
  const product = enabledProductOf(work, step)
  if (typeof product === 'string') return unfinished(step, product)
  const repeats = isRepetition(record)
  if (step.phase === 'pending' && subjects.length === 0 && !repeats) return unfinished(step, 'the request file is gone')
  const stop = AbortSignal.any([signal, work.cancelled])
  const { id: runId, action, salt } = record.run
  const run: RunContext = { runId, action, salt, signal: stop }
  return await executeStep({
    product: step.product,
    phase: step.phase,
    noted: step,
    again: record.run.attempt > 1,
    subjects: withoutUnrecordable(subjects, work.unrecordable),
    run,
    open: repeats ? () => openRepeating(product) : product.open,
    ledger,
    mark: (progress) =>
      context.journal.markStep(work.lease, record.run.id, step.product, { ...progress, entry: product.mark }),
    checkpoint: context.checkpoint,
    quietUntil: () => product.quietUntil?.(context.clock.now()) ?? null,
    clock: context.clock,
    log: context.log,
    backoffMs: context.backoffMs,
  })
}

/** Or why there is none. */
function enabledProductOf({ context, record }: RunWork, step: StepEntry): EnabledProduct | string {
  try {
    return entryOfStep(step, record.steps, context.products)
  } catch (error) {
    if (error instanceof StepFailed) return error.message
    throw error
  }
}

function unfinished(step: StepEntry, reason: string): StepEnd {
  return { ...step, outcome: 'failed', deferred: [], reason }
}

function historyRunOf({ context, record, subjects }: RunWork, step: StepEntry): HistoryRun {
  return { ...rowsOfStep(record, step), tenantKey: context.tenant.tenantKey, subjects }
}

async function describeEnd(
  product: string,
  ledger: HistoryLedger,
  end: StepEnd,
): Promise<Pick<StepResult, 'report' | 'result'>> {
  const { outcome, reason, evaluated, found, erased, left, warnings, searchesBy } = end
  const deferred = end.deferred.reduce((sum, entry) => sum + entry.rows, 0)
  // A product may have failed because the history did: its identifiers are answered with the error either way.
  const tally = await ledger.tally().catch((error: unknown) => {
    if (outcome !== 'failed') throw error
    return { owners: [] }
  })
  return {
    report: { product, outcome, evaluated, found, erased, left, deferred, reason, warnings },
    result: { product, outcome, reason, searchesBy, evaluated, owners: tally.owners, deferred: end.deferred },
  }
}
