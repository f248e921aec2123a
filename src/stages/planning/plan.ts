/** Decides what runs now: one batch per action, exports before forgets, and who has to wait. Pure. */

import type { Action, Request } from '../../domain/request.ts'

export interface Held {
  readonly request: Request
  /** Nothing personal. */
  readonly reason: string
}

export interface Batch {
  readonly action: Action
  readonly requests: readonly Request[]
}

/**
 * Cuts requests of one action into batches of bounded size, so that ten thousand files do not become one run whose
 * requests all stand in memory.
 */
export function planBatches(action: Action, requests: readonly Request[]): readonly Batch[] {
  const batches: Batch[] = []
  let current: Request[] = []
  let subjects = 0
  for (const request of requests) {
    const full = current.length >= mostFiles || subjects + request.subjects.length > mostSubjects
    if (full && current.length > 0) {
      batches.push({ action, requests: current })
      current = []
      subjects = 0
    }
    current.push(request)
    subjects += request.subjects.length
  }
  return current.length === 0 ? batches : [...batches, { action, requests: current }]
}

const mostFiles = 1000
const mostSubjects = 5000

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
