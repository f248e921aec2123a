/** A system that is not searched: what is said of it in every run, and who did by hand what has to be done by hand. */

import type { IdentifierKind } from './identifier.ts'
import type { SubjectType } from './subject.ts'

/** `exempt`: it holds nothing of anybody. `retained`: what it holds stays on purpose. `manual`: done by hand. */
export const dispositionKinds = ['exempt', 'retained', 'manual'] as const
export type DispositionKind = (typeof dispositionKinds)[number]

export interface Disposition {
  /** The system, as people call it. */
  readonly system: string
  readonly disposition: DispositionKind
  /** Why it is not searched, or on what basis it keeps what it has. */
  readonly reason: string
  /** What is to be done by hand, and where. */
  readonly nextStep: string | null
  /** Who does it, or answers for what is kept. */
  readonly owner?: string
  /** Days from the start of the run; null: no date. */
  readonly dueInDays: number | null
  /** Its manual step keeps a request open; without it only that of an employee whom the request names does. */
  readonly blocks: boolean
  /** Whom it concerns. */
  readonly subjects: readonly SubjectType[]
  /** Null: every kind. */
  readonly kinds: readonly IdentifierKind[] | null
  /** Of names only those that are e-mail addresses. */
  readonly addressesOnly?: true
}

/** Who confirmed a manual step. */
export interface Confirmation {
  readonly by: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly note: string | null
}

/** A declared product as the execution log tells it. */
export interface DeclaredReport extends Pick<
  Disposition,
  'system' | 'disposition' | 'reason' | 'nextStep' | 'blocks' | 'owner'
> {
  /** Name of the product's entry. */
  readonly product: string
  /** ISO 8601, UTC. */
  readonly dueAt: string | null
  readonly done: Confirmation | null
}
