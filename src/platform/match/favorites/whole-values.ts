/** The people whom a field names by a whole number or address, by the reading that all stores share. */

import type { Identifier } from '../../../domain/identifier.ts'
import { asField, asText, createIdentifierIndex } from '../identifier-index.ts'
import type { FieldText, NamedBy } from './matcher.ts'
import { wholeNumbersIn } from './stored-values.ts'
import type { Wanted } from './wanted.ts'

const kinds = ['phone', 'email'] as const

/**
 * A field for numbers may have words beside them; where one number ends and the next begins is then told by its digits
 * alone. What is in a field of another name is anybody's guess, so it is read as free text.
 */
export function wholeValues(wanted: readonly Wanted[]): (field: FieldText) => readonly NamedBy[] {
  const owners = new Map<Identifier, NamedBy>(
    wanted.map(({ identifier, owner }) => [identifier, { owner, by: 'whole' }]),
  )
  const index = createIdentifierIndex(owners.keys())
  return ({ kind, text }) => {
    const texts = kind === 'phone' ? [text, ...wholeNumbersIn(text)] : [text]
    const reading = kind === 'unknown' ? asText : asField
    return texts.flatMap((one) =>
      index.mentions(one, kinds, reading).flatMap(({ identifier }) => owners.get(identifier) ?? []),
    )
  }
}
