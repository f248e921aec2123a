/** Expected outcomes are values: what a product reports of its steps, and what an identifier is answered. */

import type { Owner, Target } from './finding.ts'

/** What erasing did, per target. */
export interface Erased {
  readonly target: Target
  /** Values that are redacted now: changed by this call, or found redacted already. */
  readonly erased: number
  /** Values that stay by the operator's own policy (`keep`); they are not left-overs. */
  readonly retained?: number
  /** Values whose place is gone, such as a log that was removed or moved away: nobody can say what became of them. */
  readonly vanished?: number
  /** Values that may not be touched now (record_status 2), per owner; the request stays open. */
  readonly deferred: readonly Deferred[]
}

export interface Deferred {
  readonly owner: Owner
  readonly rows: number
  /** Says why and contains nothing personal, e.g. `record is held by the dialer`. */
  readonly reason: string
}

/** What is left after erasing, per target, as seen by a search of its own. */
export interface Left {
  readonly target: Target
  readonly owner: Owner
  readonly rows: number
}

/** An identifier that cannot be recorded, and is therefore not searched for. */
export interface Unrecordable {
  readonly owner: Owner
  /** The rule and the next step; nothing personal. */
  readonly reason: string
}

export type IdentifierOutcome =
  | { readonly kind: 'found' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'not-searched' }
  | { readonly kind: 'deferred'; readonly reason: string }
  | { readonly kind: 'error'; readonly reason: string }

/** The `response` of the execution log. Sources: Engage cloud, Execution Log; `not found` has no documented wording. */
export function responseOf(outcome: IdentifierOutcome): string {
  switch (outcome.kind) {
    case 'found':
      return 'SUCCESS'
    case 'not-found':
      return 'SUCCESS: not found'
    case 'not-searched':
      return 'SUCCESS: not searched (no enabled product searches by this kind of identifier)'
    case 'deferred':
      return `ERROR: deferred: ${outcome.reason}`
    case 'error':
      return `ERROR: ${outcome.reason}`
    default:
      return outcome satisfies never
  }
}
