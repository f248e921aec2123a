/** Removes recorded favorites from their profiles; what stands in no record is never touched. */

import { EffectTally, erased, failed, held, type Effect } from '../../domain/effect.ts'
import type { RecordedFinding, Target } from '../../domain/finding.ts'
import { StepFailed } from '../../domain/errors.ts'
import { lotsOf, presentIn, type RecordedProfile } from './recorded-favorites.ts'
import { profilesAtOnce, readAhead } from './storage/read-ahead.ts'
import type { ProfileChange, Store } from './storage/store.ts'

export type StoreOf = (target: Target) => Store

/** A profile that fails is the failure of those whose favorites are in it, unless it may pass; then it is thrown in the end. */
export async function* eraseFavorites(
  storeOf: StoreOf,
  findings: AsyncIterable<RecordedFinding>,
  signal: AbortSignal,
): AsyncIterable<Effect> {
  const tally = new EffectTally()
  const work = async (recorded: RecordedProfile) => ({ recorded, end: await removeFrom(storeOf, recorded) })
  let failure: StepFailed | null = null
  for await (const lot of lotsOf(findings)) {
    for await (const { recorded, end } of readAhead(lot, profilesAtOnce, work)) {
      signal.throwIfAborted()
      if (end instanceof StepFailed && end.retryable) failure ??= end
      else count(tally, recorded, end)
    }
    yield* tally.take()
  }
  if (failure !== null) throw failure
}

async function removeFrom(
  storeOf: StoreOf,
  { target, name, favorites }: RecordedProfile,
): Promise<ProfileChange | StepFailed> {
  try {
    return await storeOf(target).remove(name, (stored) => new Set(presentIn(stored, favorites).values()))
  } catch (error) {
    if (error instanceof StepFailed) return error
    throw error
  }
}

/** Counted as they were found: one favorite that two identifiers led to is two findings. */
function count(tally: EffectTally, { target, favorites }: RecordedProfile, end: ProfileChange | StepFailed): void {
  const fate = end instanceof StepFailed ? failed(end.message) : end.kind === 'done' ? erased : held(end.reason)
  for (const owner of favorites.flatMap((favorite) => favorite.owners)) tally.add(owner, target, fate)
}
