/** Finds the favorites and recents that name one of the subjects. */

import type { Finding, Owner, Target } from '../../domain/finding.ts'
import type { Needle, Needles } from '../../platform/match/needles.ts'
import type { SettingsGroup, GroupContent } from './api.ts'
import type { GroupSetting } from './answers.ts'
import { partSetting, type WebFavorite } from './favorites.ts'
import { locatorOf } from './places.ts'
import { kinds, recognise } from '../../platform/match/recognise.ts'
import { readGroups, type Survey } from './survey.ts'
import { noSingleFavorite } from './failures.ts'

/** One finding per identifier and favorite; its value is the favorite as stored. */
export async function* findFavorites(survey: Survey, needles: Needles): AsyncIterable<Finding> {
  const evaluated = new Set<string>()
  const found = new Set<string>()
  for await (const content of readGroups(survey)) {
    survey.signal.throwIfAborted()
    evaluated.add(content.group.name)
    for (const finding of findingsIn(content, needles, survey.site.favoriteAt)) {
      found.add(nameOf(finding.owner, finding.target))
      yield finding
    }
  }
  yield* nothingFound(evaluated, found, needles)
}

/** A group is a table of the history, and `favorite` its one column. */
export function targetOf(group: string): Target {
  return { table: group, column: 'favorite' }
}

function* findingsIn(content: GroupContent, needles: Needles, favoriteAt: readonly string[]): Iterable<Finding> {
  for (const [index, setting] of content.settings.entries()) {
    const { favorites, loose } = partSetting(setting.content, favoriteAt)
    if (recognise(needles, loose).size > 0) throw noSingleFavorite(content.group.name)
    for (const favorite of favorites) {
      const owners = ownersOf(recognise(needles, favorite.texts))
      const at = { group: content.group, setting, index, favorite }
      yield* owners.map((owner) => findingOf(owner, at))
    }
  }
}

interface At {
  readonly group: SettingsGroup
  readonly setting: GroupSetting
  readonly index: number
  readonly favorite: WebFavorite
}

function findingOf(owner: Owner, { group, setting, index, favorite }: At): Finding {
  const path = setting.key === null ? [String(index), ...favorite.path] : favorite.path
  return {
    owner,
    target: targetOf(group.name),
    locator: locatorOf(group.root, group.name, setting.key, path),
    content: favorite.raw,
  }
}

function ownersOf(needles: ReadonlySet<Needle>): readonly Owner[] {
  return [...needles].flatMap((needle) => needle.owners)
}

function* nothingFound(groups: ReadonlySet<string>, found: ReadonlySet<string>, needles: Needles): Iterable<Finding> {
  const owners = needles.of(kinds).flatMap((needle) => needle.owners)
  for (const target of [...groups].map(targetOf)) {
    for (const owner of owners) {
      if (!found.has(nameOf(owner, target))) yield { owner, target, locator: null, content: null }
    }
  }
}

export function nameOf(owner: Owner, target: Target): string {
  return JSON.stringify([owner.subjectKey, owner.kind, owner.consumerId, target.table])
}
