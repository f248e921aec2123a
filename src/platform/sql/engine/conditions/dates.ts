/** Dates in fields that may hold anything: a birthday may be the digits of somebody's number. */

import type { IdentifierKind } from '../../../../domain/identifier.ts'
import type { Needle, NeedleAt, Needles } from '../../../match/needles.ts'
import { withoutFraction } from '../../../match/reading/number.ts'
import { withinUri } from '../../../match/reading/user-part.ts'
import { plain } from '../../../match/reading/plain.ts'
import { readingOf } from '../table-map.ts'
import type { ResolvedColumn } from '../resolved.ts'

/** `written`: as people write one, and no number. `digits`: eight digits, or groups of them, that may be either. */
type DateForm = 'written' | 'digits'

const patterns: readonly RegExp[] = [
  /^(?<year>\d{4})(?<sign>[-./\s_]{1,3})(?<one>\d{1,2})\k<sign>(?<other>\d{1,2})$/,
  /^(?<one>\d{1,2})(?<sign>[-./\s_]{1,3})(?<other>\d{1,2})\k<sign>(?<year>\d{4})$/,
  /^(?<year>\d{4})(?<one>\d{2})(?<other>\d{2})$/,
  /^(?<one>\d{2})(?<other>\d{2})(?<year>\d{4})$/,
]

/** Null for what is no date of these centuries; day and month stand in either order, whatever is around them. */
function dateIn(text: string): DateForm | null {
  const [, sign = '', digits = ''] = /(\+?)(\d.*\d)/s.exec(plain(text, 'number').text) ?? []
  if (sign !== '') return null
  for (const pattern of patterns) {
    const groups = pattern.exec(withoutFraction(digits) ?? digits)?.groups
    if (groups === undefined || !isDay(Number(groups['year']), Number(groups['one']), Number(groups['other']))) continue
    return /[-./]/.test(groups['sign'] ?? '') ? 'written' : 'digits'
  }
  return null
}

function isDay(year: number, one: number, other: number): boolean {
  return (
    year >= 1900 && year <= 2099 && Math.min(one, other) >= 1 && Math.min(one, other) <= 12 && one <= 31 && other <= 31
  )
}

/** Who is named in a stored text of a column. */
export function mentionsIn(needles: Needles, stored: string, column: ResolvedColumn): readonly NeedleAt[] {
  const mentions = needles
    .mentions(stored, column.map.identifies, readingOf(column.map))
    .map((mention) => placedIn(stored, mention, column))
  if (column.map.mayBeDate !== true) return mentions
  return mentions.filter(({ needle, start, end }) => !isDate(column, needle.identifier.kind, stored.slice(start, end)))
}

/** The place that is redacted. */
export function placedIn<Place extends { start: number; end: number; entire: boolean }>(
  stored: string,
  place: Place,
  { map }: Pick<ResolvedColumn, 'map'>,
): Place {
  return map.kind === 'uri' ? withinUri(stored, place) : place
}

/** Whether what was read as a number is none for certain. */
export function isDate({ map }: ResolvedColumn, kind: IdentifierKind, read: string): boolean {
  return map.mayBeDate === true && kind === 'phone' && dateIn(read) !== null
}

/** Whose number a date could be as well. */
export function dateOrNumber(needles: Needles, stored: string, { map }: ResolvedColumn): readonly Needle[] {
  return needles
    .mentions(stored, ['phone'], readingOf(map))
    .filter(({ start, end }) => dateIn(stored.slice(start, end)) === 'digits')
    .map(({ needle }) => needle)
}
