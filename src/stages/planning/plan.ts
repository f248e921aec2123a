/** Decides what runs now: batches of one action, exports before forgets, and who has to wait. Pure. */

import type { Action, Request } from '../../domain/request.ts'

/** Ten thousand files do not become one run whose requests all stand in memory. */
export interface RunLimits {
  readonly filesPerRun: number
  readonly subjectsPerRun: number
}

/** Whether a run over so many files and subjects is as large as one may be. */
export function isFull(files: number, subjects: number, { filesPerRun, subjectsPerRun }: RunLimits): boolean {
  return files >= filesPerRun || subjects >= subjectsPerRun
}

/** Exports go first: what is erased cannot be exported any more. */
export const actionsInOrder: readonly Action[] = ['export', 'forget']

/**
 * Holds back forgets of people whose export is not answered yet: erased first, their export would be empty. People are
 * the same when they share an identifier.
 */
export function holdBack<T extends { readonly request: Request }>(
  forgets: readonly T[],
  unansweredExports: readonly Request[],
): { readonly ready: readonly T[]; readonly held: readonly T[] } {
  const wanted = new Set(unansweredExports.flatMap(identifiersOf))
  const isHeld = ({ request }: T): boolean => identifiersOf(request).some((key) => wanted.has(key))
  return { ready: forgets.filter((forget) => !isHeld(forget)), held: forgets.filter(isHeld) }
}

/** Why a forget is held back; nothing personal. */
export const heldReason = 'an export of the same person is not answered in full yet; forgetting waits for it'

function identifiersOf(request: Request): readonly string[] {
  return request.subjects.flatMap(({ identifiers }) =>
    identifiers.map(({ kind, normal }) => JSON.stringify([kind, normal])),
  )
}
