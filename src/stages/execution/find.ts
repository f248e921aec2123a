/** The first task of a step: asks the product whether it is in order, searches it, and has the history written. */

import { isIncomplete, type RecordCounts } from '../../domain/finding.ts'
import type { Complaint, ProductSession } from '../../domain/product.ts'
import { recordFindings, recordFurther } from './record.ts'
import { withRetries } from './retry.ts'
import type { StepNotes, StepTask } from './step.ts'
import { notInOrder, nowhereToLook, recordGone } from '../failures.ts'

/** Of a step that was cut off after its search only what has come since is searched, and that at later attempts alone. */
export async function findStep(task: StepTask, notes: StepNotes): Promise<void> {
  const session = await withRetries(task, 'open', () => task.session())
  notes.searchesBy = session.searchesBy
  await examine(task, session, notes)
  if (await isRecorded(task)) {
    // Before anything more is erased: afterwards nothing might lead to what has come to the person's rows since.
    if (await searchesAgain(task)) await withRetries(task, 'find', () => recordFurther(task, session))
    await withRetries(task, 'record', () => task.ledger.deliver())
    if (task.phase === 'pending') await note(task, notes, await task.ledger.tally())
  } else {
    await withRetries(task, 'find', () => recordFindings(task, session))
    await withRetries(task, 'record', () => task.ledger.deliver())
    await note(task, notes, await task.ledger.tally())
  }
  const { evaluated, unevaluated } = await task.ledger.tally()
  if (evaluated === 0 && unevaluated.length === 0) refuseBlindness(task, session)
}

async function note(task: StepTask, notes: StepNotes, { evaluated, found }: RecordCounts): Promise<void> {
  notes.noted = { evaluated, found, erased: 0 }
  await task.mark({ phase: 'recorded', ...notes.noted })
}

async function examine(task: StepTask, session: ProductSession, notes: StepNotes): Promise<void> {
  const complaints = await withRetries(task, 'check', () => session.check(task.run.action))
  notes.warnings = complaints.filter(({ severity }) => severity === 'warning').map(sentenceOf)
  notes.usualSpellings = complaints.flatMap(({ place, usualSpellingsOf: kinds = [] }) =>
    kinds.length === 0 ? [] : [{ column: place, kinds }],
  )
  const errors = complaints.filter(({ severity }) => severity === 'error')
  notes.unfit = reasonOf(errors.filter(({ keepsFrom }) => keepsFrom === 'erasing'))
  const reason = reasonOf(errors.filter(({ keepsFrom }) => keepsFrom !== 'erasing'))
  if (reason !== null) throw notInOrder(reason)
  const remarks = await withRetries(task, 'check', () => session.remarks?.(task.subjects) ?? Promise.resolve([]))
  notes.warnings = [...notes.warnings, ...remarks]
}

/** The rows of a run that was cancelled or given up are purged when their time is over, and then it may be retried. */
async function isRecorded(task: StepTask): Promise<boolean> {
  const record = await withRetries(task, 'record', () => task.ledger.tally())
  // The journal may be behind: a search that came to its end in the record is not made anew.
  if (record.searches > 0 && !isIncomplete(record, task.noted)) return true
  if (task.phase === 'pending') return false
  if (task.run.action === 'forget' && task.phase !== 'done') throw recordGone()
  // An export changed nothing, and what is done was verified: a new search misses nothing. Noted before it begins: cut
  // off, it must not pass for the one that was noted as whole.
  await task.mark({ phase: 'pending', evaluated: 0, found: 0, erased: 0 })
  return false
}

/**
 * An export has nothing to lose by what has come since; what could not be evaluated of somebody is tried again, and so is
 * whom rows concern, which other settings may tell otherwise.
 */
async function searchesAgain({ isLater, run, subjects, ledger }: StepTask): Promise<boolean> {
  if (!isLater || subjects.length === 0) return false
  if (run.action === 'forget' || (await ledger.tally()).unevaluated.length > 0) return true
  return (await ledger.reach()).some(({ people }) => people > 0)
}

/** Whoever has a kind of identifier that the product searches by must have been looked for somewhere. */
function refuseBlindness({ subjects }: StepTask, { searchesBy }: ProductSession): void {
  if (!subjects.some(({ identifiers }) => identifiers.some(({ kind }) => searchesBy.includes(kind)))) return
  throw nowhereToLook()
}

/** Null for none. */
function reasonOf(errors: readonly Complaint[]): string | null {
  const [first] = errors
  if (first === undefined) return null
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more; run \`lethe doctor\`)` : ''
  return `${sentenceOf(first)}${more}`
}

function sentenceOf({ place, message }: Complaint): string {
  return `${place}: ${message}`
}
