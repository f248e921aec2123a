/** One product's part of a run while it is worked on: its task, its session, and where it stands. */

import { StepFailed } from '../../domain/errors.ts'
import { isIncomplete, type Owner } from '../../domain/finding.ts'
import type { ProductSession, RunContext } from '../../domain/product.ts'
import { sha256 } from '../../platform/crypto/hash.ts'
import { canonicalJson } from '../../platform/text/canonical-json.ts'
import type { GatedStep } from '../../stages/planning/gates.ts'
import type { StepPosition } from '../../stages/planning/tasks.ts'
import { doneBefore } from '../../stages/execution/end.ts'
import type { HeldWhole, Ledger, StepEnd, StepNotes, StepTask } from '../../stages/execution/step.ts'
import type { FindSet } from '../../records/findings/find-set.ts'
import type { Writer } from '../../records/findings/run-part.ts'
import { withoutUnrecordable } from '../../records/history/unrecordable.ts'
import type { StepEntry } from '../../records/journal/entries.ts'
import type { EnabledProduct } from '../context.ts'
import { answeredOwners } from './answered.ts'
import { restingOf } from './resting.ts'
import { holdsOnRows } from './holds/held-rows.ts'
import { entryOfStep } from './entry-of-step.ts'
import { earlierPart, ledgerOf, partOf, takeOverEarlier, type Records } from './ledger.ts'
import { isRepetition, openRepeating } from './repeat.ts'
import type { RunWork } from './run-work.ts'

export interface StepWork {
  readonly step: StepEntry
  /** Null when there is no record. */
  readonly set: FindSet | null
  readonly ledger: Ledger | null
  /** Null when the step cannot be worked on; `end` says why. */
  readonly open: OpenStep | null
  readonly notes: StepNotes
  position: StepPosition
  /** How often it was erased in this attempt. */
  rounds: number
  /** The search was whole. */
  isFound: boolean
  end: StepEnd | null
}

export interface OpenStep {
  readonly product: EnabledProduct
  readonly task: StepTask
  readonly close: () => Promise<void>
}

export async function beginStep(work: RunWork, step: StepEntry): Promise<StepWork> {
  const noted = { evaluated: step.evaluated, found: step.found, erased: step.erased }
  const { warnings, usualSpellings, searchesBy } = step
  const notes = { warnings, usualSpellings, searchesBy, unfit: null, effects: [], noted }
  const begun = { step, notes, rounds: 0, isFound: false, open: null, position: 'ended' } as const
  const { records } = work
  if (typeof records === 'string') return { ...begun, set: null, ledger: null, end: unfinished(step, records) }
  const product = productOf(work, step)
  const place = typeof product === 'string' ? (step.entry?.place ?? null) : product.mark.place
  const writer = writerOf(work, product)
  const set = records.findings.by(partOf(work.record, work.context.tenant.tenantKey, step), writer, place)
  const ledger = ledgerOf(set, work.signal)
  const recorded = { ...begun, set, ledger }
  const failure = await takenOver(work, records, { step, set })
  if (failure !== null) return { ...recorded, end: unfinished(step, failure) }
  if (step.phase === 'done' && !(await mustRepeat(work, step, ledger))) {
    return { ...recorded, isFound: true, end: doneBefore(step, await ledger.effects()) }
  }
  if (typeof product === 'string') return { ...recorded, end: unfinished(step, product) }
  return { ...recorded, open: openStep(work, { step, product, ledger }), position: 'find', end: null }
}

function writerOf({ context, record, lease }: RunWork, product: EnabledProduct | string): Writer {
  const by = { attempt: record.run.attempt, fence: lease.fence }
  if (typeof product === 'string') return by
  const { country, dialingPrefixes = [], ownNumbers = [] } = context.tenant
  return { ...by, rules: sha256(canonicalJson([country, dialingPrefixes, ownNumbers, product.mark.settings])) }
}

/** Or what keeps the record from being read. */
async function takenOver(
  { record, context, subjects }: RunWork,
  records: Records,
  { step, set }: { readonly step: StepEntry; readonly set: FindSet },
): Promise<string | null> {
  try {
    const part = earlierPart(record, partOf(record, context.tenant.tenantKey, step), subjects)
    await takeOverEarlier(records, set, { part, step })
    await set.tally()
    return null
  } catch (error) {
    if (error instanceof StepFailed) return error.message
    throw error
  }
}

/** Without its rows an archive would lack what they held, and nobody could be told what was found. */
async function mustRepeat({ subjects }: RunWork, step: StepEntry, ledger: Ledger): Promise<boolean> {
  return subjects.length > 0 && isIncomplete(await ledger.tally(), step)
}

/** Or why there is none. */
function productOf({ context, record, subjects }: RunWork, step: StepEntry): EnabledProduct | string {
  if (step.phase === 'pending' && subjects.length === 0 && !isRepetition(record)) return 'the request file is gone'
  try {
    return entryOfStep(step, record.steps, context.products)
  } catch (error) {
    if (error instanceof StepFailed) return error.message
    throw error
  }
}

export function unfinished(step: StepEntry, reason: string): StepEnd {
  return { ...step, outcome: 'failed', deferred: 0, standings: [], reason, dueAt: null }
}

interface Opening {
  readonly step: StepEntry
  readonly product: EnabledProduct
  readonly ledger: Ledger
}

function openStep(work: RunWork, { step, product, ledger }: Opening): OpenStep {
  const { context, lease, record } = work
  const { id: runId, action, salt, attempt, startedAt } = record.run
  const about = { runId, startedAt: new Date(startedAt), action, salt }
  const signal = AbortSignal.any([work.signal, work.cancelled])
  const isAnswered = answeredOwners(record)
  const { session, close } = lasting(isRepetition(record) ? () => openRepeating(product) : product.open)
  const task: StepTask = {
    product: step.product,
    phase: step.phase,
    noted: step,
    isLater: attempt > 1,
    subjects: withoutUnrecordable(work.subjects, work.unrecordable),
    run: {
      ...about,
      again: step.phase !== 'pending',
      signal,
      isHoldStanding: work.holds.isAnyStanding,
      rest: restingOf(context, product, signal),
      ...following(work, step),
      ...recordedBefore(work, product),
    },
    session,
    ledger,
    // Of whoever was answered before nothing is left to be held.
    heldBy: (owner) => (isAnswered(owner) ? null : heldBy(work, owner)),
    approved: work.guard.approvedIn(step.product),
    isAnswered,
    holdsOnRows: () => holdsOnRows(work, product, ledger.recorded),
    mark: (progress) => context.journal.markStep(lease, runId, step.product, { ...progress, entry: product.mark }),
    clock: context.clock,
    log: context.log,
    backoffMs: context.backoffMs,
    waits: context.waits,
  }
  return { product, task, close }
}

function following({ context, record }: RunWork, { product }: StepEntry): Pick<RunContext, 'onRead'> {
  if (context.isFollowed !== true) return {}
  const run = record.run.id
  const onRead: RunContext['onRead'] = (reading) => {
    context.notify({ kind: 'reading', run, product, ...reading })
  }
  return { onRead }
}

/** What stood in another place then leads to nobody now. */
function recordedBefore({ records, record, context }: RunWork, { name, mark }: EnabledProduct): Partial<RunContext> {
  if (typeof records === 'string') return {}
  const { tenantKey } = context.tenant
  const asked = { product: name, tenantKey, place: mark.place, besides: record.run.id }
  return {
    recordedBefore: (tables, isWanted) => records.findings.earlier({ ...asked, tables, isWanted }),
  }
}

/** A legal hold comes first: whatever releases an identifier that is held for other reasons does not end it. */
function heldBy({ guard, holds }: Pick<RunWork, 'guard' | 'holds'>, owner: Owner): HeldWhole | null {
  const hold = holds.of(owner)
  if (hold !== null) return { ...hold, isHold: true }
  const reason = guard.reasonOf(owner)
  return reason === null ? null : { kind: 'held', reason }
}

/** Opened when it is first asked for; a failed opening is tried again by the next who asks. */
function lasting(open: () => Promise<ProductSession>) {
  let opened: ProductSession | null = null
  return {
    session: async (): Promise<ProductSession> => (opened ??= await open()),
    close: async (): Promise<void> => {
      await opened?.close()
      opened = null
    },
  }
}

export function gatedStep({ step, open, isFound, end }: StepWork): GatedStep {
  const { id, store, after } = open?.product ?? { id: step.product, store: '', after: [] }
  return { entry: step.product, product: id, store, after, isFound, outcome: end?.outcome ?? null }
}
