/** The other side: which identifiers a value read from a store is. Country and spelling are settled in the identifiers. */

import type { Identifier, IdentifierKind } from '../../domain/identifier.ts'

import { addressPart, canonicalEmail } from './email.ts'
import { canonicalIpAddress } from './ip-address.ts'
import { stripSeparators, withoutDirectionMarks } from './separators.ts'

/** Many identifiers, of many subjects, ready to be recognised in stored values. A look-up does not depend on their number. */
export interface IdentifierIndex<T extends Identifier = Identifier> {
  /** The identifiers of these kinds that the stored text is, in the order they were indexed. Null is nobody's. */
  readonly lookup: (stored: string | null, kinds: readonly IdentifierKind[]) => readonly T[]
}

/**
 * The number of a stored text, without separators: bare, behind `tel:`, or as the user of a `sip:` or `sips:` address,
 * with or without the name in front of it.
 */
export function storedNumber(text: string): string {
  // Most are; a search looks at millions of them.
  if (/^\+?\d+$/.test(text)) return text
  const plain = withoutDirectionMarks(text).trim()
  const user = /^(?:[^<>@:]*<)?sips?:([^@:<>;]*)@/i.exec(plain)?.[1]
  return stripSeparators(user ?? plain.replace(/^tel:/i, ''))
}

/** The e-mail address of a stored text: bare, in angle brackets behind a name, or behind `mailto:`. */
export function storedAddress(text: string): string {
  return addressPart(withoutDirectionMarks(text)).replace(/^mailto:/, '')
}

/**
 * The forms in which a column that is compared by equality may hold an identifier: as written, and a number behind `tel:`
 * in the spellings of RFC 3966, which have no blanks.
 */
export function storedForms({ kind, written, digits }: Identifier): readonly string[] {
  if (kind !== 'phone') return written
  const linked = written.filter((form) => digits.includes(form) || /^\+[^ /]+$/.test(form))
  return [...written, ...linked.map((form) => `tel:${form}`)]
}

/** Whether the stored text is this identifier. Padding around it does not count. */
export function storedMatches(identifier: Identifier, stored: string): boolean {
  const key = keyOf(identifier.kind, stored)
  return key !== null && keysOf(identifier).includes(key)
}

export function createIdentifierIndex<T extends Identifier>(identifiers: Iterable<T>): IdentifierIndex<T> {
  const byKind = new Map<IdentifierKind, Map<string, T[]>>()
  for (const identifier of identifiers) {
    const byKey = byKind.get(identifier.kind) ?? new Map<string, T[]>()
    byKind.set(identifier.kind, byKey)
    for (const key of keysOf(identifier)) add(byKey, key, identifier)
  }
  const lookupKind = (stored: string, kind: IdentifierKind): readonly T[] => {
    const byKey = byKind.get(kind)
    const key = byKey === undefined ? null : keyOf(kind, stored)
    return (key === null ? undefined : byKey?.get(key)) ?? []
  }
  return {
    lookup: (stored, kinds) => (stored === null ? [] : kinds.flatMap((kind) => lookupKind(stored, kind))),
  }
}

function add<T>(byKey: Map<string, T[]>, key: string, identifier: T): void {
  const same = byKey.get(key)
  if (same === undefined) byKey.set(key, [identifier])
  else same.push(identifier)
}

/** What a stored text is compared by: one text per kind, equal for all spellings but a phone's prefixes. */
function keyOf(kind: IdentifierKind, stored: string): string | null {
  switch (kind) {
    case 'phone':
      return storedNumber(stored)
    case 'email':
      return stored.includes('@') ? canonicalEmail(storedAddress(stored)) : null
    case 'ipaddr':
      return canonicalIpAddress(stored)
    default:
      return stored.trim()
  }
}

/** The keys of an identifier. A phone's prefixes are not in its key but spelled out: its digits forms are finite. */
function keysOf(identifier: Identifier): readonly string[] {
  return identifier.kind === 'phone' ? identifier.digits : [identifier.normal]
}
