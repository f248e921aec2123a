/** Many identifiers, of many subjects, ready to be recognised in stored texts. A look-up does not depend on their number. */

import type { Identifier, IdentifierKind } from '../../domain/identifier.ts'
import { valueIn, valuesIn, type FieldValue } from './reading/field.ts'
import { createTextSearch, type TextSearch } from './reading/free-text.ts'
import { wordKeys } from './word.ts'

/**
 * How a text is read. `value`: as one value, in whatever it is wrapped. `field`: as one or a list of them. `text`: they
 * may also stand anywhere within it, as words of their own.
 */
export interface TextReading {
  readonly as: 'value' | 'field' | 'text'
  /** Whether a number with an extension behind it is the same line. */
  readonly extensions: 'same' | 'other'
}

export const asField: TextReading = { as: 'field', extensions: 'same' }
export const asText: TextReading = { as: 'text', extensions: 'same' }

/** An identifier that a text names, and where. */
export interface Mention<T> {
  readonly identifier: T
  readonly start: number
  readonly end: number
  /** The text says nothing else. */
  readonly entire: boolean
  readonly extended: boolean
}

export interface IdentifierIndex<T extends Identifier = Identifier> {
  /** In the order of the text, and for one place in the order they were indexed. Null says nothing. */
  readonly mentions: (
    stored: string | null,
    kinds: readonly IdentifierKind[],
    reading: TextReading,
  ) => readonly Mention<T>[]
}

export function createIdentifierIndex<T extends Identifier>(identifiers: Iterable<T>): IdentifierIndex<T> {
  const all = [...identifiers]
  const known = new Map<IdentifierKind, Map<string, T[]>>()
  for (const identifier of all) {
    const keys = known.get(identifier.kind) ?? new Map<string, T[]>()
    known.set(identifier.kind, keys)
    for (const key of keysOf(identifier)) add(keys, key, identifier)
  }
  // Few searches read free texts, and it costs a megabyte.
  let search: TextSearch<T> | null = null
  const found = (kind: IdentifierKind, value: FieldValue, { extensions }: TextReading): readonly T[] => {
    const keys = known.get(kind)
    if (keys === undefined || (value.extended && extensions === 'other')) return []
    const [first = [], ...others] = value.keys.map((key) => keys.get(key) ?? [])
    return others.length === 0 ? first : [...new Set([...first, ...others.flat()])]
  }
  const inField = (text: string, kind: IdentifierKind, reading: TextReading): readonly Mention<T>[] => {
    const value = valueIn(text, kind)
    const entire = value === null ? [] : found(kind, value, reading)
    if (value !== null && entire.length > 0) {
      const place = { start: 0, end: text.length, entire: true, extended: value.extended }
      return entire.map((identifier) => ({ identifier, ...place }))
    }
    if (reading.as === 'value') return []
    return valuesIn(text, kind).flatMap((said) => {
      const { start, end, extended } = said
      return found(kind, said, reading).map((identifier) => ({ identifier, start, end, extended, entire: false }))
    })
  }
  return {
    mentions: (stored, kinds, reading) => {
      if (stored === null) return []
      const wanted = kinds.filter((kind) => known.has(kind))
      const fields = wanted.flatMap((kind) => inField(stored, kind, reading))
      if (reading.as !== 'text' || wanted.length === 0 || fields.some(({ entire }) => entire)) return fields
      search ??= createTextSearch(all)
      const within = search(stored, wanted, reading.extensions)
      return [...within, ...fields.filter((field) => !within.some((mention) => overlaps(field, mention)))]
    },
  }
}

function add<T>(keys: Map<string, T[]>, key: string, identifier: T): void {
  const same = keys.get(key)
  if (same === undefined) keys.set(key, [identifier])
  else if (!same.includes(identifier)) same.push(identifier)
}

/** A phone's prefixes are not in its key but spelled out: its digits forms are finite. */
function keysOf({ kind, normal, written, digits }: Identifier): readonly string[] {
  if (kind === 'phone') return [...digits, ...written.filter((form) => form.includes(','))]
  return kind === 'email' || kind === 'ipaddr' ? [normal] : wordKeys(normal, kind)
}

function overlaps<T>(one: Mention<T>, other: Mention<T>): boolean {
  return one.identifier === other.identifier && one.start < other.end && other.start < one.end
}
