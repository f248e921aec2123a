/** Removes recorded favorites from their profiles; what stands in no record is never touched. */

import type { Owner, RecordedFinding, Target } from '../../domain/finding.ts'
import type { Deferred, Erased } from '../../domain/outcome.ts'
import { StepFailed } from '../../domain/errors.ts'
import { nameOfOwner } from './matching/matcher.ts'
import { presentIn, profilesOf, type RecordedProfile } from './recorded-favorites.ts'
import type { Change, Store } from './storage/store.ts'

interface Total {
  readonly target: Target
  erased: number
  readonly deferred: Map<string, Deferred>
}

export type StoreOf = (target: Target) => Store

/** A profile that fails does not keep the others from being cleaned; its failure is thrown in the end. */
export async function eraseFavorites(
  storeOf: StoreOf,
  findings: AsyncIterable<RecordedFinding>,
  signal: AbortSignal,
): Promise<readonly Erased[]> {
  const totals = new Map<string, Total>()
  let failure: StepFailed | null = null
  for await (const recorded of profilesOf(findings)) {
    signal.throwIfAborted()
    const total = totals.get(recorded.target.table) ?? { target: recorded.target, erased: 0, deferred: new Map() }
    totals.set(recorded.target.table, total)
    try {
      count(total, recorded, await removeFrom(storeOf(recorded.target), recorded))
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error
      failure ??= error
    }
  }
  if (failure !== null) throw failure
  return [...totals.values()].map(({ target, erased, deferred }) => ({
    target,
    erased,
    deferred: [...deferred.values()],
  }))
}

function removeFrom(store: Store, { name, favorites }: RecordedProfile): Promise<Change> {
  return store.remove(name, (stored) => new Set(presentIn(stored, favorites).values()))
}

/** Counted as they were found: one favorite that two identifiers led to is two findings. */
function count(total: Total, recorded: RecordedProfile, change: Change): void {
  const owners: readonly Owner[] = recorded.favorites.flatMap((favorite) => favorite.owners)
  if (change.kind === 'done') {
    total.erased += owners.length
    return
  }
  for (const owner of owners) {
    const rows = (total.deferred.get(nameOfOwner(owner))?.rows ?? 0) + 1
    total.deferred.set(nameOfOwner(owner), { owner, rows, reason: change.reason })
  }
}
