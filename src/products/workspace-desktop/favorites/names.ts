/** The settings' names, ready to be asked: is this a favorite, is it left alone, what does this field hold. */

import type { FavoriteNames } from '../settings.ts'
import type { FavoriteField } from './favorite.ts'

export interface Names {
  readonly isElement: (name: string) => boolean
  readonly isList: (name: string) => boolean
  readonly isLeftAlone: (name: string) => boolean
  /** Whether the settings say what a field of this name holds. */
  readonly isField: (name: string) => boolean
  /** The text once per kind that the field may hold; of a field that nobody named it is searched what it says. */
  readonly fieldsOf: (name: string, text: string) => readonly FavoriteField[]
  /** Favorite and field that a key of key-value text names; null for other keys. */
  readonly splitKey: (key: string) => { readonly id: string; readonly field: string } | null
}

export function namesOf(settings: FavoriteNames): Names {
  const phones = setOf(settings.phones)
  const emails = setOf(settings.emails)
  const holds = (names: ReadonlySet<string>, name: string): boolean => names.has('*') || names.has(name.toLowerCase())
  const expressions = settings.keys.map(keyExpression)
  return {
    isElement: asked(settings.elements),
    isList: asked(settings.lists),
    isLeftAlone: asked(settings.leaveAlone),
    isField: (name) => holds(phones, name) || holds(emails, name),
    fieldsOf: (name, text) => {
      if (text.trim() === '') return []
      const kinds = [
        ...(holds(phones, name) ? ['phone' as const] : []),
        ...(holds(emails, name) ? ['email' as const] : []),
      ]
      return (kinds.length === 0 ? (['unknown'] as const) : kinds).map((kind) => ({ kind, text }))
    },
    splitKey: (key) => {
      for (const expression of expressions) {
        const groups = expression.exec(key)?.groups
        if (groups !== undefined) return { id: groups['id'] ?? '', field: groups['field'] ?? '' }
      }
      return null
    },
  }
}

function asked(names: readonly string[]): (name: string) => boolean {
  const set = setOf(names)
  return (name) => set.has(name.toLowerCase())
}

function setOf(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.toLowerCase()))
}

/** The id ends where the text of the pattern behind it begins, so that ids may hold dots only where fields do not. */
function keyExpression(pattern: string): RegExp {
  const [before = '', rest = ''] = split(pattern, '$Id$')
  const [between = '', after = ''] = split(rest, '$Field$')
  return new RegExp(`^${escaped(before)}(?<id>.+)${escaped(between)}(?<field>[^.]+?)${escaped(after)}$`, 'i')
}

function split(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark)
  return [text.slice(0, at), text.slice(at + mark.length)]
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
