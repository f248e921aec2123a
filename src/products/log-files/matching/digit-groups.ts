/** Groups of digits and what joins them: how a phone number is written with separators. */

import { afterEscape, at, characterBefore, escapeBefore, isAlphanumeric, isBackslashEscape, isDigit } from './bytes.ts'

export interface Group {
  readonly start: number
  readonly end: number
}

/** How two groups hang together: `point` one dot, `tight` no space, `loose` with a space. */
export type Joint = 'point' | 'tight' | 'loose'

export interface Neighbour {
  readonly group: Group
  readonly joint: Joint
}

const longestGroup = 24
const longestJoint = 3

/** The group that ends at `end`; escapes such as the `%20` in `%207815550123` are no part of it. Null when it is empty. */
export function groupBefore(view: Uint8Array, end: number): Group | null {
  let start = end
  while (start > 0 && end - start < longestGroup && isDigit(at(view, start - 1))) start -= 1
  if (start < end) start = afterEscape(view, start)
  return start < end ? { start, end } : null
}

/** The group left of `start` together with what joins it, or null when a number cannot go on there. */
export function neighbourBefore(view: Uint8Array, start: number): Neighbour | null {
  let position = start
  let codes = ''
  for (let length = 0; length <= longestJoint; length += 1) {
    const group = groupBefore(view, position)
    if (group !== null) return length === 0 || startsInsideWord(view, group) ? null : { group, joint: jointOf(codes) }
    const character = characterBefore(view, position)
    const text = String.fromCharCode(character.code & 0xffff)
    if (!' -./()+'.includes(text) || character.code > 0x7f || codes.startsWith(text)) return null
    codes = text + codes
    position = character.start
  }
  return null
}

/** The group right of `end` together with what joins it; null when there is none. */
export function neighbourAfter(view: Uint8Array, end: number): Neighbour | null {
  let start = end
  let codes = ''
  for (; codes.length < longestJoint; start += at(view, start) === 0x25 ? 3 : 1) {
    const code = String.fromCharCode(codeAt(view, start))
    // A plus stands for a space between two digits; after a space it begins another number.
    if (!' -./('.includes(code) && !(code === '+' && codes === '')) break
    codes += code
  }
  let last = start
  while (last < start + longestGroup && isDigit(at(view, last))) last += 1
  if (start === end || last === start || isAlphanumeric(at(view, last))) return null
  return { group: { start, end: last }, joint: jointOf(codes) }
}

/** The byte at `position`, or the one that a URL escape there stands for. */
function codeAt(view: Uint8Array, position: number): number {
  return at(view, position) === 0x25 ? (escapeBefore(view, position + 3) ?? 0x25) : at(view, position)
}

/** `b12-5551212`: the group 12 belongs to a word, so it is no part of a number. */
function startsInsideWord(view: Uint8Array, group: Group): boolean {
  return isAlphanumeric(characterBefore(view, group.start).code) && !isBackslashEscape(view, group.start)
}

function jointOf(codes: string): Joint {
  if (codes === '.') return 'point'
  return codes.includes(' ') || codes === '+' ? 'loose' : 'tight'
}
