/** Erases what is recorded and looks again, until nothing is left but what may not be touched now. */

import type { Owner, Target } from '../../domain/finding.ts'
import { StepFailed } from '../../domain/errors.ts'
import type { Deferred, Erased, Left } from '../../domain/outcome.ts'
import type { ProductSession } from '../../domain/product.ts'
import { persist } from '../../domain/checkpoint.ts'
import { recordFurther } from './record.ts'
import { withRetries } from './retry.ts'
import type { StepTask } from './step.ts'

/** Data that arrives while we erase is searched again so many times; what then still comes is left to the next pass. */
const mostRounds = 3

export interface Erasure {
  readonly erased: number
  readonly left: number
  readonly deferred: readonly Deferred[]
  /** What stays by the operator's own policy, and what could not be reached any more, in sentences. */
  readonly unerased: readonly string[]
}

/** Throws StepFailed `left-over` when verification keeps seeing what erasing does not reach. */
export async function eraseRecorded(task: StepTask, session: ProductSession): Promise<Erasure> {
  for (let round = 1; ; round++) {
    const tally = await withRetries(task, 'erase', () => eraseOnce(task, session))
    const left = await withRetries(task, 'verify', () =>
      session.verify(task.subjects, task.ledger.recorded(), task.run),
    )
    const erasure = {
      erased: tally.reduce((sum, target) => sum + target.erased, 0),
      left: countRows(left),
      deferred: tally.flatMap((target) => target.deferred).filter(({ rows }) => rows > 0),
      unerased: [...tally.flatMap(retainedIn), ...vanishedFrom(tally)],
    }
    const unexplained = left.filter((entry) => entry.rows > 0 && !isDeferred(entry, tally))
    if (unexplained.length === 0) return erasure
    const added = round < mostRounds ? await recordFurther(task, session) : 0
    if (added === 0) throw leftOver(countRows(unexplained))
  }
}

function retainedIn({ target, retained = 0 }: Erased): readonly string[] {
  return retained === 0
    ? []
    : [`${target.table}.${target.column}: ${retained} value(s) stay, as the settings say (keep)`]
}

/** Without the names of the places: those of logs may be personal. */
function vanishedFrom(tally: readonly Erased[]): readonly string[] {
  const vanished = tally.reduce((sum, target) => sum + (target.vanished ?? 0), 0)
  if (vanished === 0) return []
  return [
    `${vanished} recorded value(s) could not be redacted, since what held them was removed or moved away; ` +
      'everything that is there now was searched again; if it was moved, redact it where it is',
  ]
}

async function eraseOnce(task: StepTask, session: ProductSession): Promise<readonly Erased[]> {
  const { checkpoint, ledger, run } = task
  run.signal.throwIfAborted()
  const tally = await persist(checkpoint, 'product:erase', () => session.erase(ledger.recorded(), run))
  run.signal.throwIfAborted()
  const erased = tally.reduce((sum, target) => sum + target.erased, 0)
  const counts = await ledger.tally()
  await persist(checkpoint, 'journal:erased', () => task.mark({ phase: 'erased', erased, ...counts }))
  return tally
}

/** Whether what is left of this owner in this target was reported as not to be touched now. */
function isDeferred(left: Left, tally: readonly Erased[]): boolean {
  return tally.some(
    ({ target, deferred }) =>
      sameTarget(target, left.target) && deferred.some(({ owner, rows }) => rows > 0 && sameOwner(owner, left.owner)),
  )
}

function sameTarget(a: Target, b: Target): boolean {
  return a.table === b.table && a.column === b.column
}

function sameOwner(a: Owner, b: Owner): boolean {
  return a.subjectKey === b.subjectKey && a.kind === b.kind && a.consumerId === b.consumerId
}

function countRows(left: readonly Left[]): number {
  return left.reduce((sum, { rows }) => sum + rows, 0)
}

function leftOver(rows: number): StepFailed {
  const message = `verification still sees ${rows} value(s) after erasing; it is tried again at the next pass`
  return new StepFailed('left-over', message, { retryable: false })
}
