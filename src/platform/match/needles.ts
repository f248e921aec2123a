/** Whom a pass looks for: the identifiers of all subjects once each, with everyone they belong to. */

import type { Owner } from '../../domain/finding.ts'
import type { Identifier, IdentifierKind } from '../../domain/identifier.ts'
import type { Subjects } from '../../domain/product.ts'
import { foldKey } from './attached-key.ts'
import { createIdentifierIndex, type Mention, type TextReading } from './identifier-index.ts'

export type NonEmptyForms = readonly [string, ...string[]]

export interface Needle {
  readonly identifier: Identifier
  readonly owners: readonly Owner[]
}

/** A needle that a text names, and where. */
export type NeedleAt = Omit<Mention<Identifier>, 'identifier'> & { readonly needle: Needle }

export interface Needles {
  readonly all: readonly Needle[]
  /** The needles that a stored text names, for the kinds of its column. */
  readonly mentions: (stored: string, kinds: readonly IdentifierKind[], reading: TextReading) => readonly NeedleAt[]
  /** The needles of some kinds. */
  readonly of: (kinds: readonly IdentifierKind[]) => readonly Needle[]
  /** Whether this person's request names one of the keys. */
  readonly attached: (owner: Owner, anyOf: readonly string[]) => boolean
}

export function needlesOf(subjects: Subjects): Needles {
  const byIdentity = new Map<string, { identifier: Identifier; owners: Owner[] }>()
  for (const subject of subjects) {
    for (const identifier of subject.identifiers) {
      const needle = byIdentity.get(identityOf(identifier)) ?? { identifier, owners: [] }
      needle.owners.push({ subjectKey: subject.key, kind: identifier.kind, consumerId: identifier.value })
      byIdentity.set(identityOf(identifier), needle)
    }
  }
  const all = [...byIdentity.values()].map((needle) => ({ ...needle, owners: distinctOwners(needle.owners) }))
  const needles = new Map<Identifier, Needle>(all.map((needle) => [needle.identifier, needle]))
  const index = createIdentifierIndex(needles.keys())
  const keys = new Map(subjects.map((subject) => [subject.key, new Set(subject.attachedKeys.map(foldKey))]))
  return {
    all,
    mentions: (stored, kinds, reading) =>
      index.mentions(stored, kinds, reading).flatMap(({ identifier, ...place }) => {
        const needle = needles.get(identifier)
        return needle === undefined ? [] : [{ needle, ...place }]
      }),
    of: (kinds) => all.filter((needle) => kinds.includes(needle.identifier.kind)),
    attached: (owner, anyOf) => anyOf.some((key) => keys.get(owner.subjectKey)?.has(foldKey(key)) ?? false),
  }
}

/** The forms of some needles, or null when there are none: a search without a bound identifier cannot be written. */
export function formsOf(
  needles: readonly Needle[],
  form: (identifier: Identifier) => readonly string[],
): NonEmptyForms | null {
  const [first, ...rest] = new Set(needles.flatMap((needle) => form(needle.identifier)))
  return first === undefined ? null : [first, ...rest]
}

function identityOf(identifier: Identifier): string {
  return `${identifier.kind} ${identifier.normal}`
}

/** A person who gives the same number twice in two spellings is answered under each of them. */
function distinctOwners(owners: readonly Owner[]): readonly Owner[] {
  return [...new Map(owners.map((owner) => [`${owner.subjectKey} ${owner.consumerId}`, owner])).values()]
}
