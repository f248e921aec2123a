/** The scanner in plain TypeScript: byte by byte, for verification and wherever the compiled kernel cannot be loaded. */

import { at, isAlphanumeric, isControl, isDigit, isHex, isLetter } from './characters/bytes.ts'
import { atSignLength, emailKey, filterLayout, hasBit, hashOf, searched, wordBytes, wordStartKey } from './filters.ts'
import type { ByteSearch } from './needles.ts'
import { endsNumber, mayBeIpv4, mayBeIpv6, mayBePhone } from './phones/plain-numbers.ts'
import { candidateOf, candidates, scanCapacity, scanPadding, type OnCandidate, type Scanner } from './scanner.ts'

/** Most bytes are neither the end of a number nor a sign nor the beginning of a word: one look at a table tells. */
const classes = { digit: 1, sign: 2, word: 4, hex: 8, control: 16 } as const

export function plainScanner(search: ByteSearch): Scanner {
  const buffer = new Uint8Array(scanCapacity + scanPadding)
  const filters = new Uint8Array(search.filters)
  const table = classTable(search.kinds)
  return {
    buffer,
    finds: { phones: (search.kinds & searched.phone) !== 0 },
    scan: (length, from, to, found) => {
      buffer.fill(0, length, length + scanPadding)
      const text = buffer.subarray(0, length + scanPadding)
      let controls = 0
      for (let p = from; p < to; p += 1) {
        const kinds = at(table, at(text, p))
        if (kinds === classes.control) controls += 1
        else if (kinds !== 0) addCandidates(text, p, { kinds, searchedKinds: search.kinds, filters, found })
      }
      return { controls, foreign: true }
    },
  }
}

function classTable(kinds: number): Uint8Array {
  const table = new Uint8Array(256)
  for (let byte = 0; byte < 256; byte += 1) {
    const digit = (kinds & (searched.phone | searched.ipv4)) !== 0 && isDigit(byte) ? classes.digit : 0
    const sign = (kinds & searched.email) !== 0 && isSign(byte) ? classes.sign : 0
    const word = (kinds & searched.word) !== 0 && isWordByte(byte) ? classes.word : 0
    const hex = (kinds & searched.ipv6) !== 0 && (isHex(byte) || byte === 0x3a) ? classes.hex : 0
    table[byte] = isControl(byte) ? classes.control : digit | sign | word | hex
  }
  return table
}

/** What an `@` or an escape of one begins with. */
function isSign(byte: number): boolean {
  return byte === 0x40 || byte === 0x25 || byte === 0x26 || byte === 0x3d || byte === 0x5c || byte === 0xef
}

interface ScanPlace {
  readonly kinds: number
  readonly searchedKinds: number
  readonly filters: Uint8Array
  readonly found: OnCandidate
}

function addCandidates(text: Uint8Array, p: number, { kinds, searchedKinds, filters, found }: ScanPlace): void {
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
function addWords(text: Uint8Array, p: number, filters: Uint8Array, found: OnCandidate): void {
  if (mayBeWord(text, p, filters)) found(candidateOf(candidates.word, p))
  for (const place of placesAfterEscape(text, p)) {
    if (isPlainWordByte(at(text, place - 1)) && mayBeWord(text, place, filters))
      found(candidateOf(candidates.word, place))
  }
}

/** Where a word may begin whose escape (`%20`, `%2522`, `\n`, `\u003c`, `\x22`, `#011`, `ESC[32m`) begins as a word at `start`. */
function placesAfterEscape(text: Uint8Array, start: number): readonly number[] {
  const before = at(text, start - 1)
  const first = at(text, start)
  if (before === 0x25)
    return first === 0x32 && at(text, start + 1) === 0x35 ? [start + 2, start + 4, start + 6] : [start + 2]
  if (before === 0x23) return [start + 3]
  if (before === 0x5c) return [start + (first === 0x75 ? 5 : first === 0x78 || isDigit(first) ? 3 : 1)]
  if (before !== 0x5b && before !== 0x3b) return []
  let place = start
  while (place < start + 3 && isDigit(at(text, place))) place += 1
  return isLetter(at(text, place)) ? [place + 1] : []
}

/** `%`, a backslash, a hash or the bracket of a control sequence so near may be what the address stands behind. */
const escapeReach = [
  [0x25, 10],
  [0x5c, 9],
  [0x5b, 16],
  [0x23, 7],
] as const

function addEmail(text: Uint8Array, p: number, filters: Uint8Array, found: OnCandidate): void {
  const length = atSignLength(text, p)
  if (length === 0) return
  const escaped = escapeReach.some(([sign, reach]) => text.subarray(Math.max(0, p - reach), p).includes(sign))
  const hash = hashOf(emailKey(text, p, length), filterLayout.email.bits)
  if (escaped || hasBit(filters, filterLayout.email, hash))
    found(candidateOf(at(text, p) === 0x25 ? candidates.encodedAt : candidates.at, p))
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
  return hasBit(filters, filterLayout.word, hashOf(wordBytes(text, start), filterLayout.word.bits))
}
