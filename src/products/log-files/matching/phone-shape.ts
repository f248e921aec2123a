/** Groups of digits that look like a phone number and are something else: dates, times, addresses, GUIDs. */

import { at, isHex } from './bytes.ts'
import type { Group } from './digit-groups.ts'

const dateSigns = new Set(Buffer.from('-./_'))

/** Whether the groups (left to right) hold a date, e.g. 2024-11-22 or 22.11.2024. */
export function holdsDate(view: Uint8Array, groups: readonly Group[]): boolean {
  return groups.some((group, n) => isDate(view, group, groups[n + 1], groups[n + 2]))
}

function isDate(view: Uint8Array, a: Group, b: Group | undefined, c: Group | undefined): boolean {
  if (b === undefined || c === undefined || b.start - a.end !== 1 || c.start - b.end !== 1) return false
  const separator = at(view, a.end)
  if (separator !== at(view, b.end) || !dateSigns.has(separator)) return false
  const [first, middle, last] = [a, b, c].map((group) => valueOf(view, group))
  const lengths = `${a.end - a.start}${b.end - b.start}${c.end - c.start}`
  if (lengths === '422') return isYear(first) && isMonthOrDay(middle) && isMonthOrDay(last)
  return /^[12][12]4$/.test(lengths) && isMonthOrDay(first) && isMonthOrDay(middle) && isYear(last)
}

/** 20241122_101530, 20241122-101530 and the like: eight digits that are a day, six that are a time. */
export function isCompactTimestamp(view: Uint8Array, group: Group): boolean {
  if (group.end - group.start !== 8) return false
  const [year, month, day] = [
    part(view, group.start, 4),
    part(view, group.start + 4, 2),
    part(view, group.start + 6, 2),
  ]
  if (!isYear(year) || !isMonthOrDay(month) || !isMonthOrDay(day)) return false
  const after = String.fromCharCode(...view.subarray(group.end, group.end + 7))
  return /^[-_ T]([01]\d|2[0-3])[0-5]\d[0-5]/.test(after)
}

/** Four groups of up to 255 with dots between are an address or a version. */
export function isDottedQuad(view: Uint8Array, groups: readonly Group[]): boolean {
  if (groups.length !== 4) return false
  const dotted = groups
    .slice(1)
    .every((group) => at(view, group.start - 1) === 0x2e && group.start - 1 === endBefore(groups, group))
  return dotted && groups.every((group) => group.end - group.start <= 3 && valueOf(view, group) <= 255)
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

function endBefore(groups: readonly Group[], group: Group): number {
  return groups[groups.indexOf(group) - 1]?.end ?? -1
}

function valueOf(view: Uint8Array, group: Group): number {
  return part(view, group.start, group.end - group.start)
}

function part(view: Uint8Array, start: number, length: number): number {
  let value = 0
  for (let p = start; p < start + length; p += 1) value = value * 10 + (at(view, p) - 0x30)
  return value
}

function isYear(value = 0): boolean {
  return value >= 1900 && value <= 2099
}

function isMonthOrDay(value = 0): boolean {
  return value >= 1 && value <= 31
}
