/** One pass over all profiles for everybody who is wanted. */

import type { Finding, Owner } from '../../domain/finding.ts'
import { locatorOf } from './locator.ts'
import { nameOfOwner, ownersOf, type FavoriteMatcher } from '../../platform/match/favorites/matcher.ts'
import type { Wanted } from '../../platform/match/favorites/wanted.ts'
import type { Store } from './storage/store.ts'

/** Every favorite once per owner, as it stands in its profile. */
export async function* favoritesOf(
  store: Store,
  matcher: FavoriteMatcher,
  signal: AbortSignal,
): AsyncIterable<Finding> {
  for await (const stored of store.profiles(signal)) {
    for (const favorite of stored.profile.favorites) {
      const owners = ownersOf(favorite.fields, matcher)
      if (owners.length === 0) continue
      const locator = locatorOf(stored.name, stored.placeOf(favorite))
      for (const { owner } of owners) yield { owner, target: store.target, locator, content: favorite.raw }
    }
  }
}

/** And in the end, of everybody who is in no favorite, that we looked. */
export async function* findWanted(
  store: Store,
  wanted: readonly Wanted[],
  matcher: FavoriteMatcher,
  signal: AbortSignal,
): AsyncIterable<Finding> {
  signal.throwIfAborted()
  const seen = new Set<string>()
  for await (const finding of favoritesOf(store, matcher, signal)) {
    seen.add(nameOfOwner(finding.owner))
    yield finding
  }
  const unseen: readonly Owner[] = wanted.map(({ owner }) => owner).filter((owner) => !seen.has(nameOfOwner(owner)))
  for (const owner of unseen) yield { owner, target: store.target, locator: null, content: null }
}
