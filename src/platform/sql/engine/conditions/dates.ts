/** Dates in fields that may hold anything: a birthday may be the digits of somebody's number. */

import type { IdentifierKind } from '../../../../domain/identifier.ts'
import { readingOf } from '../table-map.ts'
import type { ResolvedColumn } from '../resolved.ts'
import type { Needle, NeedleAt, Needles } from '../../../match/needles.ts'

/** `written`: as people write one, and no number. `digits`: eight digits that may be either. */
export type DateForm = 'written' | 'digits'

const forms: readonly (readonly [pattern: RegExp, form: DateForm])[] = [
  [/^(?<year>\d{4})([-./])(?<one>\d{1,2})\2(?<other>\d{1,2})$/, 'written'],
  [/^(?<one>\d{1,2})([-./])(?<other>\d{1,2})\2(?<year>\d{4})$/, 'written'],
  [/^(?<year>\d{4})(?<one>\d{2})(?<other>\d{2})$/, 'digits'],
  [/^(?<one>\d{2})(?<other>\d{2})(?<year>\d{4})$/, 'digits'],
]

/** Null for what is no date of these centuries; day and month stand in either order. */
function dateIn(text: string): DateForm | null {
  for (const [pattern, form] of forms) {
    const { year, one, other } = pattern.exec(text.trim())?.groups ?? {}
    if (isDay(Number(year), Number(one), Number(other))) return form
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
  const { map } = column
  return needles.mentions(stored, isDateIn(stored, column) ? others(map.identifies) : map.identifies, readingOf(map))
}

/** Whose number a date could be as well. */
export function dateOrNumber(needles: Needles, stored: string, column: ResolvedColumn): readonly Needle[] {
  if (!isDateIn(stored, column) || dateIn(stored) === 'written') return []
  return needles.mentions(stored, ['phone'], readingOf(column.map)).map(({ needle }) => needle)
}

function isDateIn(stored: string, { map }: ResolvedColumn): boolean {
  return map.mayBeDate === true && map.identifies.includes('phone') && dateIn(stored) !== null
}

function others(kinds: readonly IdentifierKind[]): readonly IdentifierKind[] {
  return kinds.filter((kind) => kind !== 'phone')
}
