/**
 * Signs that a text writes as escapes: `%22` of URLs, also encoded again (`%2522`), `\u0022` and `\x22` of JSON and web
 * servers, `\042` of C, `#011` of syslog, `&#34;` and `&quot;` of HTML, `=2B` of mail, colours of terminals. Letters and
 * digits of ASCII are never taken out of one: nobody writes them so but to hide them.
 */

import { asciiOf, at, characterLength, isAlphanumeric, isDigit, isHex, isLetter } from './bytes.ts'
import { codeOf, codeOfBytes, foreignOther } from './code-points.ts'

/** A character, and where it begins. */
export interface Character {
  readonly code: number
  readonly start: number
}

/** The escape that ends before `position`; null when there is none, or when it stands for a letter or digit of ASCII. */
export function escapeBefore(view: Uint8Array, position: number): Character | null {
  const last = at(view, position - 1)
  if (last === 0x3b) return entityBefore(view, position)
  if (!isHex(last) && !isLetter(last)) return null
  return (
    urlBefore(view, position) ??
    unicodeBefore(view, position) ??
    hexBefore(view, position) ??
    octalBefore(view, position) ??
    mailBefore(view, position) ??
    colourBefore(view, position)
  )
}

/** As often encoded as anybody would. */
const mostEncodings = 4

function urlBefore(view: Uint8Array, position: number): Character | null {
  const sign = percentBefore(view, position)
  if (sign < 0) return null
  const byte = hexValue(view, position - 2, position)
  return byte < 0x80 ? visible(byte, sign) : characterOfUrl(view, position, byte)
}

/** Where `%HH`, `%25HH` or `%2525HH` begins that ends at `position`; -1 when there is none. */
function percentBefore(view: Uint8Array, position: number): number {
  if (!isHex(at(view, position - 1)) || !isHex(at(view, position - 2))) return -1
  let sign = position - 3
  for (let n = 1; n < mostEncodings && at(view, sign) === 0x35 && at(view, sign - 1) === 0x32; n += 1) sign -= 2
  return at(view, sign) === 0x25 ? sign : -1
}

/** `%C2%A0`: the bytes of one character. */
function characterOfUrl(view: Uint8Array, position: number, last: number): Character | null {
  const bytes = [last]
  let start = percentBefore(view, position)
  while (bytes.length < 4 && ((bytes[0] ?? 0) & 0xc0) === 0x80) {
    const sign = percentBefore(view, start)
    if (sign < 0) return null
    bytes.unshift(hexValue(view, start - 2, start))
    start = sign
  }
  return characterLength(bytes[0] ?? 0) === bytes.length ? { code: codeOfBytes(Uint8Array.from(bytes)), start } : null
}

function unicodeBefore(view: Uint8Array, position: number): Character | null {
  const start = position - 6
  if (at(view, start) !== 0x5c || (at(view, start + 1) | 0x20) !== 0x75) return null
  return areHex(view, start + 2, position) ? visible(hexValue(view, start + 2, position), start) : null
}

function hexBefore(view: Uint8Array, position: number): Character | null {
  const start = position - 4
  if (at(view, start) !== 0x5c || at(view, start + 1) !== 0x78 || !areHex(view, start + 2, position)) return null
  const byte = hexValue(view, start + 2, position)
  return byte < 0x80 ? visible(byte, start) : { code: foreignOther, start }
}

/** `\042` stands for any sign, `#011` for control bytes alone: a hash stands before many numbers. */
function octalBefore(view: Uint8Array, position: number): Character | null {
  const sign = at(view, position - 4)
  if ((sign !== 0x5c && sign !== 0x23) || !/^[0-3][0-7][0-7]$/.test(asciiOf(view, position - 3, position))) return null
  const byte = parseInt(asciiOf(view, position - 3, position), 8)
  if (sign === 0x23 && byte >= 0x20 && byte !== 0x7f) return null
  return byte < 0x80 ? visible(byte, position - 4) : { code: foreignOther, start: position - 4 }
}

/** Of quoted-printable text only the plus: what stands behind other signs of equality is a value more often. */
function mailBefore(view: Uint8Array, position: number): Character | null {
  if (at(view, position - 3) !== 0x3d || at(view, position - 2) !== 0x32 || (at(view, position - 1) | 0x20) !== 0x62)
    return null
  return { code: 0x2b, start: position - 3 }
}

const escapeCode = 0x1b
const longestColour = 14

/** A control sequence for terminals, `ESC[0;32m`, its ESC as it is or as an escape: counts as the ESC. */
function colourBefore(view: Uint8Array, position: number): Character | null {
  if (!isLetter(at(view, position - 1))) return null
  let start = position - 2
  while (start > position - longestColour && (isDigit(at(view, start)) || at(view, start) === 0x3b)) start -= 1
  if (at(view, start) !== 0x5b) return null
  if (at(view, start - 1) === escapeCode) return { code: escapeCode, start: start - 1 }
  if (/^(?:\\e|\^\[)$/.test(asciiOf(view, start - 2, start))) return { code: escapeCode, start: start - 2 }
  const escape = start < 1 ? null : escapeBefore(view, start)
  return escape?.code === escapeCode ? escape : null
}

const entities: Readonly<Record<string, number>> = {
  amp: 0x26,
  lt: 0x3c,
  gt: 0x3e,
  quot: 0x22,
  apos: 0x27,
  nbsp: 0x20,
  plus: 0x2b,
  commat: 0x40,
}
const longestEntity = 10
const entity = /&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|(amp|lt|gt|quot|apos|nbsp|plus|commat));$/i

function entityBefore(view: Uint8Array, position: number): Character | null {
  const [whole = '', decimal, hex, name] = entity.exec(asciiOf(view, position - longestEntity, position)) ?? []
  if (whole === '') return null
  const point =
    name === undefined ? (hex === undefined ? Number(decimal) : parseInt(hex, 16)) : entities[name.toLowerCase()]
  return point === undefined || point > 0x10_ffff ? null : visible(point, position - whole.length)
}

function visible(point: number, start: number): Character | null {
  const code = codeOf(point)
  return isAlphanumeric(code) ? null : { code, start }
}

/** The longest escape. */
const farthest = 12

/** The escape that begins at `position`, and where it ends. */
export function escapeAt(view: Uint8Array, position: number): { readonly code: number; readonly next: number } | null {
  if (!beginsEscape(at(view, position))) return null
  for (let next = position + farthest; next > position + 2; next -= 1) {
    const escape = escapeBefore(view, next)
    if (escape?.start === position) return { code: escape.code, next }
  }
  return null
}

function beginsEscape(byte: number): boolean {
  return byte === 0x25 || byte === 0x5c || byte === 0x26 || byte === 0x23 || byte === 0x3d
}

/** Past the letters and digits at `start` that belong to an escape before the value: `%20192…`, `\u0022192…`. */
export function afterEscape(view: Uint8Array, start: number): number {
  for (let length = 2 * mostEncodings; length > 0; length -= 1) {
    const escape = escapeBefore(view, start + length)
    if (escape !== null && escape.start < start && at(view, start + length - 1) !== 0x3b) return start + length
  }
  return start
}

/** `\n7815550123` in a JSON text: the letter before `start` belongs to an escape. */
export function isBackslashEscape(view: Uint8Array, start: number): boolean {
  return at(view, start - 2) === 0x5c && 'nrt'.includes(String.fromCharCode(at(view, start - 1)))
}

function areHex(view: Uint8Array, start: number, end: number): boolean {
  for (let place = start; place < end; place += 1) if (!isHex(at(view, place))) return false
  return true
}

function hexValue(view: Uint8Array, start: number, end: number): number {
  return parseInt(asciiOf(view, start, end), 16)
}
