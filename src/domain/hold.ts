/** Legal holds: of whom, or of which row, nothing is erased until the hold ends, whoever asks. */

import type { Identifier, IdentifierKind } from './identifier.ts'

/** `held`: answered as an ERROR. `retained`: answered as a SUCCESS that names the reason. Open until it ends either way. */
export const holdAnswers = ['held', 'retained'] as const
export type HoldAnswer = (typeof holdAnswers)[number]

export interface HoldTerms {
  /** Stands in answers: nothing personal. */
  readonly reason: string
  /** Last day on which it holds, `YYYY-MM-DD`, as the tenant's clocks show it; null: until it is taken away. */
  readonly until: string | null
  readonly answer: HoldAnswer
}

/** What it holds: a person by an identifier, or a row. */
export type HoldKind = IdentifierKind | 'row'

export interface LegalHold extends HoldTerms {
  readonly kind: HoldKind
  /** Whatever has one of these keys is held. */
  readonly keys: readonly string[]
  /** The keys are fingerprints of keys: nobody can tell whom they stand for. */
  readonly isHidden: boolean
  /** Of a person whom one can look for; null for a row, and for whoever is known by a fingerprint alone. */
  readonly identifier: Identifier | null
}

/** One that was added by command, as it is kept. */
export interface NotedHold extends LegalHold {
  readonly id: string
  /** Name of the tenant, which keeps it when the tenant's key changes. */
  readonly tenant: string
  readonly by: string
  /** ISO 8601, UTC. */
  readonly at: string
  /** Of the secret that its fingerprints were made with. */
  readonly mark: string
  /** Who took it away, and when; null as long as it stands. */
  readonly released: { readonly by: string; readonly at: string } | null
}

/** Why something is not erased now. */
export interface HeldByHold {
  readonly reason: string
  readonly answer: HoldAnswer
}
