/** What an identifier is answered in the execution log. */

import type { IdentifierOutcome } from '../../domain/outcome.ts'

/** The `response` of the execution log. Sources: Engage cloud, Execution Log; `not found` has no documented wording. */
export function responseOf(outcome: IdentifierOutcome): string {
  switch (outcome.kind) {
    case 'found':
      return 'SUCCESS'
    case 'not-found':
      return 'SUCCESS: not found'
    case 'not-searched':
      return 'SUCCESS: not searched (no enabled product searches by this kind of identifier)'
    case 'retained':
    case 'expires':
      return `SUCCESS: ${outcome.kind}: ${outcome.reason}`
    case 'kept':
      return `SUCCESS: retained: ${outcome.reason}`
    case 'deferred':
    case 'held':
    case 'open':
      return `ERROR: ${outcome.kind}: ${outcome.reason}`
    case 'refused':
    case 'failed':
      return `ERROR: ${outcome.reason}`
    default:
      return outcome satisfies never
  }
}
