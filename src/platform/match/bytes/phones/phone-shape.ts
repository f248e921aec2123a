/** Groups of digits that look like a phone number and are something else: dates, times, addresses, GUIDs. */

import { at, isHex } from '../characters/bytes.ts'
import { lengthOf, type DigitGroup } from './digit-groups.ts'

const dateSigns = new Set(Buffer.from('-./_'))

/** Whether the groups (left to right) hold a date, e.g. 2024-11-22 or 22.11.2024. */
export function holdsDate(view: Uint8Array, groups: readonly DigitGroup[]): boolean {
  for (let n = 0; n + 2 < groups.length; n += 1) if (isDate(view, groups, n)) return true
  return false
}

/** The group at `n` and the two after it. */
function isDate(view: Uint8Array, groups: readonly DigitGroup[], n: number): boolean {
  const [a, b, c] = [groups[n], groups[n + 1], groups[n + 2]]
  if (a === undefined || b === undefined || c === undefined) return false
  if (b.start - a.end !== 1 || c.start - b.end !== 1) return false
  const separator = at(view, a.end)
  if (separator !== at(view, b.end) || !dateSigns.has(separator)) return false
  if (!isMonthOrDay(valueOf(view, b))) return false
  if (lengthOf(a) === 4)
    return lengthOf(b) === 2 && lengthOf(c) === 2 && isYear(valueOf(view, a)) && isMonthOrDay(valueOf(view, c))
  return (
    lengthOf(a) <= 2 &&
    lengthOf(b) <= 2 &&
    lengthOf(c) === 4 &&
    isMonthOrDay(valueOf(view, a)) &&
    isYear(valueOf(view, c))
  )
}

/** 20241122_101530, 20241122-101530 and the like: eight digits that are a day, six that are a time. */
export function isCompactTimestamp(view: Uint8Array, groups: readonly DigitGroup[]): boolean {
  const group = groups[0]
  if (group === undefined || groups.length > 1 || lengthOf(group) !== 8) return false
  if (!isYear(part(view, group.start, 4))) return false
  if (!isMonthOrDay(part(view, group.start + 4, 2)) || !isMonthOrDay(part(view, group.start + 6, 2))) return false
  const after = String.fromCharCode(...view.subarray(group.end, group.end + 7))
  return /^[-_ T]([01]\d|2[0-3])[0-5]\d[0-5]/.test(after)
}

/** Four groups of up to 255 with dots between are an address or a version. */
export function isDottedQuad(view: Uint8Array, groups: readonly DigitGroup[]): boolean {
  if (groups.length !== 4) return false
  let end = -1
  for (const group of groups) {
    if (lengthOf(group) > 3 || valueOf(view, group) > 255) return false
    if (end >= 0 && (group.start - end !== 1 || at(view, end) !== 0x2e)) return false
    end = group.end
  }
  return true
}

/** Whether the stretch lies in a text of the form 8-4-4-4-12 hexadecimal digits. */
export function isInGuid(view: Uint8Array, start: number, end: number): boolean {
  let from = start
  let to = end
  while (from > start - 37 && (isHex(at(view, from - 1)) || at(view, from - 1) === 0x2d)) from -= 1
  while (to < end + 37 && (isHex(at(view, to)) || at(view, to) === 0x2d)) to += 1
  if (to - from < 36) return false
  const text = String.fromCharCode(...view.subarray(Math.max(0, from), to))
  for (const found of text.matchAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi)) {
    if (from + found.index < end && from + found.index + 36 > start) return true
  }
  return false
}

function valueOf(view: Uint8Array, group: DigitGroup): number {
  return part(view, group.start, lengthOf(group))
}

function part(view: Uint8Array, start: number, length: number): number {
  let value = 0
  for (let p = start; p < start + length; p += 1) value = value * 10 + (at(view, p) - 0x30)
  return value
}

function isYear(value: number): boolean {
  return value >= 1900 && value <= 2099
}

function isMonthOrDay(value: number): boolean {
  return value >= 1 && value <= 31
}
