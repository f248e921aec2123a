/** What a favorite is within a setting, and the texts in it that may name a person. Pure. */

import type { JsonValue } from '../../platform/http/json-tree.ts'

/** The smallest part of a setting that is removed. */
export interface Favorite {
  /** Names and positions from the setting down; empty: the setting as a whole. */
  readonly path: readonly string[]
  readonly value: JsonValue
  readonly texts: readonly string[]
}

export interface Parted {
  readonly favorites: readonly Favorite[]
  /** Texts outside of every favorite, in a setting that is more than one favorite. */
  readonly loose: readonly string[]
}

/**
 * A favorite is what a pattern of `favoriteAt` says; otherwise an item of the outermost list; otherwise the setting as
 * a whole, if it holds plain values only. Lists and objects that are written as a text count like others.
 */
export function partSetting(setting: JsonValue, favoriteAt: readonly string[]): Parted {
  const patterns = favoriteAt.map((pattern) => pattern.split('/').slice(1))
  const favorites: Favorite[] = []
  const loose: string[] = []
  const walk = (value: JsonValue, path: readonly string[], inList: boolean): void => {
    const deeper = patterns.some((pattern) => pattern.length > path.length && begins(pattern, path))
    if (patterns.some((pattern) => pattern.length === path.length && begins(pattern, path)) || (inList && !deeper)) {
      favorites.push({ path, value, texts: textsOf(value) })
      return
    }
    const inside = value.kind === 'text' ? (value.inner ?? value) : value
    if (inside.kind === 'object') {
      for (const member of inside.members) {
        walk(member.value, [...path, member.name], false)
      }
    } else if (inside.kind === 'array') {
      for (const [i, item] of inside.items.entries()) walk(item, [...path, String(i)], true)
    } else loose.push(...textsOf(inside))
  }
  walk(setting, [], false)
  if (!isFlat(setting) || favorites.length > 0) return { favorites, loose }
  return { favorites: [{ path: [], value: setting, texts: textsOf(setting) }], loose: [] }
}

/** All texts, numbers and names of members in it, the ones within texts included. */
export function textsOf(value: JsonValue): readonly string[] {
  switch (value.kind) {
    case 'object':
      return value.members.flatMap((member) => [member.name, ...textsOf(member.value)])
    case 'array':
      return value.items.flatMap(textsOf)
    case 'text':
      return value.inner === null ? [value.text] : textsOf(value.inner)
    case 'literal':
      return [value.raw]
    default:
      return value satisfies never
  }
}

/** Whether the path is the pattern's beginning; `*` stands for any one name or position. */
function begins(pattern: readonly string[], path: readonly string[]): boolean {
  return path.every((name, i) => pattern[i] === '*' || pattern[i] === name)
}

function isFlat(setting: JsonValue): boolean {
  if (setting.kind !== 'object') return false
  return setting.members.every(
    ({ value }) => value.kind === 'literal' || (value.kind === 'text' && value.inner === null),
  )
}
