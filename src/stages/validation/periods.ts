/** The days when an identifier was a person's, as a request may say. */

import type { Identifier, Period } from '../../domain/identifier.ts'
import { isDay } from '../../platform/time/days.ts'

import type { WrittenIdentifier } from './request-body.ts'

export const periodKeys: readonly string[] = ['from', 'to']

export const notDays = '`from` and `to` must be days as 2018-05-25, and `from` none that comes after `to`'

/** None: always. Null where what is written are no days. */
export function periodsIn(entry: WrittenIdentifier): readonly Period[] | null {
  const [from, to] = [dayOf(entry, 'from'), dayOf(entry, 'to')]
  if (from === null && to === null) return []
  if ([from, to].some((day) => day !== null && !isDay(day))) return null
  return from !== null && to !== null && from > to ? null : [{ from, to }]
}

function dayOf(entry: WrittenIdentifier, key: 'from' | 'to'): string | null {
  return Object.hasOwn(entry, key) ? (entry[key] ?? null) : null
}

/** `known`: the same identifier where it was given before. Whoever has it always has it on these days too. */
export function during(identifier: Identifier, periods: readonly Period[], known: Identifier | undefined): Identifier {
  const { periods: before = [], ...always } = known ?? identifier
  if (periods.length === 0 || (known !== undefined && before.length === 0)) return always
  return { ...always, periods: [...before, ...periods] }
}
