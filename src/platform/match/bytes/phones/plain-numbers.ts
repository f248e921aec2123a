/** Whether digits may be the end of a number or an address that is searched for. Says yes wrongly at times, never no. */

import { at, isDigit, isHex, isLetter } from '../characters/bytes.ts'
import { separators } from '../characters/code-points.ts'
import { filterLayout, hasBit, hashOf, leadBefore, mayBeNumber } from '../filters.ts'

/** A letter goes on with the word; only `x` and `e` may follow, as in `781-555-0123x99` and `…ext99`. */
export function endsNumber(next: number): boolean {
  return !isDigit(next) && (!isLetter(next) || (next | 0x20) === 0x78 || (next | 0x20) === 0x65)
}

/** `(10:15`: the hour, not the end of a number before it. */
function isHour(text: Uint8Array, end: number): boolean {
  if (at(text, end) !== 0x3a || !isDigit(at(text, end + 1))) return false
  return !isDigit(at(text, end - 2)) || !isDigit(at(text, end - 3))
}

/** How far back the last seven digits of a number may reach, in bytes. */
const farthestDigit = 64

export function mayBePhone(text: Uint8Array, end: number, filters: Uint8Array): boolean {
  if (isHour(text, end)) return false
  let tail = 0
  let scale = 1
  let count = 0
  for (let p = end - 1; count < 7; p -= 1) {
    const byte = at(text, p)
    if (p < 0 || end - p > farthestDigit) return false
    if (isHex(byte) && at(text, p - 2) === 0x25) p -= 2
    else if (isHex(byte) && at(text, p - 4) === 0x25 && at(text, p - 3) === 0x32 && at(text, p - 2) === 0x35) p -= 4
    else if (isDigit(byte)) {
      tail += (byte - 0x30) * scale
      scale *= 10
      count += 1
    } else if (byte < 0x80 && !separators.has(byte)) return false
  }
  return mayBeNumber(filters, tail, () => leadBefore(text, end))
}

export function mayBeIpv4(text: Uint8Array, end: number, filters: Uint8Array): boolean {
  let address = 0
  let p = end - 1
  for (let octet = 0; octet < 4; octet += 1) {
    let value = 0
    let scale = 1
    for (; isDigit(at(text, p)) && scale <= 100; p -= 1) {
      value += (at(text, p) - 0x30) * scale
      scale *= 10
    }
    if (octet === 3) return scale > 1 && mayBeFirstOctet(text, p, { address, value, scale }, filters)
    if (scale === 1 || value > 255 || at(text, p) !== 0x2e) return false
    p -= 1
    address |= value << (8 * octet)
  }
  return false
}

interface Quad {
  /** Of the other three octets. */
  readonly address: number
  readonly value: number
  readonly scale: number
}

/** The first of the three digits, or the first two, may be those of an escape: `%2010.0.0.1`, `\u002210.0.0.1`. */
function mayBeFirstOctet(text: Uint8Array, p: number, { address, value, scale }: Quad, filters: Uint8Array): boolean {
  const passes = (octet: number): boolean => {
    const { ipv4 } = filterLayout
    return octet <= 255 && hasBit(filters, ipv4, hashOf(address | (octet << 24), ipv4.bits))
  }
  if (passes(value)) return true
  if (scale < 1000) return false
  for (let place = p - 5; place <= p; place += 1) {
    const byte = at(text, place)
    if (byte === 0x25 || byte === 0x75 || byte === 0x78 || byte === 0x5c || byte === 0x23)
      return passes(value % 100) || passes(value % 10)
  }
  return false
}

/** At the last character of an address: a hexadecimal digit after a colon, or a double colon. */
export function mayBeIpv6(text: Uint8Array, p: number, filters: Uint8Array): boolean {
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
