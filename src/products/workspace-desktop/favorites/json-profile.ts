/** Favorites in JSON: the items of lists that bear a certain name. */

import type { TextSpan } from '../../../platform/text/encoded.ts'
import { readJsonPlaces, type JsonItem, type JsonPlace } from '../../../platform/text/json-places.ts'
import type { Favorite, FavoriteField, Profile, ProfileReading } from './favorite.ts'
import type { Names } from './names.ts'

/** A list with the favorites that its items are. */
type List = readonly (readonly [item: JsonItem, favorite: Favorite])[]

export function readJsonProfile(text: string, names: Names): ProfileReading {
  const reading = readJsonPlaces(text)
  if (!reading.ok) return { ...reading, format: 'JSON' }
  return { ok: true, profile: profileOf([...listsIn(reading.root, text, names)]) }
}

/** Of a document or a member that is read already. */
function profileOf(lists: readonly List[]): Profile {
  return {
    favorites: lists.flatMap((list) => list.map(([, favorite]) => favorite)),
    spansOf: (gone) => lists.flatMap((list) => spansIn(list, gone)),
  }
}

function* listsIn(place: JsonPlace, text: string, names: Names): Iterable<List> {
  for (const { name, value } of place.items ?? []) {
    if (name !== null && names.isLeftAlone(name)) continue
    if (name !== null && names.isList(name) && value.items !== null)
      yield value.items.map((item) => readItem(item, text, names))
    else yield* listsIn(value, text, names)
  }
}

function readItem(item: JsonItem, text: string, names: Names): readonly [JsonItem, Favorite] {
  const { start, end, name } = item
  const fields = [...fieldsIn(item.value, name ?? '', names)]
  return [item, { start, raw: text.slice(start, end), fields }]
}

/** Items of an array bear the array's name. */
function* fieldsIn(place: JsonPlace, name: string, names: Names): Iterable<FavoriteField> {
  if (place.items === null) {
    if (typeof place.scalar === 'string' || typeof place.scalar === 'number') {
      yield* names.fieldsOf(name, String(place.scalar))
    }
    return
  }
  for (const item of place.items) yield* fieldsIn(item.value, item.name ?? name, names)
}

/** Each item goes with one comma: the one before it while something before it stays, else the one behind it. */
function spansIn(list: List, gone: ReadonlySet<Favorite>): readonly TextSpan[] {
  const firstKept = list.findIndex(([, favorite]) => !gone.has(favorite))
  return list.flatMap(([{ start, end }, favorite], i) => {
    if (!gone.has(favorite)) return []
    const staysBefore = firstKept >= 0 && firstKept < i
    if (staysBefore) return [{ start: list[i - 1]?.[0].end ?? start, end }]
    return [{ start, end: list[i + 1]?.[0].start ?? end }]
  })
}
