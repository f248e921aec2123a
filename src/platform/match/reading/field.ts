/** What a field says: the one value that it is, or the several that stand in it. */

import type { IdentifierKind } from '../../../domain/identifier.ts'
import { wordKeys } from '../word.ts'
import { addressIn } from './address.ts'
import { hostIn } from './host.ts'
import { numberIn } from './number.ts'
import { numbersIn } from './numbers.ts'
import { joinedIn, piecesOf, wordsOf, type TextPiece } from './pieces.ts'
import { plain } from './plain.ts'

/** What all spellings of a value share; one key in common is enough. */
export interface FieldValue {
  readonly keys: readonly string[]
  /** A number with an extension behind it. */
  readonly extended: boolean
}

/** A value and where it stands in a text. */
export interface Said extends FieldValue {
  readonly start: number
  readonly end: number
}

/** The value that a text is as a whole; null when it is none of this kind. */
export function valueIn(text: string, kind: IdentifierKind): FieldValue | null {
  switch (kind) {
    case 'phone': {
      const number = numberIn(text)
      return number === null ? null : { keys: [number.bare], extended: number.extended }
    }
    case 'email':
      return asValue(addressIn(text))
    case 'ipaddr':
      return asValue(hostIn(text))
    default: {
      const keys = wordKeys(text, kind)
      return keys.length === 0 ? null : { keys, extended: false }
    }
  }
}

/** The values of a field that holds several; names and ids stand alone. */
export function valuesIn(text: string, kind: IdentifierKind): readonly Said[] {
  switch (kind) {
    case 'phone':
      return numbersIn(text).map(({ bare, ...place }) => ({ keys: [bare], ...place }))
    case 'email':
      return listed(text, addressIn)
    case 'ipaddr':
      return listed(text, hostIn)
    default:
      return []
  }
}

function asValue(key: string | null): FieldValue | null {
  return key === null ? null : { keys: [key], extended: false }
}

/** Blanks separate values only where nothing but values stands between them: `ada@… bob@…`. */
function listed(text: string, keyOf: (text: string) => string | null): readonly Said[] {
  const { text: shown, placeOf } = plain(text, 'text')
  const said = ({ text: piece, start }: TextPiece): readonly Said[] => {
    const key = keyOf(piece)
    if (key === null) return []
    return [{ keys: [key], extended: false, start: placeOf(start), end: placeOf(start + piece.length) }]
  }
  return piecesOf(shown).flatMap((piece) => {
    const whole = said(piece)
    if (whole.length > 0) return whole
    const ways = [joinedIn(piece), wordsOf(piece)].map((parts) => parts.map(said))
    return ways.find((each) => each.every((one) => one.length > 0))?.flat() ?? []
  })
}
