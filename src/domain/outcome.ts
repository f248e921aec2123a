/** What an identifier is answered, and how it comes to it. */

import type { Owner, Target } from './finding.ts'

/** What is left after erasing, per target, as seen by a search of its own. */
export interface Left {
  readonly target: Target
  readonly owner: Owner
  readonly rows: number
}

/**
 * How an identifier stands in one product where it is neither simply found nor simply not found. Worst first. `kept`: held
 * by a legal hold that is answered as a success; the request stays open for it.
 */
export const standingKinds = ['failed', 'held', 'open', 'deferred', 'kept', 'retained', 'expires'] as const
export type StandingKind = (typeof standingKinds)[number]

export interface Standing {
  /** Null: everybody whom the product searched for. */
  readonly owner: Owner | null
  /** `absent`: one of its findings stood for nothing, as the store itself has told. */
  readonly kind: StandingKind | 'absent'
  /** The reason and the next step, the basis on which it stays, or the date on which it goes; nothing personal. */
  readonly reason: string
}

/** An identifier that cannot be recorded, and is therefore not searched for. */
export interface Unrecordable {
  readonly owner: Owner
  /** The rule and the next step; nothing personal. */
  readonly reason: string
}

/** `refused`: the identifier itself cannot be worked with, whatever the products do; nothing is tried again. */
export type IdentifierOutcome =
  | { readonly kind: 'found' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'not-searched' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: StandingKind; readonly reason: string }

/** Whether the request stays open for it. */
export function isUnanswered(outcome: IdentifierOutcome): outcome is IdentifierOutcome & { readonly reason: string } {
  return unanswered.has(outcome.kind)
}

const unanswered: ReadonlySet<IdentifierOutcome['kind']> = new Set(['failed', 'held', 'open', 'deferred', 'kept'])
