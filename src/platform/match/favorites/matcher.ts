/** Whose a favorite is: told from its numbers and addresses, by one of several ways to know whom we look for. */

import type { Owner } from '../../../domain/finding.ts'
import { addressesIn, numbersIn, type StoredNumber } from './stored-values.ts'

export interface Matcher {
  readonly byNumber: (stored: StoredNumber) => Iterable<Owner>
  readonly byAddress: (address: string) => Iterable<Owner>
}

/** A field of a favorite, as the profile has it. */
export interface FieldText {
  readonly kind: 'phone' | 'email'
  readonly text: string
}

/** One matching number or address is enough. Each owner once. */
export function ownersOf(fields: Iterable<FieldText>, matcher: Matcher): readonly Owner[] {
  const owners = new Map<string, Owner>()
  for (const { kind, text } of fields) {
    for (const owner of kind === 'phone' ? byNumbers(text, matcher) : byAddresses(text, matcher)) {
      owners.set(nameOfOwner(owner), owner)
    }
  }
  return [...owners.values()]
}

export function nameOfOwner({ subjectKey, kind, consumerId }: Owner): string {
  return `${subjectKey} ${kind} ${consumerId}`
}

function byNumbers(text: string, matcher: Matcher): readonly Owner[] {
  return numbersIn(text).flatMap((stored) => [...matcher.byNumber(stored)])
}

function byAddresses(text: string, matcher: Matcher): readonly Owner[] {
  return addressesIn(text).flatMap((address) => [...matcher.byAddress(address)])
}
