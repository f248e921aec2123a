/** The scanner in plain TypeScript: byte by byte, for verification and wherever the compiled kernel cannot be loaded. */

import { at, isAlphanumeric, isControl, isDigit, isHex, isLetter, separators } from './bytes.ts'
import {
  emailKey,
  filterLayout,
  hasBit,
  hashOf,
  leadBefore,
  mayBeNumber,
  searched,
  wordKey,
  wordStartKey,
} from './filters.ts'
import type { Search } from './needles.ts'
import { candidateOf, candidates, scanCapacity, scanPadding, type Found, type Scanner } from './scanner.ts'

/** Most bytes are neither the end of a number nor a sign nor the beginning of a word: one look at a table tells. */
const classes = { digit: 1, sign: 2, word: 4, hex: 8, control: 16 } as const

export function plainScanner(search: Search): Scanner {
  const buffer = new Uint8Array(scanCapacity + scanPadding)
  const filters = new Uint8Array(search.filters)
  const table = classTable(search.kinds)
  return {
    buffer,
    scan: (length, from, to, found) => {
      buffer.fill(0, length, length + scanPadding)
      const text = buffer.subarray(0, length + scanPadding)
      let controls = 0
      for (let p = from; p < to; p += 1) {
        const kinds = at(table, at(text, p))
        if (kinds === classes.control) controls += 1
        else if (kinds !== 0) addCandidates(text, p, { kinds, searchedKinds: search.kinds, filters, found })
      }
      return controls
    },
  }
}

function classTable(kinds: number): Uint8Array {
  const table = new Uint8Array(256)
  for (let byte = 0; byte < 256; byte += 1) {
    const digit = (kinds & (searched.phone | searched.ipv4)) !== 0 && isDigit(byte) ? classes.digit : 0
    const sign = (kinds & searched.email) !== 0 && (byte === 0x40 || byte === 0x25) ? classes.sign : 0
    const word = (kinds & searched.word) !== 0 && isWordByte(byte) ? classes.word : 0
    const hex = (kinds & searched.ipv6) !== 0 && (isHex(byte) || byte === 0x3a) ? classes.hex : 0
    table[byte] = isControl(byte) ? classes.control : digit | sign | word | hex
  }
  return table
}

interface Place {
  readonly kinds: number
  readonly searchedKinds: number
  readonly filters: Uint8Array
  readonly found: Found
}

function addCandidates(text: Uint8Array, p: number, { kinds, searchedKinds, filters, found }: Place): void {
  if ((kinds & classes.sign) !== 0) addEmail(text, p, filters, found)
  if ((kinds & classes.word) !== 0 && !isPlainWordByte(at(text, p - 1))) addWords(text, p, filters, found)
  if ((kinds & classes.digit) !== 0 && endsNumber(at(text, p + 1))) {
    if ((searchedKinds & searched.phone) !== 0 && mayBePhone(text, p + 1, filters))
      found(candidateOf(candidates.phone, p + 1))
    if ((searchedKinds & searched.ipv4) !== 0 && mayBeIpv4(text, p + 1, filters))
      found(candidateOf(candidates.ipv4, p + 1))
  }
  if ((kinds & classes.hex) !== 0 && mayBeIpv6(text, p, filters)) found(candidateOf(candidates.ipv6, p + 1))
}

/** At a word's first byte, and behind the escape that it may begin with. Foreign signs may stand before: `“ada`. */
function addWords(text: Uint8Array, p: number, filters: Uint8Array, found: Found): void {
  if (mayBeWord(text, p, filters)) found(candidateOf(candidates.word, p))
  const place = afterEscapeAt(text, p)
  if (place > p && isPlainWordByte(at(text, place - 1)) && mayBeWord(text, place, filters))
    found(candidateOf(candidates.word, place))
}

/** `%`, a backslash or the bracket of a control sequence so near may be what the address stands behind. */
const escapeReach = [
  [0x25, 6],
  [0x5c, 9],
  [0x5b, 16],
] as const

/** Where a word may begin whose escape (`%20`, `\n`, `\u003c`, `ESC[32m`) begins as a word at `start`; else `start`. */
function afterEscapeAt(text: Uint8Array, start: number): number {
  const before = at(text, start - 1)
  if (before === 0x25) return start + 2
  if (before === 0x5c) return at(text, start) === 0x75 ? start + 5 : start + 1
  if (before !== 0x5b && before !== 0x3b) return start
  let place = start
  while (place < start + 3 && isDigit(at(text, place))) place += 1
  return isLetter(at(text, place)) ? place + 1 : start
}

function addEmail(text: Uint8Array, p: number, filters: Uint8Array, found: Found): void {
  const encoded = at(text, p) === 0x25
  if (encoded && (at(text, p + 1) !== 0x34 || at(text, p + 2) !== 0x30)) return
  const escaped = escapeReach.some(([sign, reach]) => text.subarray(Math.max(0, p - reach), p).includes(sign))
  const hash = hashOf(emailKey(text, p, encoded), filterLayout.email.bits)
  if (escaped || hasBit(filters, filterLayout.email, hash))
    found(candidateOf(encoded ? candidates.encodedAt : candidates.at, p))
}

/** A letter goes on with the word; only `x` and `e` may follow, as in `781-555-0123x99` and `…ext99`. */
function endsNumber(next: number): boolean {
  return !isDigit(next) && (!isLetter(next) || (next | 0x20) === 0x78 || (next | 0x20) === 0x65)
}

/** `(10:15`: the hour, not the end of a number before it. */
function isHour(text: Uint8Array, end: number): boolean {
  if (at(text, end) !== 0x3a || !isDigit(at(text, end + 1))) return false
  return !isDigit(at(text, end - 2)) || !isDigit(at(text, end - 3))
}

/** How far back the last seven digits of a number may reach, in bytes. */
const farthestDigit = 64

function mayBePhone(text: Uint8Array, end: number, filters: Uint8Array): boolean {
  if (isHour(text, end)) return false
  let tail = 0
  let scale = 1
  let count = 0
  for (let p = end - 1; count < 7; p -= 1) {
    const byte = at(text, p)
    if (p < 0 || end - p > farthestDigit) return false
    if (isHex(byte) && at(text, p - 2) === 0x25) p -= 2
    else if (isDigit(byte)) {
      tail += (byte - 0x30) * scale
      scale *= 10
      count += 1
    } else if (byte < 0x80 && !separators.has(byte)) return false
  }
  return mayBeNumber(filters, tail, () => leadBefore(text, end))
}

function mayBeIpv4(text: Uint8Array, end: number, filters: Uint8Array): boolean {
  let address = 0
  let p = end - 1
  for (let octet = 0; octet < 4; octet += 1) {
    let value = 0
    let scale = 1
    for (; isDigit(at(text, p)) && scale <= 100; p -= 1) {
      value += (at(text, p) - 0x30) * scale
      scale *= 10
    }
    if (octet === 3 && scale === 1000) value = withoutEscape(text, p, value)
    if (scale === 1 || value > 255 || (octet < 3 && at(text, p) !== 0x2e)) return false
    p -= 1
    address |= value << (8 * octet)
  }
  return hasBit(filters, filterLayout.ipv4, hashOf(address, filterLayout.ipv4.bits))
}

/** The first of the three digits, or the first two, may be those of an escape: `%2010.0.0.1`, `\u002210.0.0.1`. */
function withoutEscape(text: Uint8Array, p: number, value: number): number {
  if (at(text, p) === 0x25 || at(text, p - 2) === 0x75) return value % 10
  return at(text, p - 1) === 0x25 || at(text, p - 3) === 0x75 ? value % 100 : value
}

/** At the last character of an address: a hexadecimal digit after a colon, or a double colon. */
function mayBeIpv6(text: Uint8Array, p: number, filters: Uint8Array): boolean {
  const next = at(text, p + 1)
  if (isHex(next)) return false
  if (at(text, p) === 0x3a) return at(text, p - 1) === 0x3a && next !== 0x3a && hasBit(filters, filterLayout.ipv6, 0)
  let value = 0
  let scale = 0
  let q = p
  for (; isHex(at(text, q)) && scale < 16; q -= 1, scale += 4)
    value |= parseInt(String.fromCharCode(at(text, q)), 16) << scale
  return scale > 0 && at(text, q) === 0x3a && hasBit(filters, filterLayout.ipv6, value)
}

function isWordByte(byte: number): boolean {
  return isPlainWordByte(byte) || byte >= 0x80
}

function isPlainWordByte(byte: number): boolean {
  return isAlphanumeric(byte) || byte === 0x5f
}

function mayBeWord(text: Uint8Array, start: number, filters: Uint8Array): boolean {
  const key = wordStartKey(text, start)
  if (!hasBit(filters, filterLayout.wordStart, key)) return false
  if (hasBit(filters, filterLayout.shortWord, key)) return true
  return hasBit(filters, filterLayout.word, hashOf(wordKey(text, start), filterLayout.word.bits))
}
