/** Recorded findings gathered by profile, so that each profile is opened once for all that is recorded of it. */

import { textOfContent, type Owner, type RecordedFinding, type Target } from '../../domain/finding.ts'
import type { Favorite } from './favorites/favorite.ts'
import { readLocator } from './locator.ts'
import type { StoredProfile } from './storage/store.ts'

export interface RecordedFavorite {
  readonly offset: number
  readonly value: string
  readonly owners: readonly Owner[]
}

export interface RecordedProfile {
  readonly target: Target
  /** As the locators call it. */
  readonly name: string
  readonly favorites: readonly RecordedFavorite[]
}

/** So many findings are in memory at once; a profile whose findings lie farther apart is opened again. */
const findingsAtOnce = 1000

/** Profiles in lots; within a lot each stands once, so that its profiles can be worked on side by side. */
export async function* lotsOf(findings: AsyncIterable<RecordedFinding>): AsyncIterable<readonly RecordedProfile[]> {
  let waiting: RecordedFinding[] = []
  for await (const finding of findings) {
    waiting.push(finding)
    if (waiting.length < findingsAtOnce) continue
    yield [...gathered(waiting)]
    waiting = []
  }
  yield [...gathered(waiting)]
}

function* gathered(findings: readonly RecordedFinding[]): Iterable<RecordedProfile> {
  const profiles = new Map<string, RecordedFinding[]>()
  for (const finding of findings) {
    const name = `${finding.target.table}\n${readLocator(finding.locator)?.profile ?? ''}`
    profiles.set(name, [...(profiles.get(name) ?? []), finding])
  }
  for (const group of profiles.values()) {
    const [first] = group
    const name = first === undefined ? undefined : readLocator(first.locator)?.profile
    if (first !== undefined && name !== undefined) yield { target: first.target, name, favorites: favoritesIn(group) }
  }
}

/** One favorite that two identifiers led to is two findings at one place. */
function favoritesIn(findings: readonly RecordedFinding[]): readonly RecordedFavorite[] {
  const favorites = new Map<string, RecordedFavorite>()
  for (const { locator, content, owner } of findings) {
    const value = textOfContent(content)
    const offset = readLocator(locator)?.offset ?? 0
    // A later round may have recorded another favorite at the same place.
    const place = `${offset} ${value}`
    const owners = [...(favorites.get(place)?.owners ?? []), owner]
    favorites.set(place, { offset, value, owners })
  }
  return [...favorites.values()]
}

/** Which favorites of the profile are the recorded ones: at their place, or else exactly the same text elsewhere in it. */
export function presentIn(
  { profile, placeOf }: StoredProfile,
  recorded: readonly RecordedFavorite[],
): ReadonlyMap<RecordedFavorite, Favorite> {
  const present = new Map<RecordedFavorite, Favorite>()
  const places = new Map(profile.favorites.map((favorite) => [placeOf(favorite), favorite]))
  for (const one of recorded) {
    const there = places.get(one.offset)
    if (there?.raw === one.value) present.set(one, there)
  }
  const taken = new Set(present.values())
  for (const one of recorded.filter((each) => !present.has(each))) {
    const elsewhere = profile.favorites.find((favorite) => favorite.raw === one.value && !taken.has(favorite))
    if (elsewhere === undefined) continue
    taken.add(elsewhere)
    present.set(one, elsewhere)
  }
  return present
}
