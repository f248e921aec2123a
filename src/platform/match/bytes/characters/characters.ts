/** The characters around a place, with escapes and UTF-8 understood. */

import { at, characterLength, isAlphanumeric } from './bytes.ts'
import { codeOfBytes, foreignLetter, foreignOther, nothing, unseen } from './code-points.ts'
import { escapeAt, escapeBefore, type Character } from './escapes.ts'

/** The character that ends before `position`; what nobody sees is passed over. */
export function characterBefore(view: Uint8Array, position: number): Character {
  for (let end = position; ;) {
    const character = anyBefore(view, end)
    if (character.code !== unseen) return character
    end = character.start
  }
}

/** What nobody sees is told as `unseen`. */
export function anyBefore(view: Uint8Array, position: number): Character {
  if (position <= 0) return { code: nothing, start: 0 }
  const last = at(view, position - 1)
  if (last >= 0x80) return foreignBefore(view, position)
  return escapeBefore(view, position) ?? { code: last, start: position - 1 }
}

/** The character that begins at `position`, seen as `characterBefore` sees it; `next` is where it ends. */
export function characterAfter(view: Uint8Array, position: number): { readonly code: number; readonly next: number } {
  for (let start = position; ;) {
    const character = anyAfter(view, start)
    if (character.code !== unseen) return character
    start = character.next
  }
}

export function anyAfter(view: Uint8Array, position: number): { readonly code: number; readonly next: number } {
  const byte = at(view, position)
  const escape = escapeAt(view, position)
  if (escape !== null) return escape
  const next = position + characterLength(byte)
  return byte < 0x80 ? { code: byte, next } : { code: codeOfBytes(view.subarray(position, next)), next }
}

function foreignBefore(view: Uint8Array, position: number): Character {
  for (let length = 2; length <= 4 && length <= position; length += 1) {
    const lead = at(view, position - length)
    if (lead >= 0xc0) return { code: codeOfBytes(view.subarray(position - length, position)), start: position - length }
    if (lead < 0x80) break
  }
  return { code: foreignOther, start: position - 1 }
}

/** Whether the character at `position` is a letter, digit, mark or underscore. */
export function continuesWord(view: Uint8Array, position: number): boolean {
  const byte = at(view, position)
  if (byte < 0x80) return isWordCode(byte)
  const next = position + characterLength(byte)
  const code = codeOfBytes(view.subarray(position, next))
  return code === unseen ? continuesWord(view, next) : isWordCode(code)
}

export function isWordCode(code: number): boolean {
  return isAlphanumeric(code) || code === foreignLetter || code === 0x5f
}
