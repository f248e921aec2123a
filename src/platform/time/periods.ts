/** Whose identifiers are theirs for some days alone: a telephone number goes from one person to another. */

import { ownerName } from '../../domain/effect.ts'
import type { Owner } from '../../domain/finding.ts'
import type { Period } from '../../domain/identifier.ts'
import type { Subjects } from '../../domain/product.ts'

/** By the name of the owner; whoever is missing has the identifier for good. */
export type Periods = ReadonlyMap<string, readonly Period[]>

export function periodsOf(subjects: Subjects): Periods {
  return new Map(
    subjects.flatMap(({ key: subjectKey, identifiers }) =>
      identifiers.flatMap(({ kind, value: consumerId, periods }) => {
        return periods === undefined ? [] : [[ownerName({ subjectKey, kind, consumerId }), periods] as const]
      }),
    ),
  )
}

/** `day`: as ISO 8601 writes it; null where nobody knows it, which is within no days. */
export function isWithin(periods: Periods, owner: Owner, day: string | null): boolean {
  const own = periods.get(ownerName(owner))
  if (own === undefined) return true
  return day !== null && own.some(({ from, to }) => (from === null || from <= day) && (to === null || day <= to))
}
