/** Finds a phone number that ends at a given place, whatever separates its digits. */

import { readInternational } from '../../numbering.ts'
import { asciiOf, at, isAlphanumeric } from '../characters/bytes.ts'
import { characterBefore } from '../characters/characters.ts'
import { groupBefore, isWide, lengthOf, neighbourBefore, type DigitGroup, type Joint } from './digit-groups.ts'
import { tags, type NeedleIndex } from '../index-of-needles.ts'
import { touchesMaskedDigits } from '../masked.ts'
import { isDialled } from './dialled.ts'
import { completeDigits, endsLeft, endsRight, isPlausiblySpread, type Written } from './phone-boundary.ts'
import { holdsDate, isCompactTimestamp, isDottedQuad, isInGuid } from './phone-shape.ts'
import { contextBehind, endOfExponent, endsWithCodeOfNext, endsWithFraction } from './phone-tail.ts'
import type { Span } from '../span.ts'

/** Never fewer: a shorter text names too many people. */
const leastDigits = 7
/** An international prefix, and 15 digits. */
const mostDigits = 20

const scratch = new Uint8Array(mostDigits + 1)

/** The longest needle whose last digit stands before `end`; null when there is none or it is a part of something longer. */
export function phoneAt(view: Uint8Array, end: number, index: NeedleIndex): Span | null {
  const found = longestNeedle(view, end, index)
  if (found === null) return null
  const { needle } = found
  const written = { ...found.written, end: endOfExponent(view, found.written) ?? end }
  if (!isWhole(view, written) || !isInContext(view, written, needle, index)) return null
  return { start: written.start, end: written.end, needle }
}

/** `sip:7815550123;phone-context=+44@…`: the digits are those of a number of that country. */
function isInContext(view: Uint8Array, number: Written, needle: number, index: NeedleIndex): boolean {
  const context = number.plus ? null : contextBehind(view, number.end)
  if (context === null) return true
  const digits = number.groups.map(({ start, end }) => asciiOf(view, start, end)).join('')
  const means = (text: string): boolean => {
    const bytes = Buffer.from(text)
    return index.lookup(tags.phone, bytes, 0, bytes.length) === needle
  }
  if (means(`+${context}${digits}`)) return true
  // `1212…` within `+1` has its code already.
  return digits.startsWith(context) && readInternational(context + digits) === null && means(`+${digits}`)
}

/** Whether the digits are a phone number of their own. */
function isWhole(view: Uint8Array, number: Written): boolean {
  if (!isPlausiblySpread(number)) return false
  if (endsWithFraction(view, number) || endsWithCodeOfNext(view, number)) return false
  // Nobody puts a + before an address or a date, or dials one.
  const looksOtherwise = isDottedQuad(view, number.groups) || holdsDate(view, number.groups)
  if (!number.plus && looksOtherwise && !isDialled(view, number)) return false
  if (isCompactTimestamp(view, number.groups)) return false
  if (!endsLeft(view, number) || !endsRight(view, number)) return false
  if (isRestOfMasked(view, number)) return false
  return !isInGuid(view, number.start, number.end)
}

/** A number with its area code is whole: stars beside it are those of something else. */
function isRestOfMasked(view: Uint8Array, { start, end, plus, digits }: Written): boolean {
  return !plus && digits < completeDigits && touchesMaskedDigits(view, start, end)
}

interface FoundNumber {
  readonly written: Written
  readonly needle: number
}

/** Groups of digits that may be written as one number, left to right, how they hang together, and how many digits. */
interface Digits {
  readonly groups: readonly DigitGroup[]
  readonly joints: readonly Joint[]
  readonly digits: number
}

function longestNeedle(view: Uint8Array, end: number, index: NeedleIndex): FoundNumber | null {
  let best: FoundNumber | null = null
  let group = groupBefore(view, end)
  const groups: DigitGroup[] = []
  const joints: Joint[] = []
  let joint: Joint | null = null
  for (let digits = 0; group !== null;) {
    const from = scratch.length - digits - lengthOf(group)
    if (from < 1) break
    copyDigits(view, group, from)
    digits = scratch.length - from
    groups.unshift(group)
    const asBefore = joint === null || !isWide(joint) || joints.includes(joint)
    if (joint !== null) joints.unshift(joint)
    const found = digits < leastDigits ? null : lookUp(view, { groups, joints, digits }, index)
    // What stands farther off than the groups of the number do is a column of its own, unless a + says otherwise.
    if (found !== null && (best === null || asBefore || found.written.plus)) best = found
    const next = neighbourBefore(view, group.start)
    group = next === null ? null : next.group
    joint = next === null ? null : next.joint
  }
  return best
}

function copyDigits(view: Uint8Array, { start, end }: DigitGroup, to: number): void {
  for (let place = start; place < end; place += 1) scratch[to + place - start] = at(view, place)
}

/** The digits stand at the end of the scratch. */
function lookUp(view: Uint8Array, text: Digits, index: NeedleIndex): FoundNumber | null {
  const start = text.groups[0]?.start ?? 0
  const from = scratch.length - text.digits
  const sign = plusBefore(view, start)
  scratch[from - 1] = 0x2b
  const needle = index.lookup(tags.phone, scratch, sign < 0 ? from : from - 1, scratch.length)
  if (needle >= 0) return { written: asWritten(text, sign < 0 ? start : sign, sign >= 0), needle }
  const spaced = sign < 0 ? -1 : index.lookup(tags.phone, scratch, from, scratch.length)
  return spaced >= 0 && isSpaceSign(view, start) ? { written: asWritten(text, start, false), needle: spaced } : null
}

/** The groups as they are now: those that are farther left are still to come. */
function asWritten({ groups, joints, digits }: Digits, start: number, plus: boolean): Written {
  const end = groups.at(-1)?.end ?? start
  return { groups: groups.slice(), joints: joints.slice(), digits, start, end, plus }
}

/** Where a number with a `+` before `start` begins; at `start` when the sign is escaped; -1 when there is none. */
function plusBefore(view: Uint8Array, start: number): number {
  const before = characterBefore(view, start)
  const sign = before.code === 0x28 ? characterBefore(view, before.start) : before
  if (sign.code !== 0x2b) return -1
  return at(view, sign.start) === 0x2b ? sign.start : start
}

/** In a form-encoded text `+` is a space: `q=call+7815550123`. */
function isSpaceSign(view: Uint8Array, start: number): boolean {
  if (at(view, start - 1) !== 0x2b) return false
  const before = characterBefore(view, start - 1).code
  return isAlphanumeric(before) || before === 0x29
}
