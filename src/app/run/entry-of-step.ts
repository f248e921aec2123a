/** Which entry of the settings an open run goes on with: names count positions, and entries may have changed places. */

import { StepFailed } from '../../domain/errors.ts'
import type { EntryMark, StepEntry } from '../../records/journal/entries.ts'

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
  if (mark === null) return named ?? gone()
  const inPlace = entries.filter((entry) => entry.mark.place === mark.place)
  const same = inPlace.find((entry) => entry.mark.settings === mark.settings)
  if (same !== undefined) return same
  const others = steps.filter((other) => other.product !== step.product)
  const [free, ...more] = inPlace.filter((entry) => !others.some((other) => isSame(other, entry)))
  if (free !== undefined) return more.length === 0 ? free : elsewhere()
  if (named === undefined) return gone()
  // Nothing is recorded yet: the operator may have corrected where the data stands.
  const isFree = !others.some(({ entry }) => entry?.place === named.mark.place)
  return step.phase === 'pending' && isFree ? named : elsewhere()
}

function isSame({ entry }: StepEntry, { mark }: NamedEntry): boolean {
  return entry?.place === mark.place && entry.settings === mark.settings
}

function gone(): never {
  throw new StepFailed('changed', 'the settings have this product no more; put its entry back', { retryable: false })
}

function elsewhere(): never {
  const message =
    'the entry of the settings is another one than this run began with; put it back as it was, or cancel the run and ' +
    'drop its request files again under new names'
  throw new StepFailed('changed', message, { retryable: false })
}
