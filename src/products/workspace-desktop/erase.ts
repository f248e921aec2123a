/** Removes recorded favorites from their profiles; what stands in no record is never touched. */

import type { Owner, RecordedFinding, Target } from '../../domain/finding.ts'
import type { Deferred, Erased } from '../../domain/outcome.ts'
import { StepFailed } from '../../domain/errors.ts'
import { nameOfOwner } from '../../platform/match/favorites/matcher.ts'
import { lotsOf, presentIn, type RecordedProfile } from './recorded-favorites.ts'
import { profilesAtOnce, readAhead } from './storage/read-ahead.ts'
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
  const work = async (recorded: RecordedProfile) => ({ recorded, end: await removeFrom(storeOf, recorded) })
  let failure: StepFailed | null = null
  for await (const lot of lotsOf(findings)) {
    for await (const { recorded, end } of readAhead(lot, profilesAtOnce, work)) {
      signal.throwIfAborted()
      if (end instanceof StepFailed) failure ??= end
      else count(totals, recorded, end)
    }
  }
  if (failure !== null) throw failure
  return [...totals.values()].map(({ target, erased, deferred }) => ({
    target,
    erased,
    deferred: [...deferred.values()],
  }))
}

async function removeFrom(
  storeOf: StoreOf,
  { target, name, favorites }: RecordedProfile,
): Promise<Change | StepFailed> {
  try {
    return await storeOf(target).remove(name, (stored) => new Set(presentIn(stored, favorites).values()))
  } catch (error) {
    if (error instanceof StepFailed) return error
    throw error
  }
}

/** Counted as they were found: one favorite that two identifiers led to is two findings. */
function count(totals: Map<string, Total>, recorded: RecordedProfile, change: Change): void {
  const { target } = recorded
  const total = totals.get(target.table) ?? { target, erased: 0, deferred: new Map<string, Deferred>() }
  totals.set(target.table, total)
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
