/** Which identifiers of a request were looked for in their usual spellings only, as the execution log says it. */

import { identifierKinds, type IdentifierKind } from '../../domain/identifier.ts'
import type { IdentifierPlace } from '../../domain/request.ts'
import type { UsualSpellings } from '../../domain/step.ts'
import type { Members } from './run-seal.ts'

/** Columns that are searched alike, and the places of those who were searched for in them. */
interface SpelledPlaces {
  readonly columns: readonly string[]
  readonly kinds: readonly IdentifierKind[]
  /** JSON pointers into the submitted document. */
  readonly identifiers: readonly string[]
}

export function usualSpellingsIn(
  columns: readonly UsualSpellings[],
  places: readonly IdentifierPlace[],
): readonly SpelledPlaces[] {
  const alike = new Map<string, UsualSpellings[]>()
  for (const column of columns) {
    const name = [...column.kinds].sort().join()
    alike.set(name, [...(alike.get(name) ?? []), column])
  }
  return [...alike.values()].flatMap((group) => {
    const kinds = group[0]?.kinds ?? []
    const concerned = places.filter(({ kind, normal }) => normal !== null && kinds.includes(kind))
    const identifiers = concerned.map(({ pointer }) => pointer)
    return identifiers.length === 0 ? [] : [{ columns: group.map(({ column }) => column), kinds, identifiers }]
  })
}

/** Back from an execution log; what is not written so is none of ours. */
export function readUsualSpellings(written: unknown): readonly UsualSpellings[] {
  if (!Array.isArray(written)) return []
  return written.flatMap((group: unknown) => {
    if (typeof group !== 'object' || group === null) return []
    const { columns, kinds: names }: Members = { ...group }
    if (!Array.isArray(columns) || !Array.isArray(names)) return []
    const kinds = identifierKinds.filter((kind) => names.includes(kind))
    return columns.map((column) => ({ column: String(column), kinds }))
  })
}
