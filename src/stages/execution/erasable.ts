/** What of the record may be erased: nothing of those who are held or were not wholly evaluated, unless it was approved. */

import { heldByHold, ownerName, type EffectTally } from '../../domain/effect.ts'
import type { RecordedFinding } from '../../domain/finding.ts'
import { notInOrder } from '../failures.ts'
import type { LedgerTally, StepNotes, StepTask } from './step.ts'

/** Nobody's name for everybody: a target that nobody was searched for in. */
export const everybody = ''

export function namesOf({ unevaluated }: Pick<LedgerTally, 'unevaluated'>): ReadonlySet<string> {
  return new Set(unevaluated.map(({ owner }) => (owner === null ? everybody : ownerName(owner))))
}

export async function* evaluatedOnly(
  findings: AsyncIterable<RecordedFinding>,
  unevaluated: ReadonlySet<string>,
): AsyncIterable<RecordedFinding> {
  if (unevaluated.has(everybody)) return
  if (unevaluated.size === 0) yield* findings
  else for await (const finding of findings) if (!unevaluated.has(ownerName(finding.owner))) yield finding
}

/** What is recorded of those who wait for an answer and are not held, and of the others what was approved. */
export async function* notHeld({ ledger, heldBy, approved, isAnswered }: StepTask): AsyncIterable<RecordedFinding> {
  const { searches } = await ledger.tally()
  for (let search = 1; search <= searches; search += 1) {
    const isApproved = approved(search)
    for await (const finding of ledger.recorded(search)) {
      if (isAnswered(finding.owner)) continue
      const held = heldBy(finding.owner)
      if (held === null || (held.isHold !== true && isApproved?.(finding.owner) === true)) yield finding
    }
  }
}

export async function* withoutRowsHeld(
  findings: AsyncIterable<RecordedFinding>,
  holdOf: Awaited<ReturnType<StepTask['holdsOnRows']>>,
  kept: EffectTally,
): AsyncIterable<RecordedFinding> {
  for await (const finding of findings) {
    const hold = holdOf(finding)
    if (hold === null) yield finding
    else kept.add(finding.owner, finding.target, heldByHold(hold))
  }
}

/** Where there is nothing to erase nothing has to be in order for it. */
export async function* unlessUnfit<T>(findings: AsyncIterable<T>, { unfit }: StepNotes): AsyncIterable<T> {
  for await (const finding of findings) {
    if (unfit !== null) throw notInOrder(unfit)
    yield finding
  }
}
