/** Names of places in Web Services: roots, groups, settings; and the locators that lead back to them. */

import { sha256 } from '../../platform/crypto/hash.ts'

/** Whose settings: the contact center's own, or one user's. */
export type Root = { readonly kind: 'contact-center' } | { readonly kind: 'user'; readonly id: string }

/** A place read back from a locator. Parts that were too long are known by a digest. */
export interface RecordedPlace {
  readonly root: Root
  readonly group: string
  readonly key: string
}

/** Stands for the key of a setting that has none: nothing can be changed there. */
export const keyless = '@'

/** FACT_ID is 255 characters. */
const longestLocator = 255
/** A user's id must lead back to the user, so it is never shortened. */
const longestUserId = 80
const longestPart = 56

/**
 * `cc/<group>/<key>/<path in the setting>`, or `user/<id>/<group>/…`. Group and key lead back to the setting; the path
 * only tells two favorites of one setting apart, since positions move when others are removed.
 */
export function locatorOf(root: Root, group: string, key: string | null, path: readonly string[]): string {
  const whose = root.kind === 'user' ? ['user', escaped(root.id)] : ['cc']
  const lead = [...whose, shortened(group), key === null ? keyless : shortened(key)].join('/')
  const tail = path.map(escaped).join('/')
  const fits = lead.length + 1 + tail.length <= longestLocator
  return `${lead}/${fits ? tail : digestOf(path.join('/'))}`
}

/** Null for a text that is no locator of this product. */
export function placeOf(locator: string): RecordedPlace | null {
  const [kind, ...rest] = locator.split('/')
  const id = kind === 'user' ? rest.shift() : ''
  const [group, key] = rest
  if ((kind !== 'user' && kind !== 'cc') || id === undefined || group === undefined || key === undefined) return null
  return { root: kind === 'user' ? { kind, id: unescaped(id) } : { kind: 'contact-center' }, group, key }
}

export function isUserId(id: string): boolean {
  return id !== '' && escaped(id).length <= longestUserId
}

/** Whether a name of today is the recorded part of a locator. */
export function isPart(name: string, part: string): boolean {
  return shortened(name) === part
}

function shortened(name: string): string {
  const text = escaped(name)
  return text.length <= longestPart ? text : digestOf(name)
}

/** `~` stands in front of digests only, `@` for a missing key. */
function escaped(text: string): string {
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd')).replaceAll('~', '%7E')
}

function unescaped(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function digestOf(text: string): string {
  return `~${sha256(text).slice(0, 32)}`
}
