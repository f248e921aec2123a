/** One pass over all profiles for everybody who is wanted. */

import { heldBack, type Evaluation, type Finding, type Owner } from '../../domain/finding.ts'
import { locatorOf } from './locator.ts'
import { nameOfOwner, ownersOf, type FavoriteMatcher, type NamedBy } from '../../platform/match/favorites/matcher.ts'
import type { Wanted } from '../../platform/match/favorites/wanted.ts'
import type { Store } from './storage/store.ts'

/** Every favorite once per owner, as it stands in its profile. */
export async function* favoritesOf(
  store: Store,
  matcher: FavoriteMatcher,
  signal: AbortSignal,
): AsyncIterable<Finding> {
  for await (const { finding } of namedFavorites(store, matcher, signal)) yield finding
}

interface NamedFavorite extends Pick<NamedBy, 'by'> {
  readonly finding: Finding
}

async function* namedFavorites(
  store: Store,
  matcher: FavoriteMatcher,
  signal: AbortSignal,
): AsyncIterable<NamedFavorite> {
  for await (const stored of store.profiles(signal)) {
    for (const favorite of stored.profile.favorites) {
      const owners = ownersOf(favorite.fields, matcher)
      if (owners.length === 0) continue
      const locator = locatorOf(stored.name, stored.placeOf(favorite))
      for (const { owner, by } of owners) {
        yield { finding: { owner, target: store.target, locator, content: favorite.raw }, by }
      }
    }
  }
}

export interface FindOptions {
  /** A favorite that contains the digits alone is held, not found. */
  readonly holdParts: boolean
  /** Told of a favorite that was found by a field of which nobody said what it holds. */
  readonly foundByUnknown: () => void
  readonly signal: AbortSignal
}

/** And in the end, of everybody who is in no favorite, that we looked. */
export async function* findWanted(
  store: Store,
  wanted: readonly Wanted[],
  matcher: FavoriteMatcher,
  { holdParts, foundByUnknown, signal }: FindOptions,
): AsyncIterable<Evaluation> {
  signal.throwIfAborted()
  const seen = new Set<string>()
  const held = new Map<string, Owner>()
  for await (const { finding, by } of namedFavorites(store, matcher, signal)) {
    const name = nameOfOwner(finding.owner)
    if (by === 'part' && holdParts) {
      held.set(name, finding.owner)
      continue
    }
    if (by === 'unknown') foundByUnknown()
    seen.add(name)
    yield finding
  }
  const { target } = store
  for (const owner of held.values()) yield { owner, target, unevaluated: heldBack(partOfNumber) }
  const unseen = wanted.filter(({ owner }) => !seen.has(nameOfOwner(owner)) && !held.has(nameOfOwner(owner)))
  for (const { owner } of unseen) yield { owner, target, locator: null, content: null }
}

const partOfNumber =
  'a favorite has these digits within a longer number, which may be a stranger’s, and stays; have it looked at, then remove it in Workspace or set `partOfNumber: erase`'
