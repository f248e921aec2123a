/** Finds a phone number that ends at a given place, whatever separates its digits. */

import { at, characterBefore, isAlphanumeric } from './bytes.ts'
import { groupBefore, isWide, neighbourBefore, type Group, type Joint } from './digit-groups.ts'
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

/** Groups of digits that may be written as one number, left to right, and how they hang together. */
interface Digits {
  readonly groups: readonly Group[]
  readonly joints: ReadonlySet<Joint>
}

function longestNeedle(view: Uint8Array, end: number, index: NeedleIndex): Found | null {
  let best: Found | null = null
  let group = groupBefore(view, end)
  const groups: Group[] = []
  const joints = new Set<Joint>()
  let joint: Joint | null = null
  for (let digits = 0; group !== null;) {
    const from = scratch.length - digits - (group.end - group.start)
    if (from < 1) break
    scratch.set(view.subarray(group.start, group.end), from)
    digits = scratch.length - from
    groups.unshift(group)
    const asBefore = joint === null || !isWide(joint) || joints.has(joint)
    if (joint !== null) joints.add(joint)
    const found = digits < leastDigits ? null : lookUp(view, { groups: [...groups], joints: new Set(joints) }, index)
    // What stands farther off than the groups of the number do is a column of its own, unless a + says otherwise.
    if (found !== null && (best === null || asBefore || found.written.plus)) best = found
    const next = neighbourBefore(view, group.start)
    group = next?.group ?? null
    joint = next?.joint ?? null
  }
  return best
}

function lookUp(view: Uint8Array, digits: Digits, index: NeedleIndex): Found | null {
  const written = describe(view, digits)
  const from = scratch.length - written.digits
  scratch[from - 1] = 0x2b
  const needle = index.lookup(tags.phone, scratch, written.plus ? from - 1 : from, scratch.length)
  if (needle >= 0) return { written, needle }
  const spaced = written.plus ? index.lookup(tags.phone, scratch, from, scratch.length) : -1
  const start = digits.groups[0]?.start ?? written.start
  return spaced >= 0 && isSpaceSign(view, start)
    ? { written: { ...written, plus: false, start }, needle: spaced }
    : null
}

/** The number that the groups (left to right) write, with its `+`. */
function describe(view: Uint8Array, { groups, joints }: Digits): Written {
  const start = groups[0]?.start ?? 0
  const end = groups.at(-1)?.end ?? start
  const digits = groups.reduce((sum, group) => sum + group.end - group.start, 0)
  const before = characterBefore(view, start)
  const opened = before.code === 0x28 ? characterBefore(view, before.start) : before
  const plus = opened.code === 0x2b
  return { groups, joints, digits, end, plus, start: plus && at(view, opened.start) === 0x2b ? opened.start : start }
}

/** In a form-encoded text `+` is a space: `q=call+7815550123`. */
function isSpaceSign(view: Uint8Array, start: number): boolean {
  if (at(view, start - 1) !== 0x2b) return false
  const before = characterBefore(view, start - 1).code
  return isAlphanumeric(before) || before === 0x29
}
