/** Whose a favorite is: told from the texts of its fields, by one of several ways to know whom we look for. */

import type { Owner } from '../../../domain/finding.ts'

/** A field of a favorite, as the profile has it; `unknown`: nobody said what it holds. */
export interface FieldText {
  readonly kind: 'phone' | 'email' | 'unknown'
  readonly text: string
}

/** Somebody whom a field names: by a whole value, by one in a field of which nobody said what it holds, or by digits within a longer number. */
export interface NamedBy {
  readonly owner: Owner
  readonly by: 'whole' | 'unknown' | 'part'
}

export interface FavoriteMatcher {
  readonly namedIn: (field: FieldText) => Iterable<NamedBy>
}

const surest = ['whole', 'unknown', 'part'] as const

/** One matching field is enough. Each owner once, by what is surest. */
export function ownersOf(fields: Iterable<FieldText>, matcher: FavoriteMatcher): readonly NamedBy[] {
  const owners = new Map<string, NamedBy>()
  for (const field of fields) {
    for (const named of matcher.namedIn(field)) {
      const name = nameOfOwner(named.owner)
      const by = field.kind === 'unknown' ? 'unknown' : named.by
      const known = owners.get(name)
      if (known === undefined || surest.indexOf(by) < surest.indexOf(known.by)) owners.set(name, { ...named, by })
    }
  }
  return [...owners.values()]
}

export function nameOfOwner({ subjectKey, kind, consumerId }: Owner): string {
  return `${subjectKey} ${kind} ${consumerId}`
}
