/** Goes over every settings group of a site, several at a time, and holds no more than those. */

import type { SettingsGroup, GroupContent, SettingsApi } from './api.ts'
import type { WebSite } from './settings.ts'
import { noGroupShown, noSuchGroups } from './failures.ts'

export interface Survey {
  readonly api: SettingsApi
  readonly site: WebSite
  readonly signal: AbortSignal
}

/** Every group that is searched, read. Throws StepFailed when one of them cannot be, or a named one is nowhere. */
export async function* readGroups(survey: Survey): AsyncIterable<GroupContent> {
  const { api, site, signal } = survey
  const seen = new Set<string>()
  let batch: SettingsGroup[] = []
  for await (const group of searchedGroups(survey)) {
    seen.add(group.name)
    batch.push(group)
    if (batch.length < site.http.connections) continue
    yield* await readAll(api, batch, signal)
    batch = []
  }
  yield* await readAll(api, batch, signal)
  requireSeen(site, seen)
}

/** The groups of the contact center and of the users, without the excluded. */
export async function* searchedGroups({ api, site, signal }: Survey): AsyncIterable<SettingsGroup> {
  for await (const root of api.roots(signal)) {
    signal.throwIfAborted()
    for (const group of (await api.groups(root, signal)) ?? []) {
      const wanted = site.groups === null || site.groups.includes(group.name)
      if (wanted && !site.exclude.includes(group.name)) yield group
    }
  }
}

/** A search of nothing would be answered as "not found". */
export function requireSeen(site: WebSite, seen: ReadonlySet<string>): void {
  const absent = (site.groups ?? []).filter((name) => !seen.has(name))
  if (absent.length > 0) throw noSuchGroups(absent)
  if (seen.size === 0) throw noGroupShown()
}

/** A group that is gone by now held nothing that is left. */
async function readAll(
  api: SettingsApi,
  groups: readonly SettingsGroup[],
  signal: AbortSignal,
): Promise<readonly GroupContent[]> {
  const contents = await Promise.all(groups.map((group) => api.read(group, signal)))
  return contents.filter((content) => content !== null)
}
