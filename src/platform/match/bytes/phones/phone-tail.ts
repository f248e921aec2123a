/** What stands right behind a number and says how it is to be read: a fraction, an exponent, a context. */

import { asciiOf, at, isDigit } from '../characters/bytes.ts'
import { lengthOf, type DigitGroup, type Joint, type Neighbour } from './digit-groups.ts'

/** Fewer digits are no number before a fraction either. */
const leastDigits = 7

const longestCode = 3

interface JoinedGroups {
  readonly groups: readonly DigitGroup[]
  readonly joints: readonly Joint[]
  readonly digits: number
}

/**
 * Whether the last group is a fraction of zeros, which a spreadsheet or a column of fractions has added: `030123456.0`.
 * `555.0000` and `01.55.00.00.00` are groups of digits.
 */
export function endsWithFraction(view: Uint8Array, { groups, joints, digits }: JoinedGroups): boolean {
  const last = groups.at(-1)
  if (last === undefined || joints.at(-1) !== 'point' || !areZeros(view, last)) return false
  const before = { groups: groups.slice(0, -1), joints: joints.slice(0, -1), digits: digits - lengthOf(last) }
  return isBeforeFraction(before, lengthOf(last))
}

/** Whether nothing but such a fraction follows. */
export function isFractionBehind(view: Uint8Array, number: JoinedGroups, { group, joint }: Neighbour): boolean {
  if (joint !== 'point' || !areZeros(view, group)) return false
  const goesOn = at(view, group.end) === 0x2e && isDigit(at(view, group.end + 1))
  return !goesOn && isBeforeFraction(number, lengthOf(group))
}

function isBeforeFraction({ groups, joints, digits }: JoinedGroups, zeros: number): boolean {
  const last = groups.at(-1)
  if (last === undefined || digits < leastDigits || joints.includes('point')) return false
  return lengthOf(last) >= leastDigits || (zeros !== 3 && zeros !== 4)
}

function areZeros(view: Uint8Array, { start, end }: DigitGroup): boolean {
  for (let place = start; place < end; place += 1) if (at(view, place) !== 0x30) return false
  return true
}

export function endsWithCodeOfNext(view: Uint8Array, { groups }: JoinedGroups): boolean {
  const last = groups.at(-1)
  return last !== undefined && groups.length > 1 && isCodeOfNext(view, last)
}

/** The `1` of `(212) 555-0142/1 (917) 555-0000`: the country code of the number that follows. */
export function isCodeOfNext(view: Uint8Array, group: DigitGroup): boolean {
  return lengthOf(group) <= longestCode && /^ ?\(\d{1,5}\)[ ./-]?\d/.test(asciiOf(view, group.end, group.end + 12))
}

/** Where `2.125550142E9` ends, of which every digit is there; null for anything else. Digits are not made up. */
export function endOfExponent(view: Uint8Array, { groups, joints }: JoinedGroups): number | null {
  const [first, rest] = groups
  if (first === undefined || rest === undefined || groups.length > 2 || joints[0] !== 'point') return null
  const [whole = '', power] = /^[eE]\+?0*(\d{1,2})(?![\w.]|,\d)/.exec(asciiOf(view, rest.end, rest.end + 8)) ?? []
  return lengthOf(first) === 1 && Number(power) === lengthOf(rest) ? rest.end + whole.length : null
}

/** The digits of `;phone-context=+44` behind the number of a SIP address or a link; null when there is no such context. */
export function contextBehind(view: Uint8Array, end: number): string | null {
  if (at(view, end) !== 0x3b) return null
  const [, context] =
    /^(?:;(?!phone-context)[\w-]+(?:=[\w.+-]*)?){0,6};phone-context=\+([\d.()-]+)/i.exec(
      asciiOf(view, end, end + 128),
    ) ?? []
  return context === undefined ? null : context.replace(/\D/g, '')
}
