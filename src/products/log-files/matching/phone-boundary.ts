/** Where a phone number ends: whether the digits found are the whole number or a part of something longer. */

import { at, characterBefore, isAlphanumeric, isDigit } from './bytes.ts'
import { neighbourAfter, neighbourBefore, type Group, type Neighbour } from './digit-groups.ts'
import { holdsDate } from './phone-shape.ts'

/** E.164: no number has more digits, so longer chains are several things side by side. */
const mostDigits = 15
/** From here on a number is complete with its area code; shorter ones could be the end of a longer one. */
const completeDigits = 10

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
  return neighbour === null || standsApartRight(number, neighbour)
}

/** `\n7815550123` in a JSON text: the letter belongs to an escape. */
function isBackslashEscape(view: Uint8Array, start: number): boolean {
  return at(view, start - 2) === 0x5c && 'nrt'.includes(String.fromCharCode(at(view, start - 1)))
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
      return number.digits + chain(view, neighbour.group, 'tight').digits > mostDigits
    case 'loose':
      return standsApartLoosely(view, number, neighbour)
    default:
      return neighbour.joint satisfies never
  }
}

function standsApartLoosely(view: Uint8Array, number: Written, neighbour: Neighbour): boolean {
  const left = chain(view, neighbour.group, 'loose')
  if (left.international && left.digits + number.digits <= mostDigits + 2) return false
  if (number.digits >= completeDigits || left.date) return true
  const length = neighbour.group.end - neighbour.group.start
  const before = at(view, neighbour.group.start - 1)
  const isTime = (before === 0x3a || before === 0x2e || before === 0x2c) && isDigit(at(view, neighbour.group.start - 2))
  return isTime || length === 1 || length > 5
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
    const dialled = at(view, first.start) === 0x30 && at(view, first.start + 1) === 0x30 && first.end - first.start >= 2
    if (opened === 0x2b || dialled) return { digits, international: true, date: false }
    const next = neighbourBefore(view, first.start)
    if (next === null || (joint === 'tight' && next.joint === 'loose')) break
    first = next.group
    digits += first.end - first.start
    groups.unshift(first)
  }
  return { digits, international: false, date: holdsDate(view, groups.slice(-3)) }
}

function standsApartRight(number: Written, neighbour: Neighbour): boolean {
  const length = neighbour.group.end - neighbour.group.start
  if (neighbour.joint === 'loose') return true
  if (neighbour.joint === 'point') return number.digits >= completeDigits && length >= 6
  if (number.digits + length > mostDigits) return true
  return number.groups.length === 1 && number.digits >= completeDigits
}
