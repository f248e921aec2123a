/** Which entry of the settings an open run goes on with: names count positions, and entries may have changed places. */

import type { EntryMark, StepEntry } from '../../records/journal/entries.ts'
import { entryElsewhere, entryGone } from '../failures.ts'

interface NamedEntry {
  readonly name: string
  readonly mark: EntryMark
}

/**
 * The entry that the step began with, also under another name and with other settings, as long as its data stands where
 * it stood: recorded keys mean nothing anywhere else. Throws StepFailed when there is none, or it cannot be told.
 */
export function entryOfStep<T extends NamedEntry>(
  step: StepEntry,
  steps: readonly StepEntry[],
  entries: readonly T[],
): T {
  const named = entries.find(({ name }) => name === step.product)
  const { entry: mark } = step
  if (mark === null) {
    if (named === undefined) throw entryGone()
    return named
  }
  const inPlace = entries.filter((entry) => entry.mark.place === mark.place)
  const same = inPlace.find((entry) => entry.mark.settings === mark.settings)
  if (same !== undefined) return same
  const others = steps.filter((other) => other.product !== step.product)
  const [free, ...more] = inPlace.filter((entry) => !others.some((other) => isSame(other, entry)))
  if (free !== undefined) {
    if (more.length > 0) throw entryElsewhere()
    return free
  }
  if (named === undefined) throw entryGone()
  // Nothing is recorded yet: the operator may have corrected where the data stands.
  const isFree = !others.some(({ entry }) => entry?.place === named.mark.place)
  if (step.phase === 'pending' && isFree) return named
  throw entryElsewhere()
}

function isSame({ entry }: StepEntry, { mark }: NamedEntry): boolean {
  return entry?.place === mark.place && entry.settings === mark.settings
}
