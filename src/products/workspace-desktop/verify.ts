/** Looks again after erasing: all profiles by the plain rules, and the recorded favorites at their places. */

import type { Owner, RecordedFinding, Target } from '../../domain/finding.ts'
import type { Left } from '../../domain/outcome.ts'
import type { StoreOf } from './erase.ts'
import { favoritesOf } from './find.ts'
import { nameOfOwner } from '../../platform/match/favorites/matcher.ts'
import { plainMatcher } from '../../platform/match/favorites/plain-matcher.ts'
import type { Wanted } from '../../platform/match/favorites/wanted.ts'
import { lotsOf, presentIn, type RecordedProfile } from './recorded-favorites.ts'
import { profilesAtOnce, readAhead } from './storage/read-ahead.ts'
import type { Store } from './storage/store.ts'

export async function leftInStores(
  stores: readonly Store[],
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<readonly Left[]> {
  const counts = new LeftInProfiles()
  if (wanted.length === 0) return []
  for (const store of stores) {
    for await (const { target, owner } of favoritesOf(store, plainMatcher(wanted, { parts: true }), signal))
      counts.add(target, owner)
  }
  return counts.all()
}

export async function leftOfRecorded(
  storeOf: StoreOf,
  findings: AsyncIterable<RecordedFinding>,
  signal: AbortSignal,
): Promise<readonly Left[]> {
  const counts = new LeftInProfiles()
  const look = async ({ target, name, favorites }: RecordedProfile): Promise<void> => {
    const stored = await storeOf(target).find(name)
    if (stored === null) return
    for (const { owners } of presentIn(stored, favorites).keys()) {
      for (const owner of owners) counts.add(target, owner)
    }
  }
  for await (const lot of lotsOf(findings)) {
    for await (const _looked of readAhead(lot, profilesAtOnce, look)) signal.throwIfAborted()
  }
  return counts.all()
}

/** The larger of two counts of the same target and owner: both may have seen the same favorite. */
export function mergeLeft(one: readonly Left[], other: readonly Left[]): readonly Left[] {
  const merged = new Map<string, Left>()
  for (const left of [...one, ...other]) {
    const name = placeOf(left.target, left.owner)
    if ((merged.get(name)?.rows ?? 0) < left.rows) merged.set(name, left)
  }
  return [...merged.values()]
}

class LeftInProfiles {
  readonly #left = new Map<string, Left>()

  add(target: Target, owner: Owner): void {
    const name = placeOf(target, owner)
    this.#left.set(name, { target, owner, rows: (this.#left.get(name)?.rows ?? 0) + 1 })
  }

  all(): readonly Left[] {
    return [...this.#left.values()]
  }
}

function placeOf({ table, column }: Target, owner: Owner): string {
  return `${table}\n${column}\n${nameOfOwner(owner)}`
}
