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

/** Not so bell, backspace, tab, the ends of lines and pages, and escape: these are common in text. */
export function isControl(byte: number): boolean {
  return byte === 0x7f || (byte < 0x20 && (byte < 7 || byte > 13) && byte !== 0x1b)
}

/** What may stand between the digits of a phone number, in ASCII. */
export const separators: ReadonlySet<number> = new Set(Buffer.from(' -./()+\t_'))

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
  if (last >= 0x80) return foreignBefore(view, position)
  return unicodeEscapeBefore(view, position) ?? colourBefore(view, position) ?? { code: last, start: position - 1 }
}

/** The character that begins at `position`, seen as `characterBefore` sees it; `next` is where it ends. */
export function characterAfter(view: Uint8Array, position: number): { readonly code: number; readonly next: number } {
  const byte = at(view, position)
  const escape = byte === 0x25 ? escapeBefore(view, position + 3) : null
  if (escape !== null) return { code: escape, next: position + 3 }
  const next = position + characterLength(byte)
  return byte < 0x80 ? { code: byte, next } : { code: foreignCode(view.subarray(position, next)), next }
}

/** `\u003c` of a JSON text; null when there is none, or when it stands for a letter or digit of ASCII. */
function unicodeEscapeBefore(view: Uint8Array, position: number): Character | null {
  const start = position - 6
  if (at(view, start + 1) !== 0x75 || at(view, start) !== 0x5c) return null
  const hex = String.fromCharCode(...view.subarray(start + 2, position))
  if (!/^[0-9a-f]{4}$/i.test(hex)) return null
  const code = parseInt(hex, 16)
  if (code >= 0x80) return { code: foreignCode(Buffer.from(String.fromCharCode(code))), start }
  return isAlphanumeric(code) ? null : { code, start }
}

const escapeCode = 0x1b
const longestColour = 14

/** A control sequence for terminals, `ESC[0;32m`, its ESC as it is or as JSON writes it: counts as the ESC. */
function colourBefore(view: Uint8Array, position: number): Character | null {
  if (!isLetter(at(view, position - 1))) return null
  let start = position - 2
  while (start > position - longestColour && (isDigit(at(view, start)) || at(view, start) === 0x3b)) start -= 1
  if (at(view, start) !== 0x5b) return null
  if (at(view, start - 1) === escapeCode) return { code: escapeCode, start: start - 1 }
  const escape = unicodeEscapeBefore(view, start)
  return escape?.code === escapeCode ? escape : null
}

/** `\n7815550123` in a JSON text: the letter before `start` belongs to an escape. */
export function isBackslashEscape(view: Uint8Array, start: number): boolean {
  return at(view, start - 2) === 0x5c && 'nrt'.includes(String.fromCharCode(at(view, start - 1)))
}

/** Past the digits that belong to an escape before the value: `%20192…`, `\u0022192…`. */
export function afterEscape(view: Uint8Array, start: number): number {
  if (at(view, start - 1) === 0x25 && escapeBefore(view, start + 2) !== null) return start + 2
  return at(view, start - 1) === 0x75 && unicodeEscapeBefore(view, start + 4) !== null ? start + 4 : start
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
  if (/^\p{Zs}$/u.test(text)) return 0x20
  if (/^[\p{Pd}\u2212\u00ad]$/u.test(text)) return 0x2d
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
