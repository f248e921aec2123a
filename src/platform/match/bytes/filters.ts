/** Bit tables that tell at once that a candidate is no needle. They may say yes wrongly, never no. */

import { asciiOf, at, isAlphanumeric, isDigit, lowered } from './characters/bytes.ts'
import { separators } from './characters/code-points.ts'

/** Where each table begins in the shared memory, and how many bits its hashes have. The kernel knows the same numbers. */
export const filterLayout = {
  phone: { start: 0, bits: 20 },
  phoneAgain: { start: 262_144, bits: 20 },
  email: { start: 524_288, bits: 20 },
  ipv4: { start: 655_360, bits: 20 },
  ipv6: { start: 786_432, bits: 16 },
  wordStart: { start: 794_624, bits: 16 },
  shortWord: { start: 802_816, bits: 16 },
  word: { start: 811_008, bits: 20 },
  size: 942_080,
} as const

/** Which kinds are searched for at all. */
export const searched = { phone: 1, email: 2, ipv4: 4, ipv6: 8, word: 16 } as const

/** Fibonacci hashing: the upper bits of the product. */
export function hashOf(value: number, bits: number): number {
  return Math.imul(value, 0x9e3779b1) >>> (32 - bits)
}

/** Another hash: a number that is none of the needles rarely passes both. */
export function secondHashOf(value: number, bits: number): number {
  return Math.imul(value, 0x85ebca6b) >>> (32 - bits)
}

interface Table {
  readonly start: number
  readonly bits: number
}

export function setBit(filters: Uint8Array, table: Table, bit: number): void {
  const position = table.start + (bit >>> 3)
  filters[position] = at(filters, position) | (1 << (bit & 7))
}

export function hasBit(filters: Uint8Array, table: Table, bit: number): boolean {
  return (at(filters, table.start + (bit >>> 3)) & (1 << (bit & 7))) !== 0
}

/** Instead of a lead: the digits stand by themselves, and are fewer than ten. */
export const alone = 1000

/**
 * What the second table is asked with: the last seven digits, and what is known of those before them. A stranger's number
 * that ends in the same seven has another area code, and an id of seven digits is no number of ten.
 */
function tailKey(seven: number, lead: number | null): number {
  return lead === null ? seven : (seven + Math.imul(lead + 1, 0x9e3779b1)) | 0
}

const fences = new Set(Buffer.from('\n\r"\'=:,;<>[]|'))
const longestGap = 5

/**
 * The three digits before the last seven where all ten stand together, since such digits are one group; `alone` where
 * the run of digits is shorter and nothing before it can belong to it; null where neither is known, for instance since
 * the first digits may be those of an escape.
 */
export function leadBefore(view: Uint8Array, end: number): number | null {
  const start = end - 10
  let first = end
  while (first > start && isDigit(at(view, first - 1))) first -= 1
  if (first > start) return standsAlone(view, first) ? alone : null
  for (let place = start - farthestSign; place < start; place += 1) if (beginsEscape(at(view, place))) return null
  return 100 * at(view, start) + 10 * at(view, start + 1) + at(view, start + 2) - 111 * 0x30
}

/** How far before the ten digits an escape may begin whose digits they hold: `%2522`, `\u0022`, `\x22`, `#011`. */
const farthestSign = 6

function beginsEscape(byte: number): boolean {
  return byte === 0x25 || byte === 0x75 || byte === 0x78 || byte === 0x5c || byte === 0x23
}

function standsAlone(view: Uint8Array, first: number): boolean {
  let place = first - 1
  while (place > first - longestGap && separators.has(at(view, place))) place -= 1
  return fences.has(at(view, place))
}

/** Whether a number that ends in these digits may be a needle. */
export function mayBeNumber(filters: Uint8Array, seven: number, lead: () => number | null): boolean {
  const { phone, phoneAgain } = filterLayout
  if (!hasBit(filters, phone, hashOf(seven, phone.bits))) return false
  const known = lead()
  const key = tailKey(seven, known)
  if (!hasBit(filters, phoneAgain, secondHashOf(key, phoneAgain.bits))) return false
  return known === null || hasBit(filters, phoneAgain, hashOf(key, phoneAgain.bits))
}

/** Lets a number pass, whether what stands before its last seven digits can be told or not. */
export function admitNumber(filters: Uint8Array, seven: number, lead: number): void {
  const { phone, phoneAgain } = filterLayout
  const key = tailKey(seven, lead)
  setBit(filters, phone, hashOf(seven, phone.bits))
  setBit(filters, phoneAgain, secondHashOf(seven, phoneAgain.bits))
  setBit(filters, phoneAgain, secondHashOf(key, phoneAgain.bits))
  setBit(filters, phoneAgain, hashOf(key, phoneAgain.bits))
}

/** How often a `%40` may be encoded again. */
const mostEncodings = 4

/** How many bytes the `@` has that begins here, as it is or as an escape of URLs, JSON, HTML or mail; 0 when none does. */
export function atSignLength(view: Uint8Array, place: number): number {
  switch (at(view, place)) {
    case 0x40:
      return 1
    case 0x25:
      return urlSignLength(view, place)
    case 0x3d:
      return asciiOf(view, place, place + 3) === '=40' ? 3 : 0
    case 0x5c:
      return /^\\(?:x40|u0040)/.exec(asciiOf(view, place, place + 6))?.[0].length ?? 0
    case 0x26:
      return /^&(?:#0?64|#x0?40|commat);/.exec(asciiOf(view, place, place + 8))?.[0].length ?? 0
    case 0xef:
      return at(view, place + 1) === 0xbc && at(view, place + 2) === 0xa0 ? 3 : 0
    default:
      return 0
  }
}

function urlSignLength(view: Uint8Array, sign: number): number {
  let place = sign + 1
  for (let n = 1; n < mostEncodings && at(view, place) === 0x32 && at(view, place + 1) === 0x35; n += 1) place += 2
  return at(view, place) === 0x34 && at(view, place + 1) === 0x30 ? place + 2 - sign : 0
}

/**
 * A number made of the last four characters before the `@` and the first four after it, letters in lower case. Anything
 * but letters, digits and `._+-` ends either part; with `%40`, `+` does too, since it stands for a space there.
 */
export function emailKey(view: Uint8Array, sign: number, length: number): number {
  const encoded = at(view, sign) === 0x25
  let local = 0
  for (let k = 0; k < 4; k += 1) {
    const byte = at(view, sign - 1 - k)
    if (!isPlain(byte) || (encoded && byte === 0x2b)) break
    local |= lowered(byte) << (8 * k)
  }
  let domain = 0
  for (let k = 0; k < 4; k += 1) {
    const byte = at(view, sign + length + k)
    if (!isPlain(byte)) break
    domain |= lowered(byte) << (8 * k)
  }
  return local ^ Math.imul(domain, 0x85ebca6b)
}

function isPlain(byte: number): boolean {
  return isAlphanumeric(byte) || byte === 0x2e || byte === 0x5f || byte === 0x2b || byte === 0x2d
}

/** Two bytes, little-endian. */
export function wordStartKey(view: Uint8Array, start: number): number {
  return at(view, start) | (at(view, start + 1) << 8)
}

/** Four bytes, little-endian. */
export function wordBytes(view: Uint8Array, start: number): number {
  return at(view, start) | (at(view, start + 1) << 8) | (at(view, start + 2) << 16) | (at(view, start + 3) << 24)
}
