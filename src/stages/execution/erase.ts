/** Erases what is recorded, and looks again whether it is gone. */

import { countOf, EffectTally, ownerName, type Effect } from '../../domain/effect.ts'
import { heldReason, type Target } from '../../domain/finding.ts'
import type { Left, Standing } from '../../domain/outcome.ts'
import type { ProductSession, Subjects } from '../../domain/product.ts'
import { begunIn, isBegun, notYetBegun } from './begun.ts'
import { evaluatedOnly, everybody, namesOf, notHeld, unlessUnfit, withoutRowsHeld } from './erasable.ts'
import { recordFurther } from './record.ts'
import { withRetries } from './retry.ts'
import type { Ledger, LedgerTally, StepNotes, StepTask } from './step.ts'

/**
 * From the record, never by a search. Nothing of a person is erased whose search was not whole; what is held of somebody
 * keeps nothing else of theirs. Of an identifier that is held as a whole nothing is.
 */
export async function eraseStep(task: StepTask, notes: StepNotes): Promise<void> {
  const session = await task.session()
  const tally = await task.ledger.tally()
  const unevaluated = namesOf({ unevaluated: tally.unevaluated.filter(({ reason }) => heldReason(reason) === null) })
  const holdOf = await withRetries(task, 'find', task.holdsOnRows)
  let again = task.run.again
  await withRetries(task, 'erase', async () => {
    const run = { ...task.run, again }
    // What is tried again may have been done.
    again = true
    const begun = begunIn(await task.ledger.effects())
    const kept = new EffectTally()
    const free = withoutRowsHeld(notYetBegun(evaluatedOnly(notHeld(task), unevaluated), begun), holdOf, kept)
    await gather(task, { begun, told: session.erase(unlessUnfit(free, notes), run), kept }, notes)
  })
  await noteErased(task, notes)
}

/** What has become of everything recorded, and how far the step is. */
export async function noteErased(task: StepTask, notes: StepNotes): Promise<void> {
  const tally = await task.ledger.tally()
  const { evaluated, found } = tally
  const erased = erasedIn(task, tally, notes.effects)
  notes.noted = { evaluated, found, erased }
  await task.mark({ phase: 'erased', evaluated, found, erased })
}

/** With what was recorded of those whom an earlier attempt has answered: it is not erased once more. */
export function erasedIn({ isAnswered }: StepTask, { owners }: LedgerTally, effects: readonly Effect[]): number {
  const before = owners.filter(({ owner }) => isAnswered(owner)).reduce((sum, { found }) => sum + found, 0)
  return before + countOf(effects, 'erased')
}

/** What is erased is counted by the journal; of the rest it has to be told again why it stays. */
export async function noteStaying(ledger: Ledger, effects: readonly Effect[]): Promise<void> {
  const staying = effects.filter((effect) => isStaying(effect) || isBegun(effect))
  for (let from = 0; from < staying.length; from += effectsAtOnce) {
    await ledger.noteEffects(staying.slice(from, from + effectsAtOnce))
  }
}

const effectsAtOnce = 1000

function isStaying({ fate }: Effect): boolean {
  return fate.kind !== 'erased' && fate.kind !== 'gone'
}

interface ToldErasing {
  /** What goes on from before. */
  readonly begun: readonly Effect[]
  readonly told: AsyncIterable<Effect>
  /** What the product was not told of. */
  readonly kept: EffectTally
}

async function gather(task: StepTask, { begun, told, kept }: ToldErasing, notes: StepNotes): Promise<void> {
  const { ledger, run } = task
  run.signal.throwIfAborted()
  const goingOn: Effect[] = [...begun]
  const over = new EffectTally()
  ledger.beginErasing()
  try {
    await ledger.noteEffects(begun)
    for await (const effect of told) {
      if (isBegun(effect)) {
        // Before the product goes on: nobody may begin a second time what this receipt stands for.
        await ledger.noteEffects([effect])
        goingOn.push(effect)
      } else over.add(effect.owner, effect.target, effect.fate, effect.findings)
    }
  } finally {
    // Also when it fails: what is erased stays erased, and is told.
    notes.effects = [...goingOn, ...over.take(), ...kept.take()]
  }
  run.signal.throwIfAborted()
  await noteStaying(
    ledger,
    notes.effects.filter((effect) => !isBegun(effect)),
  )
  await ledger.completeErasing()
}

/** A product may remember whom it has looked for after an erasing; of whoever is held nothing was erased. */
function subjectsNotHeld({ subjects, heldBy }: StepTask): Subjects {
  return subjects.map((subject) => {
    const { key: subjectKey, identifiers } = subject
    return {
      ...subject,
      identifiers: identifiers.filter(({ kind, value }) => heldBy({ subjectKey, kind, consumerId: value }) === null),
    }
  })
}

export interface Verification {
  /** Values that are still seen. */
  readonly left: number
  /** Something came while the rest was erased, and stands recorded now: it is erased next. */
  readonly isMore: boolean
  /** Whose values are seen although erasing does not reach them. */
  readonly stuck: readonly Standing[]
}

/**
 * Looks again by the product's own path. What it keeps seeing although erasing does not reach it is the failure of those
 * whose it is. `mayAdd`: what has come meanwhile may be recorded for another round.
 */
export async function verifyStep(task: StepTask, notes: StepNotes, mayAdd: boolean): Promise<Verification> {
  const session = await task.session()
  const seen = await withRetries(task, 'verify', () => session.verify(subjectsNotHeld(task), notHeld(task), task.run))
  const unevaluated = namesOf(await task.ledger.tally())
  const explained = explainedBy(notes.effects)
  const isExplained = ({ owner, target }: Left): boolean =>
    explained.has(placeOf(ownerName(owner), target)) || unevaluated.has(ownerName(owner)) || unevaluated.has(everybody)
  const unexplained = seen.filter((entry) => entry.rows > 0 && !isExplained(entry))
  const left = countRows(seen)
  if (unexplained.length === 0) return { left, isMore: false, stuck: [] }
  const added = mayAdd ? await addUnseen(task, session) : 0
  return added === 0 ? { left, isMore: false, stuck: unexplained.map(leftOver) } : { left, isMore: true, stuck: [] }
}

async function addUnseen(task: StepTask, session: ProductSession): Promise<number> {
  const added = await recordFurther(task, session)
  if (added > 0) await withRetries(task, 'record', () => task.ledger.deliver())
  return added
}

/** Where something of an owner stays that was reported. */
function explainedBy(effects: readonly Effect[]): ReadonlySet<string> {
  return new Set(effects.filter(isStaying).map(({ owner, target }) => placeOf(ownerName(owner), target)))
}

function placeOf(owner: string, { table, column }: Target): string {
  return JSON.stringify([owner, table, column])
}

function countRows(left: readonly Left[]): number {
  return left.reduce((sum, { rows }) => sum + rows, 0)
}

function leftOver({ owner, rows }: Left): Standing {
  const reason = `verification still sees ${rows} value(s) after erasing; it is tried again at the next pass`
  return { owner, kind: 'failed', reason }
}
