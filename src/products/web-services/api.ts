/** The settings API: lists, reads, and the two calls that change one setting. */

import { unreadable } from '../../platform/http/failure.ts'
import type { HttpClient } from '../../platform/http/client.ts'
import { followPages } from '../../platform/http/pages.ts'
import { groupsIn, readAnswer, settingsIn, usersIn, type GroupEntry, type GroupSetting } from './answers.ts'
import { isUserId, type Root } from './places.ts'
import type { WebSite } from './settings.ts'
import { unknownThere } from './failures.ts'

export interface SettingsGroup extends GroupEntry {
  readonly root: Root
}

export interface GroupContent {
  readonly group: SettingsGroup
  readonly settings: readonly GroupSetting[]
  /** The answer as received. */
  readonly body: string
}

export interface SettingsApi {
  /** The contact center first, then every user when the site says so. */
  readonly roots: (signal: AbortSignal) => AsyncIterable<Root>
  /** Null: the user is gone. */
  readonly groups: (root: Root, signal: AbortSignal) => Promise<readonly SettingsGroup[] | null>
  /** Null: the group is gone, and the list of groups agrees. */
  readonly read: (group: SettingsGroup, signal: AbortSignal) => Promise<GroupContent | null>
  /** Replaces the setting by this JSON, which holds its key. */
  readonly replace: (group: SettingsGroup, key: string, json: string, signal: AbortSignal) => Promise<void>
  readonly remove: (group: SettingsGroup, key: string, signal: AbortSignal) => Promise<void>
}

export function settingsApi(http: HttpClient, site: WebSite): SettingsApi {
  const api: SettingsApi = {
    roots: (signal) => rootsOf(http, site, signal),
    groups: async (root, signal) => {
      const answer = await http.read(rootPath(site, root), signal)
      if (answer.status !== 404) return groupsIn(readAnswer(answer.body)).map((entry) => ({ ...entry, root }))
      if (root.kind === 'user' && (await isGone(http, site, root.id, signal))) return null
      throw unknownThere(root.kind === 'user' ? 'user settings; set `userSettings: false` if it has none' : 'settings')
    },
    read: async (group, signal) => {
      const { status, body } = await http.read(groupPath(site, group), signal)
      if (status !== 404) return { group, body, settings: settingsIn(readAnswer(body), group.keyName) }
      const listed = (await api.groups(group.root, signal)) ?? []
      if (listed.some(({ name }) => name === group.name)) throw unknownThere('a settings group that it lists')
      return null
    },
    replace: async (group, key, json, signal) => {
      await write(http, 'PUT', { path: settingPath(site, group, key), body: json }, signal)
    },
    remove: async (group, key, signal) => {
      const body = site.changeBy === 'body' ? JSON.stringify({ [group.keyName]: key }) : null
      await write(http, 'DELETE', { path: settingPath(site, group, key), body }, signal)
    },
  }
  return api
}

/** What is gone already need not be changed; the caller reads again anyway. */
async function write(
  http: HttpClient,
  method: 'PUT' | 'DELETE',
  call: { readonly path: string; readonly body: string | null },
  signal: AbortSignal,
): Promise<void> {
  const { status, body } = await http.write(method, call, signal)
  if (status !== 404 && body.trim() !== '') readAnswer(body)
}

async function* rootsOf(http: HttpClient, site: WebSite, signal: AbortSignal): AsyncIterable<Root> {
  yield { kind: 'contact-center' }
  if (!site.userSettings) return
  const ids = followPages('Web Services', site.usersPath, async (path) => {
    const { status, body } = await http.read(path, signal)
    if (status === 404) throw unknownThere('users; set `userSettings: false` if favorites are not kept by user')
    const { ids: items, next } = usersIn(readAnswer(body))
    return { items, next: nextPath(site, next) }
  })
  for await (const id of ids) {
    if (!isUserId(id)) throw unreadable('Web Services')
    yield { kind: 'user', id }
  }
}

/** The server names the next page with or without the part that all its paths begin with. */
function nextPath(site: WebSite, next: string | null): string | null {
  if (next === null) return null
  const lead = site.usersPath.slice(0, site.usersPath.lastIndexOf('/'))
  const from = next.indexOf(site.usersPath)
  return from >= 0 ? next.slice(from) : lead + (next.startsWith('/') ? next : `/${next}`)
}

async function isGone(http: HttpClient, site: WebSite, id: string, signal: AbortSignal): Promise<boolean> {
  return (await http.read(`${site.usersPath}/${encodeURIComponent(id)}`, signal)).status === 404
}

function rootPath(site: WebSite, root: Root): string {
  return root.kind === 'user' ? `${site.usersPath}/${encodeURIComponent(root.id)}/settings` : site.settingsPath
}

function groupPath(site: WebSite, group: SettingsGroup): string {
  return `${rootPath(site, group.root)}/${encodeURIComponent(group.name)}`
}

function settingPath(site: WebSite, group: SettingsGroup, key: string): string {
  return site.changeBy === 'path' ? `${groupPath(site, group)}/${encodeURIComponent(key)}` : groupPath(site, group)
}
