/** Bytes of log text: their classes, and the characters around a place with URL escapes and UTF-8 understood. */

export function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

export function isLetter(byte: number): boolean {
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x7a
}

export function isAlphanumeric(byte: number): boolean {
  return isDigit(byte) || isLetter(byte)
}

export function isHex(byte: number): boolean {
  const lower = byte | 0x20
  return isDigit(byte) || (lower >= 0x61 && lower <= 0x66)
}

/** ASCII letters in lower case, everything else as it is. */
export function lowered(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
}

/** The byte at a place, 0 outside of the text. */
export function at(view: Uint8Array, position: number): number {
  return view[position] ?? 0
}

/** A character as the matchers see it: an ASCII code, `letter` or `other` for what lies beyond. */
export interface Character {
  readonly code: number
  readonly start: number
}

/** Stands for any letter, digit or mark outside of ASCII. */
export const foreignLetter = 0x10_0000
/** Stands for anything else outside of ASCII, and for bytes that are no UTF-8. */
export const foreignOther = 0x10_0001
/** Before the first byte. */
export const nothing = 0

/** The character that ends before `position`; `%2B` counts as `+`, a no-break space as a space, long dashes as `-`. */
export function characterBefore(view: Uint8Array, position: number): Character {
  const last = at(view, position - 1)
  if (position <= 0) return { code: nothing, start: 0 }
  const escape = escapeBefore(view, position)
  if (escape !== null) return { code: escape, start: position - 3 }
  return last < 0x80 ? { code: last, start: position - 1 } : foreignBefore(view, position)
}

/** The decoded byte of a `%XX` that ends before `position`; null when there is none, or when it would hide a letter. */
export function escapeBefore(view: Uint8Array, position: number): number | null {
  if (at(view, position - 3) !== 0x25 || !isHex(at(view, position - 2)) || !isHex(at(view, position - 1))) return null
  const code = (hexValue(at(view, position - 2)) << 4) | hexValue(at(view, position - 1))
  return code < 0x80 && !isAlphanumeric(code) ? code : null
}

export function hexValue(byte: number): number {
  return isDigit(byte) ? byte - 0x30 : (byte | 0x20) - 0x57
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

function foreignBefore(view: Uint8Array, position: number): Character {
  for (let length = 2; length <= 4 && length <= position; length += 1) {
    const lead = at(view, position - length)
    if (lead >= 0xc0) return { code: foreignCode(view.subarray(position - length, position)), start: position - length }
    if (lead < 0x80) break
  }
  return { code: foreignOther, start: position - 1 }
}

function foreignCode(bytes: Uint8Array): number {
  let text: string
  try {
    text = strictUtf8.decode(bytes.slice())
  } catch {
    return foreignOther
  }
  if (/^[\u00a0\u2000-\u200a\u202f\u3000]$/.test(text)) return 0x20
  if (/^[\u2010-\u2015\u2212]$/.test(text)) return 0x2d
  return /^[\p{L}\p{N}\p{M}]$/u.test(text) ? foreignLetter : foreignOther
}

/** Whether the character at `position` is a letter, digit, mark or underscore. */
export function continuesWord(view: Uint8Array, position: number): boolean {
  const byte = at(view, position)
  if (byte < 0x80) return isAlphanumeric(byte) || byte === 0x5f
  return foreignCode(view.subarray(position, position + characterLength(byte))) === foreignLetter
}

/** How many bytes the UTF-8 character has that begins with this byte. */
export function characterLength(lead: number): number {
  if (lead < 0xc0) return 1
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
}
