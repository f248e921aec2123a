/** What one request file's part of a run waits for somebody to look at: counts, and one hash over the very rows. No values. */

import type { IdentifierKind } from './identifier.ts'
import type { Action } from './request.ts'

export interface ErasePlan {
  /** Root of a Merkle tree (RFC 6962), hexadecimal: its left half is a line of what the plan is about, its right half `rows`. */
  readonly plan: string
  /** Root of the tree over one line for each value. */
  readonly rows: string
  /** Lines. */
  readonly values: number
  readonly run: string
  readonly tenant: string
  readonly action: Action
  /** Plans that are carried out already: what they are about is not in this one. */
  readonly besides: readonly string[]
  /** SHA-256 of the request file. */
  readonly request: string
  /** Hash of what the settings say of guard, numbers and entries: under others it is another plan. */
  readonly settings: string
  /** Of Lethe. */
  readonly version: string
  /** ISO 8601, UTC. It stays as long as the plan does, and is made anew once the plan has expired. */
  readonly madeAt: string
  readonly held: readonly HeldIdentifier[]
  /** What legal holds keep, beside the hash: no approval ends a hold. Missing where there are none. */
  readonly holds?: readonly PlannedHold[]
  readonly products: readonly PlannedProduct[]
}

export interface HeldIdentifier {
  /** Where it stands in the request file. */
  readonly pointer: string
  readonly kind: IdentifierKind
  readonly reason: string
}

export interface PlannedHold extends HeldIdentifier {
  /** Recorded values that it keeps. */
  readonly values: number
}

export interface PlannedProduct {
  /** Name of the entry. */
  readonly product: string
  /** Searches that it counts, from the first: what later ones find is not in it. */
  readonly searches: number
  readonly targets: readonly PlannedTarget[]
}

export interface PlannedTarget extends Pick<HeldIdentifier, 'pointer' | 'kind'> {
  /** Null for places in texts, whose names may be personal. */
  readonly table: string | null
  readonly column: string | null
  readonly values: number
  /** How they would be redacted; null for an export, and where nobody can tell now. */
  readonly how: string | null
}
