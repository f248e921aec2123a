/** Groups of digits and what joins them: how a phone number is written with separators. */

import { at, isAlphanumeric, isDigit, isLetter } from '../characters/bytes.ts'
import { anyAfter, anyBefore, characterBefore } from '../characters/characters.ts'
import { separators, unseen } from '../characters/code-points.ts'
import { afterEscape, isBackslashEscape } from '../characters/escapes.ts'
import { beginsExtension } from './extension.ts'

export interface DigitGroup {
  readonly start: number
  readonly end: number
}

/**
 * How two groups hang together: `unseen` with nothing that anybody sees between them, `point` one dot, `tight` no space, `loose` with a space. Then what columns of a table
 * stand apart by as well: `gap` two or more of the same sign, `tab`, `underscore`.
 */
export type Joint = 'unseen' | 'point' | 'tight' | 'loose' | Wide
export type Wide = 'gap' | 'tab' | 'underscore'

export function isWide(joint: Joint): joint is Wide {
  return joint === 'gap' || joint === 'tab' || joint === 'underscore'
}

export interface Neighbour {
  readonly group: DigitGroup
  readonly joint: Joint
}

const longestGroup = 24
const longestJoint = 5
/** In bytes, whatever nobody sees among it. */
const farthestJoint = 48

export function lengthOf(group: DigitGroup): number {
  return group.end - group.start
}

/** The group that ends at `end`; escapes such as the `%20` in `%207815550123` are no part of it. Null when it is empty. */
export function groupBefore(view: Uint8Array, end: number): DigitGroup | null {
  let start = end
  while (start > 0 && end - start < longestGroup && isDigit(at(view, start - 1))) start -= 1
  if (start < end) start = afterEscape(view, start)
  return start < end ? { start, end } : null
}

/** The group left of `start` together with what joins it, or null when a number cannot go on there. */
export function neighbourBefore(view: Uint8Array, start: number): Neighbour | null {
  let position = start
  let codes = ''
  while (codes.length <= longestJoint && start - position < farthestJoint) {
    const group = groupBefore(view, position)
    if (group !== null)
      return position === start || startsInsideWord(view, group) ? null : { group, joint: jointOf(codes) }
    const character = anyBefore(view, position)
    if (character.code !== unseen) {
      if (!separators.has(character.code)) return null
      codes = String.fromCharCode(character.code) + codes
    }
    position = character.start
  }
  return null
}

/** The group right of `end` together with what joins it; null when there is none. */
export function neighbourAfter(view: Uint8Array, end: number): Neighbour | null {
  let start = end
  let codes = ''
  while (codes.length < longestJoint && start - end < farthestJoint) {
    const { code, next } = anyAfter(view, start)
    // A bracket that closes here was opened before the number. A plus stands for a space between two digits; after
    // another sign it begins another number.
    if (code !== unseen) {
      if (!separators.has(code) || code === 0x29 || (code === 0x2b && codes !== '')) break
      codes += String.fromCharCode(code)
    }
    start = next
  }
  let last = start
  while (last < start + longestGroup && isDigit(at(view, last))) last += 1
  if (start === end || last === start || (isAlphanumeric(at(view, last)) && !beginsExtension(view, last))) return null
  return { group: { start, end: last }, joint: jointOf(codes) }
}

/** `b12-5551212`: the group 12 belongs to a word, so it is no part of a number. */
function startsInsideWord(view: Uint8Array, group: DigitGroup): boolean {
  return isLetter(characterBefore(view, group.start).code) && !isBackslashEscape(view, group.start)
}

function jointOf(codes: string): Joint {
  if (codes === '') return 'unseen'
  if (codes.includes('\t')) return 'tab'
  if (codes.includes('_')) return 'underscore'
  if (/(.)\1/.test(codes)) return 'gap'
  if (codes === '.') return 'point'
  return codes.includes(' ') || codes === '+' ? 'loose' : 'tight'
}
