/** Where a phone number ends: whether the digits found are the whole number or a part of something longer. */

import { readInternational } from '../../numbering.ts'
import { asciiOf, at, isAlphanumeric, isDigit } from '../characters/bytes.ts'
import { characterBefore } from '../characters/characters.ts'
import { chainLeft, chainRight, mostDigits, type Chain } from './digit-chains.ts'
import {
  isWide,
  lengthOf,
  neighbourAfter,
  neighbourBefore,
  type DigitGroup,
  type Joint,
  type Neighbour,
} from './digit-groups.ts'
import { isBackslashEscape } from '../characters/escapes.ts'
import { holdsDate } from './phone-shape.ts'
import { beginsExtension } from './extension.ts'
import { isBeforeNumber, isBehindNumber } from './slashes.ts'
import { isCodeOfNext, isFractionBehind } from './phone-tail.ts'

/** From here on a number is complete with its area code; shorter ones could be the end of a longer one. */
export const completeDigits = 10
/** Longer groups are not written within a number that is separated at all. */
const longestPart = 5

export interface Written {
  /** Left to right. */
  readonly groups: readonly DigitGroup[]
  /** How the groups hang together. */
  readonly joints: readonly Joint[]
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
  if (neighbour === null || isBehindNumber(view, number.groups, neighbour)) return true
  return standsApartLeft(view, number, neighbour)
}

export function endsRight(view: Uint8Array, number: Written): boolean {
  const next = at(view, number.end)
  if (isAlphanumeric(next)) return beginsExtension(view, number.end)
  const last = number.groups.at(-1)
  const length = last === undefined ? 0 : last.end - last.start
  if (next === 0x3a && isDigit(at(view, number.end + 1)) && length <= 2) return false
  if (next === 0x29 && opensBracket(view, number)) return neighbourAfter(view, number.end + 1) === null
  const neighbour = neighbourAfter(view, number.end)
  if (neighbour === null || isFractionBehind(view, number, neighbour)) return true
  if (isBeforeNumber(view, number.groups, neighbour)) return true
  return standsApartRight(view, number, neighbour)
}

/** The bracket that closes behind `555-0142/(917)` begins another number. */
function opensBracket(view: Uint8Array, { start, end }: Written): boolean {
  return view.subarray(start, end).lastIndexOf(0x28) > view.subarray(start, end).lastIndexOf(0x29)
}

/** `10:15:30 781…` seconds, `10:15:30,555 1212` milliseconds. */
function isTimePart(view: Uint8Array, number: Written): boolean {
  const first = number.groups[0]
  const length = first === undefined ? 0 : first.end - first.start
  const before = at(view, number.start - 1)
  if (before === 0x3a) return length <= 2 && isDigit(at(view, number.start - 2))
  return before === 0x2c && length === 3 && isDigit(at(view, number.start - 2)) && at(view, number.start - 4) === 0x3a
}

/**
 * Columns of a table stand apart by a tab, an underscore, or several blanks; so may the groups of a number. Where the
 * groups do, only a row that holds nothing more is a number: the digits of several columns would be anybody's.
 */
function isOneOfManyColumns(number: Written, { joint }: Neighbour): boolean {
  return isWide(joint) && number.joints.includes(joint)
}

/** Whether groups that stand so far apart are written as those of a number: shorter numbers are easily met by chance. */
export function isPlausiblySpread({ groups, joints, digits }: Written): boolean {
  if (digits >= completeDigits || !joints.some(isWide)) return true
  return groups.every((group) => lengthOf(group) >= 2 && lengthOf(group) <= 4)
}

function standsApartLeft(view: Uint8Array, number: Written, neighbour: Neighbour): boolean {
  const length = lengthOf(neighbour.group)
  if (isWide(neighbour.joint) && isCountryCode(view, neighbour.group)) return false
  if (isOneOfManyColumns(number, neighbour)) return isOwnTextBeside(view, number, neighbour)
  switch (neighbour.joint) {
    case 'unseen':
      return false
    case 'point':
      return number.digits >= completeDigits && length >= 6
    case 'tight':
      return standsApartTightly(view, number, neighbour)
    case 'loose':
    case 'gap':
      return standsApartLoosely(view, number, neighbour)
    case 'tab':
    case 'underscore':
      return true
    default:
      return neighbour.joint satisfies never
  }
}

/** A complete number beside a time or something too short or too long to be a part of it: `10:15:30  781  555  0123`. */
function isOwnTextBeside(view: Uint8Array, number: Written, { group, joint }: Neighbour): boolean {
  if (number.digits < completeDigits || joint === 'underscore') return false
  return isNoPart(group) || endsTime(view, group) || beginsTime(view, group)
}

/** `+44` before the tab: what follows is a number of that country. */
function isCountryCode(view: Uint8Array, group: DigitGroup): boolean {
  return lengthOf(group) <= 3 && characterBefore(view, group.start).code === 0x2b
}

function standsApartTightly(view: Uint8Array, number: Written, neighbour: Neighbour): boolean {
  const left = chainLeft(view, neighbour.group, 'tight')
  if (isCalledAbroad(number, left)) return false
  return isFarTooLong(number, left.digits, neighbour.group) || standsForItself(view, number, left)
}

/** `8000-2125550142`: digits of other lengths stand beside a number; together they are none of any plan. */
function standsForItself(view: Uint8Array, { groups, digits, start, end }: Written, left: Chain): boolean {
  if (groups.length > 1 || digits < completeDigits || characterBefore(view, start).code !== 0x2d) return false
  return readInternational(left.text + asciiOf(view, start, end)) === null
}

/** Together more than a number can have, and not merely another four digits of a card. */
function isFarTooLong(number: Written, digits: number, next: DigitGroup): boolean {
  if (number.digits + digits <= mostDigits) return false
  return number.digits >= completeDigits || lengthOf(next) > longestPart
}

function isCalledAbroad(number: Written, left: Chain): boolean {
  return left.international && left.digits + number.digits <= mostDigits + 2
}

function standsApartLoosely(view: Uint8Array, number: Written, neighbour: Neighbour): boolean {
  const left = chainLeft(view, neighbour.group, 'loose')
  if (isCalledAbroad(number, left)) return false
  return number.digits >= completeDigits || left.date || endsTime(view, neighbour.group) || isNoPart(neighbour.group)
}

function endsTime(view: Uint8Array, group: DigitGroup): boolean {
  const before = at(view, group.start - 1)
  return (before === 0x3a || before === 0x2e || before === 0x2c) && isDigit(at(view, group.start - 2))
}

function beginsTime(view: Uint8Array, group: DigitGroup): boolean {
  return at(view, group.end) === 0x3a && isDigit(at(view, group.end + 1))
}

function standsApartRight(view: Uint8Array, number: Written, neighbour: Neighbour): boolean {
  const length = lengthOf(neighbour.group)
  if (isOneOfManyColumns(number, neighbour)) return isOwnTextBeside(view, number, neighbour)
  switch (neighbour.joint) {
    case 'unseen':
      return false
    case 'loose':
      return number.digits >= completeDigits || isOwnTextRight(view, neighbour.group)
    case 'point':
      return number.digits >= completeDigits && length >= 6 && !isUnixTime(view, number, length)
    case 'tight':
      if (isCodeOfNext(view, neighbour.group)) return true
      if (isFarTooLong(number, chainRight(view, neighbour.group).digits, neighbour.group)) return true
      return number.groups.length === 1 && number.digits >= completeDigits
    case 'gap':
    case 'tab':
    case 'underscore':
      return true
    default:
      return neighbour.joint satisfies never
  }
}

/** A date, a time, or a length that no part of a number has. */
function isOwnTextRight(view: Uint8Array, group: DigitGroup): boolean {
  return beginsTime(view, group) || isNoPart(group) || holdsDate(view, chainRight(view, group).groups.slice(0, 3))
}

/** `1732462512.123456`: seconds since 1970 and their fraction. */
function isUnixTime(view: Uint8Array, number: Written, fraction: number): boolean {
  if (number.groups.length !== 1 || number.digits !== 10 || at(view, number.start) !== 0x31) return false
  return fraction === 6 || fraction === 9
}

function isNoPart(group: DigitGroup): boolean {
  return lengthOf(group) === 1 || lengthOf(group) > longestPart
}
