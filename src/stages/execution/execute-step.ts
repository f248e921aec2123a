/** One product's part of a run, from wherever it was cut off to its end: check, find, record, erase, verify. */

import { StepFailed } from '../../domain/errors.ts'
import { isIncomplete, type RecordCounts } from '../../domain/finding.ts'
import { persist } from '../../domain/checkpoint.ts'
import type { Deferred } from '../../domain/outcome.ts'
import type { Complaint, ProductSession } from '../../domain/product.ts'
import { eraseRecorded, type Erasure } from './erase.ts'
import { recordFindings, recordFurther } from './record.ts'
import { withRetries } from './retry.ts'
import type { StepEnd, StepTask } from './step.ts'

/** What is known of the product before its work ends, one way or the other. */
interface Known {
  warnings: readonly string[]
  searchesBy: StepEnd['searchesBy']
  erased: number
  /** What is noted in the journal as recorded. */
  noted: RecordCounts
}

/**
 * Resolves with an end for everything that can go wrong in a product; rejects only when the run's signal is aborted,
 * and then the step can be resumed as it stands in the journal and the ledger.
 */
export async function executeStep(task: StepTask): Promise<StepEnd> {
  const known: Known = { warnings: [], searchesBy: null, erased: 0, noted: task.noted }
  try {
    const session = await withRetries(task, 'open', () => task.open())
    try {
      return await finishStep(noting(task, known), session, known)
    } finally {
      await session.close()
    }
  } catch (error) {
    task.run.signal.throwIfAborted()
    return await failedEnd(task, known, error)
  }
}

async function finishStep(given: StepTask, session: ProductSession, known: Known): Promise<StepEnd> {
  known.searchesBy = session.searchesBy
  const complaints = await withRetries(given, 'check', () => session.check(given.run.action))
  known.warnings = complaints.filter(({ severity }) => severity === 'warning').map(sentenceOf)
  refuseErrors(complaints)
  const remarks = await withRetries(given, 'check', () => session.remarks?.(given.subjects) ?? Promise.resolve([]))
  known.warnings = [...known.warnings, ...remarks]
  const task = await withWholeRecord(given)
  if (task.phase === 'pending') await withRetries(task, 'find', () => recordFindings(task, session))
  const quiet = task.run.action === 'forget' ? task.quietUntil() : null
  if (quiet !== null) return await postponed(task, known, quiet)
  // Before anything more is erased: afterwards nothing might lead to what has come to the person's rows since.
  if (isLater(task)) await withRetries(task, 'find', () => recordFurther(task, session))
  const { unerased, ...erasure } = task.run.action === 'forget' ? await eraseRecorded(task, session) : nothingErased
  known.warnings = [...known.warnings, ...unerased]
  const { evaluated, found } = await task.ledger.tally()
  if (evaluated === 0) refuseBlindness(task, session)
  return { ...aboutProduct(known), evaluated, found, ...erasure, ...outcomeOf(erasure.deferred) }
}

/** The rows of a run that was cancelled or given up are purged when their time is over, and then it may be retried. */
async function withWholeRecord(task: StepTask): Promise<StepTask> {
  if (task.phase === 'pending') return task
  const record = await withRetries(task, 'record', () => task.ledger.tally())
  if (!isIncomplete(record, task.noted)) return task
  // An export changed nothing, and what is done was verified: a new search misses nothing.
  if (task.run.action === 'export' || task.phase === 'done') return await fromTheStart(task)
  throw new StepFailed('history', recordGone, { retryable: false })
}

/** Noted before anything is recorded: cut off, the new search must not pass for the one that was noted as whole. */
async function fromTheStart(task: StepTask): Promise<StepTask> {
  const start = { phase: 'pending', evaluated: 0, found: 0, erased: 0 } as const
  await persist(task.checkpoint, 'journal:step', () => task.mark(start))
  return { ...task, phase: 'pending' }
}

/** A part may be erased, and with it what would lead a new search to the rest, as in a chain of call records. */
const recordGone =
  'the history no longer holds what this run had recorded (it is purged after `history.daysToKeep` days), so nobody can ' +
  'tell what is left of it; look through the product by hand, or drop the request files again under new names'

/** Whoever has a kind of identifier that the product searches by must have been looked for somewhere. */
function refuseBlindness({ subjects }: StepTask, { searchesBy }: ProductSession): void {
  if (!subjects.some(({ identifiers }) => identifiers.some(({ kind }) => searchesBy.includes(kind)))) return
  const message = 'nothing was evaluated: under its settings the product has no place to look in; check its entry'
  throw new StepFailed('internal', message, { retryable: false })
}

function aboutProduct({ warnings, searchesBy, erased }: Known): Omit<Known, 'noted'> {
  return { warnings, searchesBy, erased }
}

function isLater({ run, phase, again, subjects }: StepTask): boolean {
  return again && run.action === 'forget' && phase !== 'pending' && subjects.length > 0
}

/** Everything is recorded, and nothing more is erased before the quiet time is over. */
async function postponed(task: StepTask, known: Known, until: Date): Promise<StepEnd> {
  const { evaluated, found, owners } = await task.ledger.tally()
  const dueAt = until.toISOString()
  const reason = `quiet hours until ${dueAt}; what is recorded is erased after them`
  const deferred = owners.filter((one) => one.found > 0).map((one) => ({ owner: one.owner, rows: one.found, reason }))
  return { ...aboutProduct(known), evaluated, found, left: found, deferred, outcome: 'deferred', reason, dueAt }
}

/** Remembers what was erased, so that a step that fails afterwards still says so. */
function noting(task: StepTask, known: Known): StepTask {
  const mark: StepTask['mark'] = async (progress) => {
    known.erased = progress.erased
    known.noted = { evaluated: progress.evaluated, found: progress.found }
    await task.mark(progress)
  }
  return { ...task, mark }
}

const nothing = { erased: 0, left: 0, deferred: [] } as const
const nothingErased: Erasure = { ...nothing, unerased: [] }

function outcomeOf(deferred: readonly Deferred[]): Pick<StepEnd, 'outcome' | 'reason'> {
  if (deferred.length === 0) return { outcome: 'done', reason: null }
  const reasons = [...new Set(deferred.map(({ reason }) => reason))].join('; ')
  return { outcome: 'deferred', reason: `${reasons}; tried again at the next pass` }
}

function refuseErrors(complaints: readonly Complaint[]): void {
  const errors = complaints.filter(({ severity }) => severity === 'error')
  const [first] = errors
  if (first === undefined) return
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more; run \`lethe doctor\`)` : ''
  throw new StepFailed('statement', `${sentenceOf(first)}${more}`, { retryable: false })
}

function sentenceOf({ place, message }: Complaint): string {
  return `${place}: ${message}`
}

async function failedEnd(task: StepTask, known: Known, error: unknown): Promise<StepEnd> {
  const { code, reason } = describeFailure(error)
  const erased = Math.max(known.erased, error instanceof StepFailed ? error.erased : 0)
  const fields = { run: task.run.runId, product: task.product, code, reason }
  task.log.error(fields, 'product failed')
  // The history itself may be what failed.
  const record = await task.ledger.tally().catch(() => known.noted)
  // What the record has lost is remembered: the next attempt must not take the rest for the whole.
  const evaluated = Math.max(record.evaluated, known.noted.evaluated)
  const found = Math.max(record.found, known.noted.found)
  return { outcome: 'failed', ...nothing, ...aboutProduct(known), erased, evaluated, found, reason }
}

/** An error that is none of ours is a bug: its kind is told, its text may quote data. */
function describeFailure(error: unknown): { readonly code: string; readonly reason: string } {
  if (error instanceof StepFailed) return { code: error.code, reason: error.message }
  const kind = error instanceof Error ? error.constructor.name : typeof error
  return { code: 'internal', reason: `an unexpected ${kind} stopped the product; report it to the makers of Lethe` }
}
