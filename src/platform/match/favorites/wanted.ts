/** Whom a run looks for: each phone and e-mail of its subjects, with the texts that are this product's forms of it. */

import type { Owner } from '../../../domain/finding.ts'
import type { Identifier } from '../../../domain/identifier.ts'
import type { Subjects } from '../../../domain/product.ts'
import { nameOfOwner } from './matcher.ts'
import { submittedDigits } from './stored-values.ts'

export interface Wanted {
  readonly owner: Owner
  readonly identifier: Identifier
  /** A stored number that contains these digits matches; null when there are too few. */
  readonly part: string | null
  /** A stored number that is one of these without separators matches: other spellings of the same number. */
  readonly whole: readonly string[]
  readonly address: string | null
}

export function wantedOf(subjects: Subjects, leastDigits: number): readonly Wanted[] {
  const wanted = new Map<string, Wanted>()
  for (const { key, identifiers } of subjects) {
    for (const identifier of identifiers) {
      const owner = { subjectKey: key, kind: identifier.kind, consumerId: identifier.value }
      const forms = formsOf(identifier, leastDigits)
      if (forms !== null) wanted.set(nameOfOwner(owner), { owner, ...forms })
    }
  }
  return [...wanted.values()]
}

/**
 * The documented rule is the part of a number. It misses `(212) 555-0101` for `+1 212 555 0101`, hence also the whole
 * number in its other forms.
 */
export function formsOf(identifier: Identifier, leastDigits: number): Omit<Wanted, 'owner'> | null {
  const { kind, value, normal, digits } = identifier
  if (kind === 'email') return { identifier, part: null, whole: [], address: normal }
  if (kind !== 'phone') return null
  const submitted = submittedDigits(value)
  return { identifier, part: submitted.length >= leastDigits ? submitted : null, whole: digits, address: null }
}
