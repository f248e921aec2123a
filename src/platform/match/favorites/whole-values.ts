/** The people whom a field names by a whole number or address, by the reading that all stores share. */

import type { Identifier } from '../../../domain/identifier.ts'
import { asField, asText, createIdentifierIndex } from '../identifier-index.ts'
import type { FieldText, NamedBy } from './matcher.ts'
import type { Wanted } from './wanted.ts'

const words = /[\p{L}&\\%]/u
const kinds = ['phone', 'email'] as const

/** Where a field says more than numbers and what separates them, it is read as free text, whatever it is called. */
export function wholeValues(wanted: readonly Wanted[]): (field: FieldText) => readonly NamedBy[] {
  const owners = new Map<Identifier, NamedBy>(
    wanted.map(({ identifier, owner }) => [identifier, { owner, by: 'whole' }]),
  )
  const index = createIdentifierIndex(owners.keys())
  return ({ kind, text }) => {
    const reading = kind === 'unknown' || words.test(text) ? asText : asField
    return index.mentions(text, kinds, reading).flatMap(({ identifier }) => owners.get(identifier) ?? [])
  }
}
