/** Groups of digits that hang together beside a number: what the number would be a part of. */

import { asciiOf } from '../characters/bytes.ts'
import { characterBefore } from '../characters/characters.ts'
import { lengthOf, neighbourAfter, neighbourBefore, type DigitGroup, type Joint } from './digit-groups.ts'
import { holdsDate } from './phone-shape.ts'

/** E.164: no number has more digits, so longer chains are several things side by side. */
export const mostDigits = 15

export interface Chain {
  readonly digits: number
  readonly text: string
  readonly international: boolean
  readonly date: boolean
}

/** The groups that hang together to the left, up to a `+` or 00. */
export function chainLeft(view: Uint8Array, last: DigitGroup, joint: 'tight' | 'loose'): Chain {
  const groups = [last]
  let digits = last.end - last.start
  for (let first = last; digits <= mostDigits;) {
    const before = characterBefore(view, first.start)
    const opened = before.code === 0x28 ? characterBefore(view, before.start).code : before.code
    if (opened === 0x2b || isDialledAbroad(view, groups))
      return { digits, text: textOf(view, groups), international: true, date: false }
    const next = neighbourBefore(view, first.start)
    if (next === null || next.joint === 'tab' || (joint === 'tight' && !isClose(next.joint))) break
    first = next.group
    digits += first.end - first.start
    groups.unshift(first)
  }
  return { digits, text: textOf(view, groups), international: false, date: holdsDate(view, groups.slice(-3)) }
}

function textOf(view: Uint8Array, groups: readonly DigitGroup[]): string {
  return groups.map(({ start, end }) => asciiOf(view, start, end)).join('')
}

/** `00…`, or the prefix of another country before a country code: `011 44`, `01144`. */
function isDialledAbroad(view: Uint8Array, [prefix, code]: readonly DigitGroup[]): boolean {
  if (prefix === undefined) return false
  const text = String.fromCharCode(...view.subarray(prefix.start, prefix.end))
  if (/^00|^0?011\d{1,3}$/.test(text)) return true
  return /^(?:0?011|010|810|119)$/.test(text) && code !== undefined && lengthOf(code) <= 3
}

/** The groups that hang together to the right without a space. */
export function chainRight(
  view: Uint8Array,
  first: DigitGroup,
): { readonly groups: readonly DigitGroup[]; readonly digits: number } {
  const groups = [first]
  let digits = lengthOf(first)
  for (let last = first; digits <= mostDigits;) {
    const next = neighbourAfter(view, last.end)
    if (next === null || !isClose(next.joint)) break
    last = next.group
    digits += lengthOf(last)
    groups.push(last)
  }
  return { groups, digits }
}

function isClose(joint: Joint): boolean {
  return joint === 'unseen' || joint === 'point' || joint === 'tight'
}
