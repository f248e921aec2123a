/** The files that become one run: as many as a run may have. */

import type { Request } from '../../domain/request.ts'
import type { FileIdentity } from '../../records/journal/entries.ts'
import { isFull, type RunLimits } from '../../stages/planning/plan.ts'
import type { Arrival } from '../context.ts'

export interface Accepted {
  readonly request: Request
  readonly file: FileIdentity
  readonly fileNumber: number
}

export interface Batch {
  readonly accepted: readonly Accepted[]
  readonly isLast: boolean
}

/**
 * The arrivals go on where they were: thousands are not listed anew for each run. `accept` has a file judged, and answered
 * when it is refused; null then.
 */
export async function collectBatch(
  arrivals: AsyncIterator<Arrival>,
  limits: RunLimits,
  accept: (arrival: Arrival, fileNumber: number) => Promise<Request | null>,
): Promise<Batch> {
  const accepted: Accepted[] = []
  const size = { files: 0, subjects: 0, identifiers: 0 }
  for (let next = await arrivals.next(); next.done !== true; next = await arrivals.next()) {
    const fileNumber = accepted.length + 1
    const request = await accept(next.value, fileNumber)
    if (request === null) continue
    accepted.push({ request, file: next.value.file, fileNumber })
    size.files += 1
    size.subjects += request.subjects.length
    size.identifiers += request.places.length
    if (isFull(size, limits)) return { accepted, isLast: false }
  }
  return { accepted, isLast: true }
}
