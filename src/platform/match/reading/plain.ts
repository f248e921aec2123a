/** A text without what nobody sees, its blanks and full-width signs as ASCII has them; places stay known. */

import { blanks, dashes, fullWidth, invisible } from '../signs.ts'

export interface Plain {
  readonly text: string
  /** Where a UTF-16 unit of the text stands in the original; the length is behind its last. */
  readonly placeOf: (index: number) => number
}

const ascii = /^[\0-\x7f]*$/

/** Dashes become hyphens where the text is read for numbers: in an address or a name they are what they are. */
export function plain(original: string, readAs: 'number' | 'text'): Plain {
  if (ascii.test(original)) return { text: original, placeOf: (index) => index }
  const places: number[] = []
  let text = ''
  let place = 0
  for (const character of original) {
    const shown = readAs === 'number' && dashes.test(character) ? '-' : plainCharacter(character)
    for (let unit = 0; unit < shown.length; unit += 1) places.push(place + (shown === character ? unit : 0))
    text += shown
    place += character.length
  }
  return { text, placeOf: (index) => places[index] ?? original.length }
}

function plainCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x80) return character
  if (invisible.test(character)) return ''
  if (blanks.test(character)) return ' '
  return code >= fullWidth.first && code <= fullWidth.last
    ? String.fromCharCode(code - fullWidth.first + fullWidth.to)
    : character
}
