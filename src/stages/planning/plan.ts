/** Decides what runs now: batches of one action, exports before forgets, and who has to wait. Pure. */

import type { Action, Request } from '../../domain/request.ts'

/** Ten thousand files do not become one run whose requests all stand in memory. */
export interface RunLimits {
  readonly filesPerRun: number
  readonly subjectsPerRun: number
  readonly identifiersPerRun: number
}

/** How large a run has become. */
export interface RunSize {
  readonly files: number
  readonly subjects: number
  readonly identifiers: number
}

/** Whether a run is as large as one may be. */
export function isFull({ files, subjects, identifiers }: RunSize, limits: RunLimits): boolean {
  return files >= limits.filesPerRun || subjects >= limits.subjectsPerRun || identifiers >= limits.identifiersPerRun
}

/** Exports go first: what is erased cannot be exported any more. */
export const actionsInOrder: readonly Action[] = ['export', 'forget']

/**
 * Holds back forgets of people whose export is not answered yet (`wanted`): erased first, their export would be empty.
 */
export function holdBack<T extends { readonly request: Request }>(
  forgets: readonly T[],
  wanted: ReadonlySet<string>,
): { readonly ready: readonly T[]; readonly held: readonly T[] } {
  const isHeld = ({ request }: T): boolean => peopleOf(request).some((key) => wanted.has(key))
  return { ready: forgets.filter((forget) => !isHeld(forget)), held: forgets.filter(isHeld) }
}

/** Why a forget is held back; nothing personal. */
export const heldReason = 'an export of the same person is not answered in full yet; forgetting waits for it'

/** What tells the people of a request: those who share one of these are the same. Little, so that many can be kept. */
export function peopleOf(request: Request): readonly string[] {
  return request.subjects.flatMap(({ identifiers }) =>
    identifiers.map(({ kind, normal }) => JSON.stringify([kind, normal])),
  )
}
