/** Finds an IP address that ends at a given place. */

import { canonicalIpAddress } from '../ip-address.ts'
import { at, isAlphanumeric, isDigit, isHex } from './characters/bytes.ts'
import { characterBefore, continuesWord } from './characters/characters.ts'
import { afterEscape, isBackslashEscape } from './characters/escapes.ts'
import { tags, type NeedleIndex } from './index-of-needles.ts'
import { touchesMask } from './masked.ts'
import { isInNumberLink } from './phones/dialled.ts'
import type { Span } from './span.ts'

/** Each with room for the digits of an escape before it. */
const [longestIpv4, longestIpv6] = [20, 50]

/** The dotted quad whose last digit stands before `end`. */
export function ipv4At(view: Uint8Array, end: number, index: NeedleIndex): Span | null {
  if (continuesWord(view, end) && at(view, end) !== 0x5f) return null
  if (at(view, end) === 0x2e && isDigit(at(view, end + 1)) && !isPort(view, end + 1)) return null
  let start = end
  while (start > end - longestIpv4 && start > 0 && (isDigit(at(view, start - 1)) || at(view, start - 1) === 0x2e))
    start -= 1
  start = afterEscape(view, start)
  // `host.192.0.2.1`, `...192.0.2.1`: no digits stand before the dots, or they would have been taken too.
  const dotted = at(view, start) === 0x2e
  while (at(view, start) === 0x2e) start += 1
  if (start >= end || (!dotted && isGlued(view, start)) || isInNumberLink(view, start)) return null
  return spanOf(view, start, end, index)
}

/** `192.0.2.1.5060`, as network tools write it: too large for a part of an address. */
function isPort(view: Uint8Array, start: number): boolean {
  const [digits = ''] = /^\d+/.exec(textOf(view, start, start + 6)) ?? []
  return Number(digits) > 255 && digits.length <= 5 && !isGroupAhead(view, start + digits.length)
}

function isGroupAhead(view: Uint8Array, end: number): boolean {
  return at(view, end) === 0x2e && isDigit(at(view, end + 1))
}

/** The IPv6 address whose last character stands before `end`. */
export function ipv6At(view: Uint8Array, end: number, index: NeedleIndex): Span | null {
  if (continuesWord(view, end) && at(view, end) !== 0x5f) return null
  let start = end
  while (start > end - longestIpv6 && start > 0 && isAddressByte(at(view, start - 1))) start -= 1
  // `src:fe80::1`: the c belongs to the word before, not to the address.
  const escaped = afterEscape(view, start)
  if (escaped > start) start = escaped
  else if (isGlued(view, start)) start = afterColon(view, start, end)
  if (at(view, start) === 0x3a && at(view, start + 1) !== 0x3a) start += 1
  if (start >= end || goesOn(view, start, end)) return null
  return spanOf(view, start, end, index)
}

/** `2001:db8::1:2` and `2001:db8::192.0.2.1` are longer addresses; nine groups are an address and its port. */
function goesOn(view: Uint8Array, start: number, end: number): boolean {
  const next = at(view, end)
  if (next !== 0x3a && next !== 0x2e) return false
  const [more] = /^(?::[0-9a-f]{1,4}(?![0-9a-f])|(?:\.\d{1,3}){3}(?!\d))/i.exec(textOf(view, end, end + 16)) ?? []
  return more !== undefined && canonicalIpAddress(textOf(view, start, end) + more) !== null
}

function textOf(view: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...view.subarray(start, end))
}

function isGlued(view: Uint8Array, start: number): boolean {
  return isAlphanumeric(characterBefore(view, start).code) && !isBackslashEscape(view, start)
}

function afterColon(view: Uint8Array, start: number, end: number): number {
  let position = start
  while (position < end && at(view, position) !== 0x3a) position += 1
  return position
}

function isAddressByte(byte: number): boolean {
  return isHex(byte) || byte === 0x3a || byte === 0x2e
}

function spanOf(view: Uint8Array, start: number, end: number, index: NeedleIndex): Span | null {
  const canonical = canonicalIpAddress(textOf(view, start, end))
  if (canonical === null) return null
  const address = Buffer.from(canonical)
  const needle = index.lookup(tags.ip, address, 0, address.length)
  if (needle < 0 || touchesMask(view, start, end)) return null
  return { start, end, needle }
}
