/** Decides what runs now: batches of one action, exports before forgets, and who has to wait. Pure. */

import type { Action, Request } from '../../domain/request.ts'

export interface Held {
  readonly request: Request
  /** Nothing personal. */
  readonly reason: string
}

/** Ten thousand files do not become one run whose requests all stand in memory. */
const mostFiles = 1000
const mostSubjects = 5000

/** Whether a run over these requests is as large as one may be. */
export function isFull(requests: readonly Request[]): boolean {
  const subjects = requests.reduce((sum, request) => sum + request.subjects.length, 0)
  return requests.length >= mostFiles || subjects >= mostSubjects
}

/** Exports go first: what is erased cannot be exported any more. */
export const actionsInOrder: readonly Action[] = ['export', 'forget']

/**
 * Holds back forgets of people whose export is not answered yet: erased first, their export would be empty. People are
 * the same when they share an identifier.
 */
export function holdBack(
  forgets: readonly Request[],
  unansweredExports: readonly Request[],
): { readonly ready: readonly Request[]; readonly held: readonly Held[] } {
  const wanted = new Set(unansweredExports.flatMap(identifiersOf))
  const isHeld = (request: Request): boolean => identifiersOf(request).some((key) => wanted.has(key))
  return {
    ready: forgets.filter((request) => !isHeld(request)),
    held: forgets.filter(isHeld).map((request) => ({ request, reason: waitingForExport })),
  }
}

const waitingForExport = 'an export of the same person is not finished; forgetting waits for it'

function identifiersOf(request: Request): readonly string[] {
  return request.subjects.flatMap(({ identifiers }) =>
    identifiers.map(({ kind, normal }) => JSON.stringify([kind, normal])),
  )
}
