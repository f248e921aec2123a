/** Two numbers with a slash between them: `555-0142/555-0000`. */

import { isBetweenNumbers } from '../../reading/number-runs.ts'
import { asciiOf, at } from '../characters/bytes.ts'
import { characterBefore } from '../characters/characters.ts'
import { mostDigits } from './digit-chains.ts'
import { isWide, lengthOf, neighbourBefore, type DigitGroup, type Neighbour } from './digit-groups.ts'

/** Its digits and what separates them; a bracket may stand around its area code. */
const upToSlash = /^[\d .()_-]+/
const farthest = 32

const slash = /\/|%(?:25){0,3}2f/i

/** Whether what stands left of the groups is another number, and not a part of theirs. */
export function isBehindNumber(view: Uint8Array, groups: readonly DigitGroup[], { group }: Neighbour): boolean {
  const start = groups[0]?.start ?? group.end
  if (!slash.test(asciiOf(view, group.end, start))) return false
  const left = sideBefore(view, group)
  const [first = group] = left
  // `/calls/1234567/5550142` is a path.
  if (left.length === 1 && at(view, first.start - 1) === 0x2f) return false
  const signed = characterBefore(view, first.start).code === 0x2b ? '+' : ''
  return isBetweenNumbers(signed + textOf(view, left), textOf(view, groups))
}

/** The same of what stands right of them. */
export function isBeforeNumber(view: Uint8Array, groups: readonly DigitGroup[], { group }: Neighbour): boolean {
  const end = groups.at(-1)?.end ?? group.start
  if (!slash.test(asciiOf(view, end, group.start))) return false
  const [first] = groups
  if (groups.length === 1 && first !== undefined && at(view, first.start - 1) === 0x2f) return false
  const [right = ''] = upToSlash.exec(asciiOf(view, group.start, group.start + farthest)) ?? []
  return isBetweenNumbers(textOf(view, groups), right)
}

/** The groups that hang together before a slash, back to the one before it. */
function sideBefore(view: Uint8Array, last: DigitGroup): readonly DigitGroup[] {
  const groups = [last]
  let digits = lengthOf(last)
  for (let first = last; digits <= mostDigits;) {
    const next = neighbourBefore(view, first.start)
    if (next === null || isWide(next.joint) || slash.test(asciiOf(view, next.group.end, first.start))) break
    first = next.group
    digits += lengthOf(first)
    groups.unshift(first)
  }
  return groups
}

/** What separates the groups does not matter, but may be an escape with digits of its own. */
function textOf(view: Uint8Array, groups: readonly DigitGroup[]): string {
  return groups.map(({ start, end }) => asciiOf(view, start, end)).join(' ')
}
