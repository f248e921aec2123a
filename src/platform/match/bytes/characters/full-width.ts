/** Numbers in full-width digits, as East Asian systems write them: the scanners know the digits of ASCII alone. */

import { at, characterLength, isDigit } from './bytes.ts'
import { codeOfBytes } from './code-points.ts'
import type { NeedleIndex } from '../index-of-needles.ts'
import { phoneAt } from '../phones/match-phone.ts'
import type { Span } from '../span.ts'

/** What is looked at around such digits; longer than any number with what decides about it. */
export const wideReach = 256

interface WideStretch {
  readonly from: number
  readonly to: number
}

/** Numbers with at least one such digit whose last digit begins in `from` … `to`. */
export function fullWidthNumbers(view: Uint8Array, { from, to }: WideStretch, index: NeedleIndex): readonly Span[] {
  const found: Span[] = []
  let behind = 0
  for (
    let place = nextDigit(view, from - wideReach);
    place >= 0 && place < to + wideReach;
    place = nextDigit(view, behind)
  ) {
    const region = { from: Math.max(0, place - wideReach), to: endOfRegion(view, place) }
    found.push(...numbersIn(view, region, index))
    behind = region.to
  }
  return found.filter((span) => isWithin(lastOf(view, span), { from, to }))
}

/** Full-width digits follow one another within the region; the next ones are far away. */
function endOfRegion(view: Uint8Array, place: number): number {
  let end = place
  for (let next = place; next >= 0 && next - end < wideReach; next = nextDigit(view, end)) end = next + 3
  return Math.min(view.length, end + wideReach)
}

/** Where the next one begins, EF BC 90 to EF BC 99; -1 when there is none. */
function nextDigit(view: Uint8Array, from: number): number {
  // A buffer is searched many bytes at a time.
  const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength)
  for (let place = bytes.indexOf(0xef, Math.max(0, from)); place >= 0; place = bytes.indexOf(0xef, place + 1)) {
    if (isFullWidthDigit(view, place)) return place
  }
  return -1
}

function isFullWidthDigit(view: Uint8Array, place: number): boolean {
  const third = at(view, place + 2)
  return at(view, place) === 0xef && at(view, place + 1) === 0xbc && third >= 0x90 && third <= 0x99
}

function numbersIn(view: Uint8Array, region: WideStretch, index: NeedleIndex): readonly Span[] {
  const { bytes, places } = narrowed(view, region)
  const found: Span[] = []
  for (let end = 1; end <= bytes.length; end += 1) {
    if (!isDigit(at(bytes, end - 1)) || isDigit(at(bytes, end))) continue
    const span = phoneAt(bytes, end, index)
    if (span === null) continue
    const [start = 0, stop = 0] = [places[span.start], places[span.end]]
    if (hasFullWidth(view, start, stop)) found.push({ start, end: stop, needle: span.needle })
  }
  return found
}

function hasFullWidth(view: Uint8Array, start: number, end: number): boolean {
  for (let place = start; place < end; place += 1) if (isFullWidthDigit(view, place)) return true
  return false
}

/** The text with its full-width characters as those of ASCII; the place of each byte, and of the end. */
function narrowed(
  view: Uint8Array,
  { from, to }: WideStretch,
): { readonly bytes: Uint8Array; readonly places: readonly number[] } {
  const bytes: number[] = []
  const places: number[] = []
  for (let place = from; place < to;) {
    const length = at(view, place) === 0xef ? characterLength(0xef) : 1
    const code = length === 1 ? at(view, place) : codeOfBytes(view.subarray(place, place + length))
    const written = code < 0x80 ? [code] : [...view.subarray(place, place + length)]
    for (const byte of written) {
      bytes.push(byte)
      places.push(place)
    }
    place += length
  }
  return { bytes: Uint8Array.from(bytes), places: [...places, to] }
}

/** Where the last digit begins. */
function lastOf(view: Uint8Array, { start, end }: Span): number {
  return end - 3 >= start && isFullWidthDigit(view, end - 3) ? end - 3 : end - 1
}

function isWithin(place: number, { from, to }: WideStretch): boolean {
  return place >= from && place < to
}
