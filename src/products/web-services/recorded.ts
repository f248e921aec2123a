/** Recorded findings sorted by the setting they stand in, so that each setting is changed once. */

import { textOfContent, type Owner, type RecordedFinding } from '../../domain/finding.ts'
import { canonicalJson, readJsonTree } from '../../platform/http/json-tree.ts'
import type { SettingsGroup } from './api.ts'
import { isPart, placeOf, type Root } from './places.ts'
import type { Survey } from './survey.ts'
import { foreignFinding } from './failures.ts'

/** How many findings are sorted at a time: bounds memory, not the result. */
const bucketing = 1000

/** What was recorded in one setting. */
export interface RecordedSetting {
  /** The part of the locator. */
  readonly key: string
  /** Canonical JSON of each favorite, with those it is recorded for. */
  readonly favorites: ReadonlyMap<string, readonly Owner[]>
  readonly findings: number
}

/** What was recorded in one group of one root. */
export interface RecordedGroup {
  readonly root: Root
  /** The part of the locator. */
  readonly group: string
  readonly table: string
  readonly settings: readonly RecordedSetting[]
}

export async function* bucketsOf(findings: AsyncIterable<RecordedFinding>): AsyncIterable<RecordedGroup> {
  let some: RecordedFinding[] = []
  for await (const finding of findings) {
    some.push(finding)
    if (some.length < bucketing) continue
    yield* sorted(some)
    some = []
  }
  yield* sorted(some)
}

interface SortedSetting {
  readonly key: string
  readonly favorites: Map<string, Owner[]>
  findings: number
}

interface SortedBucket extends Omit<RecordedGroup, 'settings'> {
  readonly settings: Map<string, SortedSetting>
}

function sorted(findings: readonly RecordedFinding[]): readonly RecordedGroup[] {
  const buckets = new Map<string, SortedBucket>()
  for (const { locator, content, target, owner } of findings) {
    const place = placeOf(locator)
    const tree = readJsonTree(textOfContent(content))
    if (place === null || tree === null) throw foreignFinding()
    const name = JSON.stringify([place.root, place.group, target.table])
    const bucket: SortedBucket = buckets.get(name) ?? { ...place, table: target.table, settings: new Map() }
    buckets.set(name, bucket)
    const setting: SortedSetting = bucket.settings.get(place.key) ?? {
      key: place.key,
      favorites: new Map(),
      findings: 0,
    }
    bucket.settings.set(place.key, setting)
    const favorite = canonicalJson(tree)
    setting.favorites.set(favorite, [...(setting.favorites.get(favorite) ?? []), owner])
    setting.findings++
  }
  return [...buckets.values()].map((bucket) => ({ ...bucket, settings: [...bucket.settings.values()] }))
}

/** The group of today; null when it is gone, with all that was recorded in it. */
export async function findGroup({ api, signal }: Survey, bucket: RecordedGroup): Promise<SettingsGroup | null> {
  const groups = (await api.groups(bucket.root, signal)) ?? []
  return groups.find(({ name }) => isPart(name, bucket.group)) ?? null
}
