/**
 * Where one number ends and the next begins in a run of digits and separators: several numbers stand in one field, and
 * what separates them also separates the groups of one. What may be a single number is never cut.
 */

import { readInternational } from '../numbering.ts'

interface TextGroup {
  /** With what stands before it. */
  readonly text: string
  readonly digits: number
  /** How far it stands from the group before it. */
  readonly apart: number
}

type TextGroups = readonly TextGroup[]

/** From here on digits are a number, without an area code perhaps. */
const shortest = 7
/** From here on a group is a number with its area code; at most a country code stands before it. */
const complete = 10
/** Of E.164; and with the longest prefix before it. */
const longest = 15
const longestAbroad = 20

/** The texts of the numbers in a run, separators included. */
export function numbersOfRun(run: string): readonly string[] {
  return betweenComplete(groupsOf(run)).flatMap(atSlashes).flatMap(withinLength).map(textOf)
}

/**
 * Whether the slash between two texts stands between two numbers, and not within one as in `781/555-0123`: they are
 * written alike, or together they are no number of any plan.
 */
export function isBetweenNumbers(left: string, right: string): boolean {
  const before = betweenComplete(groupsOf(left)).at(-1) ?? []
  const after = betweenComplete(groupsOf(right))[0] ?? []
  if (digitsIn(before) < shortest || digitsIn(after) < shortest) return false
  if (endsInAreaCode(before)) return false
  if (trunk.test(textOf(before)) && !trunk.test(textOf(after))) return false
  const alike = before.length === after.length && before.every(({ digits }, i) => digits === after[i]?.digits)
  return alike || readInternational(textOf([...before, ...after]).replace(/\D/g, '')) === null
}

/** `1234567 030`: a few digits behind what is a number by itself begin the next one. */
function endsInAreaCode(groups: TextGroups): boolean {
  const [previous, last] = groups.slice(-2)
  return previous !== undefined && last !== undefined && last.digits < shortest && previous.digits >= shortest
}

/** What leads a number into another area or country; behind it a slash may follow the area code: `+49 (0)3322/1234567`. */
const trunk = /^[^\d+]*[+0]/

function groupsOf(run: string): TextGroups {
  return [...run.matchAll(/(\D*)(\d+)/g)].map(([text, joint = '', digits = '']) => {
    return { text, digits: digits.length, apart: distance(joint) }
  })
}

/** Cut at the slashes between two numbers. */
function atSlashes(groups: TextGroups): readonly TextGroups[] {
  const numbers: TextGroup[][] = []
  let left: TextGroups = []
  for (const side of cutBefore(groups, ({ text }) => text.includes('/'))) {
    const number = numbers.at(-1)
    if (number === undefined || isBetweenNumbers(textOf(left), textOf(side))) numbers.push([...side])
    else number.push(...side)
    left = side
  }
  return numbers
}

/** Cut where a group that is a number stands beside another number. */
function betweenComplete(groups: TextGroups): readonly TextGroups[] {
  let after = digitsIn(groups)
  let before = 0
  let left = 0
  return cutBefore(groups, ({ digits: right }) => {
    const cuts =
      (left >= shortest && right >= shortest) ||
      (left >= complete && after >= shortest) ||
      (right >= complete && before >= shortest)
    before = (cuts ? 0 : before) + right
    after -= right
    left = right
    return cuts
  })
}

/** More digits than a number has are cut where the groups stand furthest apart, or where their lengths begin anew. */
function withinLength(groups: TextGroups): readonly TextGroups[] {
  if (digitsIn(groups) <= longestOf(groups)) return [groups]
  const furthest = groups.slice(1).reduce((most, { apart }) => Math.max(most, apart), 0)
  const ways = [cutBefore(groups, ({ apart }, i) => i > 0 && apart === furthest), ...repetitionsIn(groups)]
  const numbers = ways.find((pieces) => pieces.length > 1 && pieces.every((piece) => digitsIn(piece) >= shortest))
  return numbers === undefined ? [groups] : numbers.flatMap(withinLength)
}

function* repetitionsIn(groups: TextGroups): Iterable<readonly TextGroups[]> {
  for (let size = 1; size <= groups.length / 2; size++) {
    if (groups.length % size !== 0) continue
    const repeats = groups.every(({ digits }, i) => digits === groups[i % size]?.digits)
    if (repeats) yield cutBefore(groups, (_, i) => i % size === 0)
  }
}

function longestOf(groups: TextGroups): number {
  return /^0(?:0|11)/.test(textOf(groups).replaceAll(/\D/g, '')) ? longestAbroad : longest
}

/** `-` and `.` stand within a number; a blank may, a bracket opens an area code, a slash may stand between two numbers. */
function distance(joint: string): number {
  if (/\s\/|\/\s/.test(joint)) return 4
  if (/\/|\t|\s{2}/.test(joint)) return 3
  if (joint.includes('(')) return 2
  return /\s/.test(joint) ? 1 : 0
}

/** Asked of each group in turn. */
function cutBefore(groups: TextGroups, begins: (group: TextGroup, index: number) => boolean): readonly TextGroups[] {
  const pieces: TextGroup[][] = []
  for (const [i, group] of groups.entries()) {
    const piece = begins(group, i) ? undefined : pieces.at(-1)
    if (piece === undefined) pieces.push([group])
    else piece.push(group)
  }
  return pieces
}

function digitsIn(groups: TextGroups): number {
  return groups.reduce((sum, { digits }) => sum + digits, 0)
}

function textOf(groups: TextGroups): string {
  return groups.map(({ text }) => text).join('')
}
