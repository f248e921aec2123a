/** Finds a phone number that ends at a given place, whatever separates its digits. */

import { at, characterBefore, isAlphanumeric } from './bytes.ts'
import { groupBefore, isWide, lengthOf, neighbourBefore, type Group, type Joint } from './digit-groups.ts'
import { tags, type NeedleIndex } from './index-of-needles.ts'
import { isMasked, isTagged, touchesMask } from './masked.ts'
import { endsLeft, endsRight, isPlausiblySpread, type Written } from './phone-boundary.ts'
import { holdsDate, isCompactTimestamp, isDottedQuad, isInGuid } from './phone-shape.ts'
import type { Span } from './span.ts'

/** Never fewer: a shorter text names too many people. */
const leastDigits = 7
/** An international prefix, and 15 digits. */
const mostDigits = 20

const scratch = new Uint8Array(mostDigits + 1)

/** The longest needle whose last digit stands before `end`; null when there is none or it is a part of something longer. */
export function phoneAt(view: Uint8Array, end: number, index: NeedleIndex): Span | null {
  const found = longestNeedle(view, end, index)
  if (found === null) return null
  const { written, needle } = found
  return isWhole(view, written) ? { start: written.start, end, needle } : null
}

/** Whether the digits are a phone number of their own. */
function isWhole(view: Uint8Array, number: Written): boolean {
  const [first] = number.groups
  if (!isPlausiblySpread(number)) return false
  if (isDottedQuad(view, number.groups) || holdsDate(view, number.groups)) return false
  if (first !== undefined && number.groups.length === 1 && isCompactTimestamp(view, first)) return false
  if (!endsLeft(view, number) || !endsRight(view, number)) return false
  if (isRestOfMasked(view, number) || isTagged(view, number.start, number.end)) return false
  return !isInGuid(view, number.start, number.end)
}

/** In front of a + nothing of the number can have been masked: stars there are those of something else. */
function isRestOfMasked(view: Uint8Array, { start, end, plus }: Written): boolean {
  return plus ? isMasked(view, end) : touchesMask(view, start, end)
}

interface Found {
  readonly written: Written
  readonly needle: number
}

/** A needle among the last digits, and where its text begins. */
interface Match {
  readonly needle: number
  readonly start: number
  readonly plus: boolean
}

function longestNeedle(view: Uint8Array, end: number, index: NeedleIndex): Found | null {
  // Both from right to left.
  const groups: Group[] = []
  const joints: Joint[] = []
  let best: (Match & { readonly digits: number; readonly count: number }) | null = null
  let group = groupBefore(view, end)
  for (let digits = 0; group !== null && digits + lengthOf(group) <= mostDigits;) {
    digits += lengthOf(group)
    scratch.set(view.subarray(group.start, group.end), scratch.length - digits)
    groups.push(group)
    const match = digits < leastDigits ? null : lookUp(view, group.start, digits, index)
    if (match !== null && (best === null || match.plus || !isFartherOff(joints)))
      best = { ...match, digits, count: groups.length }
    const next = neighbourBefore(view, group.start)
    if (next !== null) joints.push(next.joint)
    group = next?.group ?? null
  }
  if (best === null) return null
  const { needle, start, plus, digits, count } = best
  const parts = { groups: groups.slice(0, count).reverse(), joints: new Set(joints.slice(0, count - 1)) }
  return { needle, written: { ...parts, digits, start, end, plus } }
}

/** What stands farther off than the groups of a number do is a column of its own, unless a + says otherwise. */
function isFartherOff(joints: readonly Joint[]): boolean {
  const last = joints.at(-1)
  return last !== undefined && isWide(last) && joints.indexOf(last) === joints.length - 1
}

/** Whether the last `digits` in scratch are a needle; the first of them stands at `first`. */
function lookUp(view: Uint8Array, first: number, digits: number, index: NeedleIndex): Match | null {
  const before = characterBefore(view, first)
  const opened = before.code === 0x28 ? characterBefore(view, before.start) : before
  const plus = opened.code === 0x2b
  const from = scratch.length - digits
  scratch[from - 1] = 0x2b
  const needle = index.lookup(tags.phone, scratch, plus ? from - 1 : from, scratch.length)
  if (needle >= 0) return { needle, plus, start: plus && at(view, opened.start) === 0x2b ? opened.start : first }
  const spaced = plus && isSpaceSign(view, first) ? index.lookup(tags.phone, scratch, from, scratch.length) : -1
  return spaced >= 0 ? { needle: spaced, plus: false, start: first } : null
}

/** In a form-encoded text `+` is a space: `q=call+7815550123`. */
function isSpaceSign(view: Uint8Array, start: number): boolean {
  if (at(view, start - 1) !== 0x2b) return false
  const before = characterBefore(view, start - 1).code
  return isAlphanumeric(before) || before === 0x29
}
