/** Has the products do their part of a run, task by task, and notes in the journal how each ended. */

import { isStarted } from '../../domain/effect.ts'
import { StepFailed } from '../../domain/errors.ts'
import type { Owner } from '../../domain/finding.ts'
import type { ExportRow, ProductReport } from '../../domain/report.ts'
import { endStep, failStep, postponeStep } from '../../stages/execution/end.ts'
import { eraseStep, verifyStep } from '../../stages/execution/erase.ts'
import { findStep } from '../../stages/execution/find.ts'
import { pollStep } from '../../stages/execution/poll.ts'
import type { StepEnd } from '../../stages/execution/step.ts'
import { gateOf, gateReason } from '../../stages/planning/gates.ts'
import { nextStep, type PositionedStep, type Task } from '../../stages/planning/tasks.ts'
import type { StepEntry } from '../../records/journal/entries.ts'
import { readBlob } from './read-blob.ts'
import type { RunWork, StepResult } from './run-work.ts'
import { beginStep, gatedStep, unfinished, type OpenStep, type StepWork } from './step-work.ts'

/** Data that arrives while we erase is searched again so many times; what then still comes is left to the next pass. */
const mostRounds = 3

/** Every product is searched before any erases; what one ends with concerns others only where a gate says so. */
export async function runSteps(work: RunWork): Promise<readonly StepResult[]> {
  const steps: StepWork[] = []
  try {
    for (const step of work.record.steps) steps.push(await beginStep(work, step))
    for (let next = nextTask(work, steps); next !== null; next = nextTask(work, steps)) {
      work.signal.throwIfAborted()
      await perform(work, steps, next)
    }
    await countAfterwards(work)
    const results: StepResult[] = []
    for (const step of steps) results.push(await describe(work, step))
    return results
  } finally {
    for (const { open } of steps) await open?.close()
  }
}

function nextTask({ record, lease }: RunWork, steps: readonly StepWork[]): Task | null {
  const positions = steps.map((step): PositionedStep => {
    const { after } = gatedStep(step)
    const waitsFor = steps.filter((other) => after.includes(gatedStep(other).product))
    return { product: step.step.product, position: step.position, after: waitsFor.map((one) => one.step.product) }
  })
  const next = nextStep(positions)
  if (next === null || next.position === 'ended') return null
  return { run: record.run.id, product: next.product, phase: next.position, fence: lease.fence }
}

async function perform(work: RunWork, steps: readonly StepWork[], task: Task): Promise<void> {
  const step = steps.find((one) => one.step.product === task.product)
  if (step === undefined || step.open === null) return
  const end = await endOfTask(work, steps, { task, step, open: step.open })
  if (end === null) return
  step.end = end
  step.position = 'ended'
  // A session may write when it is closed, and a step that is noted as done is not opened again.
  await step.open.close()
  await noteEnd(work, step, end)
}

interface Performing {
  readonly task: Task
  readonly step: StepWork
  readonly open: OpenStep
}

/** Null while the step goes on. */
async function endOfTask(work: RunWork, steps: readonly StepWork[], what: Performing): Promise<StepEnd | null> {
  const { step, open } = what
  try {
    if (work.cancelled.aborted) return await cancelStep(work, step.step)
    return await doTask(work, steps, what)
  } catch (error) {
    work.signal.throwIfAborted()
    if (work.cancelled.aborted) return await cancelStep(work, step.step)
    return await failStep(open.task, step.notes, error)
  }
}

/** Where nothing more was to be done than to answer. What cannot be counted is held, and the answers say so. */
async function countAfterwards({ guard, holds, signal }: RunWork): Promise<void> {
  try {
    await guard.look()
    await holds.look()
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof StepFailed) || error.code === 'lease-lost') throw error
  }
}

async function doTask(work: RunWork, steps: readonly StepWork[], what: Performing): Promise<StepEnd | null> {
  if (what.task.phase !== 'find') await work.guard.look()
  switch (what.task.phase) {
    case 'find':
      return await search(work, what)
    case 'export':
      await work.guard.begin(work.lease)
      return await endStep(what.open.task, what.step.notes, { left: 0, stuck: [] })
    case 'erase':
      return await erase(work, steps, what)
    case 'poll':
      await pollStep(what.open.task, what.step.notes)
      what.step.position = 'verify'
      return null
    case 'verify':
      return await verify(work, what)
    default:
      return what.task.phase satisfies never
  }
}

async function search({ context, record }: RunWork, { step, open }: Performing): Promise<null> {
  const { product, ordinal } = step.step
  context.notify({ kind: 'product', run: record.run.id, product, position: ordinal, of: record.steps.length })
  await findStep(open.task, step.notes)
  step.isFound = true
  step.position = record.run.action === 'export' ? 'export' : 'erase'
  return null
}

async function erase(work: RunWork, steps: readonly StepWork[], { step, open }: Performing): Promise<StepEnd | null> {
  await work.holds.look()
  const others = steps.filter((other) => other !== step).map(gatedStep)
  const quietUntil = open.product.quietUntil?.(work.context.clock.now()) ?? null
  const gate = gateOf(gatedStep(step), others, quietUntil)
  if (gate !== null) {
    const until = gate.kind === 'quiet-hours' ? gate.until : null
    return await postponeStep(open.task, step.notes, { reason: gateReason(gate), until })
  }
  if (step.notes.unfit === null) await work.guard.begin(work.lease)
  await eraseStep(open.task, step.notes)
  step.rounds += 1
  step.position = step.notes.effects.some(isStarted) ? 'poll' : 'verify'
  return null
}

async function verify({ guard }: RunWork, { step, open }: Performing): Promise<StepEnd | null> {
  const { isMore, ...seen } = await verifyStep(open.task, step.notes, step.rounds < mostRounds)
  if (!isMore) return await endStep(open.task, step.notes, seen)
  guard.forget()
  step.position = 'erase'
  return null
}

/** Nothing more is done; the reason says what may have been done already. */
async function cancelStep({ context, record }: RunWork, step: StepEntry): Promise<StepEnd> {
  const run = await context.journal.run(record.run.id)
  const now = run?.steps.find(({ ordinal }) => ordinal === step.ordinal) ?? step
  return unfinished(now, cancelReasons[now.phase])
}

const cancelReasons: Readonly<Record<StepEntry['phase'], string>> = {
  pending: 'cancelled by the operator before anything was erased',
  recorded: 'cancelled by the operator; a part of what was found may be erased, which `lethe verify` tells',
  erased: 'cancelled by the operator after erasing, before it was verified',
  done: 'cancelled by the operator',
}

async function noteEnd({ context, lease, record }: RunWork, step: StepWork, end: StepEnd): Promise<void> {
  const { product } = step.step
  const run = record.run.id
  const phase = end.outcome === 'done' ? ({ phase: 'done' } as const) : {}
  const { standings: _standings, dueAt: _dueAt, ...state } = end
  await context.journal.markStep(lease, run, product, { ...state, ...phase })
  context.notify({ kind: 'product-end', run, report: reportOf(product, end) })
}

function reportOf(product: string, end: StepEnd): ProductReport {
  const { outcome, evaluated, found, erased, left, deferred, reason, warnings, usualSpellings } = end
  return { product, outcome, evaluated, found, erased, left, deferred, reason, warnings, usualSpellings }
}

async function describe(work: RunWork, begun: StepWork): Promise<StepResult> {
  const { step, set, ledger, end } = begun
  const { product } = step
  const how = end ?? unfinished(step, 'not worked on in this attempt')
  // A product may have failed because the record did: its identifiers are answered with the error either way.
  const { owners } = await (ledger?.tally() ?? nothingRecorded).catch((error: unknown) => {
    if (how.outcome !== 'failed') throw error
    return { owners: [] }
  })
  const { outcome, reason, searchesBy, evaluated, standings, dueAt } = how
  const result = { product, outcome, reason, searchesBy, evaluated, owners, standings }
  const isFree = (owner: Owner): boolean => work.guard.reasonOf(owner) === null
  const exportRows: StepResult['exportRows'] = (subjectKey) => set?.exportRows(subjectKey, isFree) ?? nothing()
  return { exportRows, read: (blob) => readBlob(work, step, blob), dueAt, report: reportOf(product, how), result }
}

const nothingRecorded = Promise.resolve({ owners: [] })

async function* nothing(): AsyncIterable<ExportRow> {}
