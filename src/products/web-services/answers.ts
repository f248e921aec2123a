/** Reads the documented answers of the settings API; whatever has another form is a failure, never an empty list. */

import { truncated, unreadable } from '../../platform/http/failure.ts'
import { memberNamed, readJsonTree, type JsonValue } from '../../platform/http/json-tree.ts'
import { callFailed } from './failures.ts'

/** One group of a list. */
export interface GroupEntry {
  readonly name: string
  /** The attribute that names each setting of the group. */
  readonly keyName: string
}

export interface GroupSetting {
  /** Null: the setting has no name by which it could be changed. */
  readonly key: string | null
  readonly content: JsonValue
}

export interface UserPage {
  readonly ids: readonly string[]
  /** Path of the next page, as the server names it; null on the last. */
  readonly next: string | null
}

const server = 'Web Services'

/** The answer as JSON, with the server's own word that the call succeeded. */
export function readAnswer(body: string): JsonValue {
  const answer = readJsonTree(body)
  if (answer === null) throw truncated(server)
  const code = memberNamed(answer, 'statusCode')
  if (answer.kind !== 'object' || (code !== null && code.raw !== '0')) throw callFailed(server)
  return answer
}

/** `{"settings": [{"name", "displayName", "key", "uri", "path"}, …]}`: some versions leave the name to the address. */
export function groupsIn(answer: JsonValue): readonly GroupEntry[] {
  return itemsOf(answer, 'settings').map((entry) => {
    const name = textOf(entry, 'name') ?? lastSegment(textOf(entry, 'path') ?? textOf(entry, 'uri'))
    if (name === null || name === '') throw unreadable(server)
    return { name, keyName: textOf(entry, 'key') ?? 'name' }
  })
}

/** `{"settings": [{…}, …]}`; the groups that Web Services itself defines have one object there, and no names in it. */
export function settingsIn(answer: JsonValue, keyName: string): readonly GroupSetting[] {
  const settings = memberNamed(answer, 'settings')
  if (settings?.kind === 'object') return [{ key: null, content: settings }]
  return itemsOf(answer, 'settings').map((content) => {
    const key = memberNamed(content, keyName)
    return { content, key: key?.kind === 'text' ? key.text : key?.kind === 'literal' ? key.raw : null }
  })
}

/** `{"users": [{"id", …}]}`, or `{"paths": ["/users/<id>", …]}` or `uris` where only addresses are listed. */
export function usersIn(answer: JsonValue): UserPage {
  const users = memberNamed(answer, 'users')
  const paths = memberNamed(answer, 'paths') === null ? 'uris' : 'paths'
  const ids =
    users === null
      ? itemsOf(answer, paths).map((item) => lastSegment(item.kind === 'text' ? item.text : null))
      : itemsOf(answer, 'users').map((user) => textOf(user, 'id'))
  return {
    ids: ids.map((id) => {
      if (id === null || id === '') throw unreadable(server)
      return id
    }),
    next: textOf(answer, 'nextPath') ?? pathOf(textOf(answer, 'nextUri')),
  }
}

function itemsOf(answer: JsonValue, name: string): readonly JsonValue[] {
  const items = memberNamed(answer, name)
  if (items?.kind !== 'array') throw unreadable(server)
  return items.items
}

function textOf(value: JsonValue, name: string): string | null {
  const member = memberNamed(value, name)
  return member?.kind === 'text' ? member.text : null
}

function lastSegment(address: string | null): string | null {
  const [segment] = /[^/?#]+(?=\/*(?:[?#].*)?$)/.exec(address ?? '') ?? []
  if (segment === undefined) return null
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function pathOf(uri: string | null): string | null {
  if (uri === null || !URL.canParse(uri)) return null
  const { pathname, search } = new URL(uri)
  return pathname + search
}
