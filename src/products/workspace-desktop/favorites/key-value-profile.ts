/** Favorites in key-value text: all lines whose keys name the same one. */

import { readKeyValueLines, type KeyValueLine } from '../../../platform/text/key-value-lines.ts'
import type { Favorite, ProfileReading } from './favorite.ts'
import type { Names } from './names.ts'

export function readKeyValueProfile(text: string, names: Names): ProfileReading {
  const reading = readKeyValueLines(text)
  if (!reading.ok) return { ...reading, format: 'key-value text' }
  const groups = new Map<string, KeyValueLine[]>()
  for (const line of reading.lines) {
    const named = names.isLeftAlone(line.section) ? null : names.splitKey(line.key)
    if (named === null) continue
    const id = `${line.section}\n${named.id}`.toLowerCase()
    groups.set(id, [...(groups.get(id) ?? []), line])
  }
  const lines = new Map([...groups.values()].map((group) => [favoriteOf(group, text, names), group]))
  const spansOf = (gone: ReadonlySet<Favorite>) => [...gone].flatMap((favorite) => lines.get(favorite) ?? [])
  return { ok: true, profile: { favorites: [...lines.keys()], spansOf } }
}

function favoriteOf(lines: readonly KeyValueLine[], text: string, names: Names): Favorite {
  return {
    start: lines[0]?.start ?? 0,
    raw: lines
      .map(({ start, end }) => text.slice(start, end))
      .join('')
      .replace(/[\r\n]+$/, ''),
    fields: lines.flatMap(({ key, value }) => names.fieldsOf(names.splitKey(key)?.field ?? '', value)),
  }
}
