/** What a favorite is within a setting, and the texts in it that may name a person. Pure. */

import type { JsonValue } from '../../platform/http/json-tree.ts'

/** The smallest part of a setting that is removed. */
export interface WebFavorite {
  /** Names and positions from the setting down; empty: the setting as a whole. */
  readonly path: readonly string[]
  readonly value: JsonValue
  /** As stored; a member of a map with its name, which may be a number itself. */
  readonly raw: string
  readonly texts: readonly string[]
}

export interface Parted {
  readonly favorites: readonly WebFavorite[]
  /** Texts outside of every favorite, in a setting that is more than one favorite. */
  readonly loose: readonly string[]
}

/** One step from a setting down: the name of a member, or the position in a list. */
interface PathStep {
  readonly name: string
  readonly listed: boolean
}

/**
 * A favorite is what a pattern of `favoriteAt` says, or the setting as a whole if it holds plain values only. Nothing
 * else is guessed: of a favorite with a list of numbers in it, a guess would remove the number and leave the name.
 * Lists and objects that are written as a text count like others.
 */
export function partSetting(setting: JsonValue, favoriteAt: readonly string[]): Parted {
  const patterns = favoriteAt.map((pattern) => pattern.split('/').slice(1))
  const favorites: WebFavorite[] = []
  const loose: string[] = []
  const walk = (value: JsonValue, steps: readonly PathStep[]): void => {
    if (patterns.some((pattern) => isAt(pattern, steps))) {
      favorites.push(favoriteAtEnd(steps, value))
      return
    }
    const step = steps.at(-1)
    if (step?.listed === false) loose.push(step.name)
    const inside = value.kind === 'text' ? (value.inner ?? value) : value
    if (inside.kind === 'object') {
      for (const { name, value: member } of inside.members) {
        walk(member, [...steps, { name, listed: false }])
      }
    } else if (inside.kind === 'array') {
      for (const [i, item] of inside.items.entries()) walk(item, [...steps, { name: String(i), listed: true }])
    } else loose.push(...textsOf(inside))
  }
  walk(setting, [])
  if (favorites.length > 0 || !isFlat(setting)) return { favorites, loose }
  return { favorites: [favoriteAtEnd([], setting)], loose: [] }
}

function favoriteAtEnd(steps: readonly PathStep[], value: JsonValue): WebFavorite {
  const step = steps.at(-1)
  const name = step?.listed === false ? step.name : null
  return {
    path: steps.map((one) => one.name),
    value,
    raw: name === null ? value.raw : `{${JSON.stringify(name)}:${value.raw}}`,
    texts: [...(name === null ? [] : [name]), ...textsOf(value)],
  }
}

/** All texts, numbers and names of members in it, the ones within texts included. */
function textsOf(value: JsonValue): readonly string[] {
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

/** `#` stands for any position in a list, `*` for any name or position. */
function isAt(pattern: readonly string[], steps: readonly PathStep[]): boolean {
  if (pattern.length !== steps.length) return false
  return steps.every(({ name, listed }, i) => pattern[i] === '*' || pattern[i] === (listed ? '#' : name))
}

function isFlat(setting: JsonValue): boolean {
  if (setting.kind !== 'object') return false
  return setting.members.every(
    ({ value }) => value.kind === 'literal' || (value.kind === 'text' && value.inner === null),
  )
}
