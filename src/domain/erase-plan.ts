/** What one request file's part of a run waits for somebody to look at: counts, and one hash over the very rows. No values. */

import type { IdentifierKind } from './identifier.ts'
import type { Action } from './request.ts'

export interface ErasePlan {
  /** Root of a Merkle tree (RFC 6962) over one line for each value, hexadecimal. */
  readonly plan: string
  /** Lines. */
  readonly values: number
  readonly run: string
  readonly tenant: string
  readonly action: Action
  /** SHA-256 of the request file. */
  readonly request: string
  /** Hash of what the settings say of guard, numbers and entries. */
  readonly settings: string
  /** Of Lethe. */
  readonly version: string
  /** ISO 8601, UTC. */
  readonly madeAt: string
  readonly held: readonly HeldIdentifier[]
  readonly products: readonly PlannedProduct[]
}

export interface HeldIdentifier {
  /** Where it stands in the request file. */
  readonly pointer: string
  readonly kind: IdentifierKind
  readonly reason: string
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
