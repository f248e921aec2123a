/** What has to be done to a setting so that recorded favorites are gone from it. Pure. */

import type { Owner } from '../../domain/finding.ts'
import { canonicalJson, readJsonTree, writeWithout } from '../../platform/http/json-tree.ts'
import type { GroupContent } from './api.ts'
import type { GroupSetting } from './answers.ts'
import { partSetting, type WebFavorite } from './favorites.ts'
import { isPart, keyless } from './places.ts'
import type { RecordedSetting } from './recorded.ts'
import { unnameable } from './failures.ts'

export type SettingChange =
  | { readonly kind: 'replace'; readonly key: string; readonly json: string }
  | { readonly kind: 'remove'; readonly key: string }

interface StandingFavorite extends WebFavorite {
  readonly setting: GroupSetting
  readonly owners: readonly Owner[]
}

/** Null when none of the recorded favorites stands there any more. */
export function changeFor(
  content: GroupContent,
  recorded: RecordedSetting,
  favoriteAt: readonly string[],
): SettingChange | null {
  const standing = stillStanding(content, recorded, favoriteAt)
  const [first] = standing
  if (first === undefined) return null
  const key = requireKey(content, first.setting)
  if (standing.some(({ path }) => path.length === 0)) return { kind: 'remove', key }
  const dropped = new Set(standing.map(({ value }) => value))
  return { kind: 'replace', key, json: writeWithout(first.setting.content, dropped) }
}

/** The recorded favorites that are there as they were recorded, wherever in the setting they stand by now. */
export function stillStanding(
  content: GroupContent,
  recorded: RecordedSetting,
  favoriteAt: readonly string[],
): readonly StandingFavorite[] {
  return content.settings
    .filter((setting) => isRecorded(setting, recorded))
    .flatMap((setting) =>
      partSetting(setting.content, favoriteAt).favorites.flatMap((favorite) => {
        const owners = recorded.favorites.get(wordingOf(favorite))
        return owners === undefined ? [] : [{ ...favorite, setting, owners }]
      }),
    )
}

function wordingOf({ raw }: WebFavorite): string {
  const tree = readJsonTree(raw)
  return tree === null ? raw : canonicalJson(tree)
}

function isRecorded({ key }: GroupSetting, recorded: RecordedSetting): boolean {
  return key === null ? recorded.key === keyless : isPart(key, recorded.key)
}

/** A call names a setting by its key: it must have one, and be the only one that has it. */
function requireKey(content: GroupContent, { key }: GroupSetting): string {
  if (key !== null && content.settings.filter((other) => other.key === key).length === 1) return key
  throw unnameable(content.group.name, key)
}
