/** Where a phone number ends: whether the digits found are the whole number or a part of something longer. */

import { at, characterBefore, isAlphanumeric, isBackslashEscape, isDigit } from './bytes.ts'
import { neighbourAfter, neighbourBefore, type Group, type Neighbour } from './digit-groups.ts'
import { holdsDate } from './phone-shape.ts'

/** E.164: no number has more digits, so longer chains are several things side by side. */
const mostDigits = 15
/** From here on a number is complete with its area code; shorter ones could be the end of a longer one. */
const completeDigits = 10
/** Longer groups are not written within a number that is separated at all. */
const longestPart = 5

export interface Written {
  /** Left to right. */
  readonly groups: readonly Group[]
  readonly digits: number
  /** Where the text of the number begins: at its `+` when it has one. */
  readonly start: number
  readonly end: number
  readonly plus: boolean
}

export function endsLeft(view: Uint8Array, number: Written): boolean {
  if (number.plus) return true
  const before = characterBefore(view, number.start).code
  if (isAlphanumeric(before) && !isBackslashEscape(view, number.start)) return false
  if (isTimePart(view, number)) return false
  const neighbour = neighbourBefore(view, number.start)
  return neighbour === null || standsApartLeft(view, number, neighbour)
}

export function endsRight(view: Uint8Array, number: Written): boolean {
  const next = at(view, number.end)
  if (isAlphanumeric(next)) return (next | 0x20) === 0x78 && isDigit(at(view, number.end + 1))
  const last = number.groups.at(-1)
  const length = last === undefined ? 0 : last.end - last.start
  if (next === 0x3a && isDigit(at(view, number.end + 1)) && length <= 2) return false
  const neighbour = neighbourAfter(view, number.end)
  return neighbour === null || standsApartRight(view, number, neighbour)
}

/** `10:15:30 781…` seconds, `10:15:30,555 1212` milliseconds. */
function isTimePart(view: Uint8Array, number: Written): boolean {
  const first = number.groups[0]
  const length = first === undefined ? 0 : first.end - first.start
  const before = at(view, number.start - 1)
  if (before === 0x3a) return length <= 2 && isDigit(at(view, number.start - 2))
  return before === 0x2c && length === 3 && isDigit(at(view, number.start - 2)) && at(view, number.start - 4) === 0x3a
}

function standsApartLeft(view: Uint8Array, number: Written, neighbour: Neighbour): boolean {
  const length = neighbour.group.end - neighbour.group.start
  switch (neighbour.joint) {
    case 'point':
      return number.digits >= completeDigits && length >= 6
    case 'tight':
      return standsApartTightly(view, number, neighbour)
    case 'loose':
      return standsApartLoosely(view, number, neighbour)
    default:
      return neighbour.joint satisfies never
  }
}

function standsApartTightly(view: Uint8Array, number: Written, neighbour: Neighbour): boolean {
  const left = chain(view, neighbour.group, 'tight')
  if (isCalledAbroad(number, left)) return false
  return isFarTooLong(number, left.digits, neighbour.group)
}

/** Together more than a number can have, and not merely another four digits of a card. */
function isFarTooLong(number: Written, digits: number, next: Group): boolean {
  if (number.digits + digits <= mostDigits) return false
  return number.digits >= completeDigits || lengthOf(next) > longestPart
}

function isCalledAbroad(number: Written, left: Chain): boolean {
  return left.international && left.digits + number.digits <= mostDigits + 2
}

function standsApartLoosely(view: Uint8Array, number: Written, neighbour: Neighbour): boolean {
  const left = chain(view, neighbour.group, 'loose')
  if (isCalledAbroad(number, left)) return false
  if (number.digits >= completeDigits || left.date) return true
  const before = at(view, neighbour.group.start - 1)
  const isTime = (before === 0x3a || before === 0x2e || before === 0x2c) && isDigit(at(view, neighbour.group.start - 2))
  return isTime || isNoPart(neighbour.group)
}

interface Chain {
  readonly digits: number
  readonly international: boolean
  readonly date: boolean
}

/** The groups that hang together to the left, up to a `+` or 00. */
function chain(view: Uint8Array, last: Group, joint: 'tight' | 'loose'): Chain {
  const groups = [last]
  let digits = last.end - last.start
  for (let first = last; digits <= mostDigits;) {
    const before = characterBefore(view, first.start)
    const opened = before.code === 0x28 ? characterBefore(view, before.start).code : before.code
    if (opened === 0x2b || isDialledAbroad(view, groups)) return { digits, international: true, date: false }
    const next = neighbourBefore(view, first.start)
    if (next === null || (joint === 'tight' && next.joint === 'loose')) break
    first = next.group
    digits += first.end - first.start
    groups.unshift(first)
  }
  return { digits, international: false, date: holdsDate(view, groups.slice(-3)) }
}

/** `00…`, or the prefix of another country before a country code: `011 44`, `01144`. */
function isDialledAbroad(view: Uint8Array, [prefix, code]: readonly Group[]): boolean {
  if (prefix === undefined) return false
  const text = String.fromCharCode(...view.subarray(prefix.start, prefix.end))
  if (/^00|^0?011\d{1,3}$/.test(text)) return true
  return /^(?:0?011|010|810|119)$/.test(text) && code !== undefined && lengthOf(code) <= 3
}

function standsApartRight(view: Uint8Array, number: Written, neighbour: Neighbour): boolean {
  const length = lengthOf(neighbour.group)
  switch (neighbour.joint) {
    case 'loose':
      return number.digits >= completeDigits || isOwnTextRight(view, neighbour.group)
    case 'point':
      return number.digits >= completeDigits && length >= 6 && !isUnixTime(view, number, length)
    case 'tight':
      if (isFarTooLong(number, chainRight(view, neighbour.group).digits, neighbour.group)) return true
      return number.groups.length === 1 && number.digits >= completeDigits
    default:
      return neighbour.joint satisfies never
  }
}

/** A date, a time, or a length that no part of a number has. */
function isOwnTextRight(view: Uint8Array, group: Group): boolean {
  if (at(view, group.end) === 0x3a && isDigit(at(view, group.end + 1))) return true
  return isNoPart(group) || holdsDate(view, chainRight(view, group).groups.slice(0, 3))
}

/** `1732462512.123456`: seconds since 1970 and their fraction. */
function isUnixTime(view: Uint8Array, number: Written, fraction: number): boolean {
  if (number.groups.length !== 1 || number.digits !== 10 || at(view, number.start) !== 0x31) return false
  return fraction === 6 || fraction === 9
}

/** The groups that hang together to the right without a space. */
function chainRight(view: Uint8Array, first: Group): { readonly groups: readonly Group[]; readonly digits: number } {
  const groups = [first]
  let digits = lengthOf(first)
  for (let last = first; digits <= mostDigits;) {
    const next = neighbourAfter(view, last.end)
    if (next === null || next.joint === 'loose') break
    last = next.group
    digits += lengthOf(last)
    groups.push(last)
  }
  return { groups, digits }
}

function isNoPart(group: Group): boolean {
  return lengthOf(group) === 1 || lengthOf(group) > longestPart
}

function lengthOf(group: Group): number {
  return group.end - group.start
}
