/** How far one product of a run has come, as the journal keeps it and as it is reported. */

import type { IdentifierKind } from './identifier.ts'

/** `pending`: nothing is certain yet. `recorded`: everything found stands in the record; erasing may have begun. */
export const phases = ['pending', 'recorded', 'erased', 'done'] as const
export type Phase = (typeof phases)[number]

/**
 * How a product's part of a run stands after an attempt. `partial`: somebody's identifier failed, the others are done.
 * `open`: a step that somebody has to do by hand. `held`: an identifier that somebody has to look at. Worst last.
 */
export const productOutcomes = ['done', 'deferred', 'open', 'held', 'partial', 'failed'] as const
export type ProductOutcome = (typeof productOutcomes)[number]

export interface StepCounts {
  /** Targets evaluated: tables and columns, files. */
  readonly evaluated: number
  /** Values found, over all targets. */
  readonly found: number
  /** Values redacted; 0 for an export. */
  readonly erased: number
  /** Values that verification still saw, the deferred ones included; 0 for an export. */
  readonly left: number
  readonly deferred: number
}

/** A column, `TABLE.COLUMN`, in which only the usual spellings of some kinds are looked for: an operator's choice. */
export interface UsualSpellings {
  readonly column: string
  readonly kinds: readonly IdentifierKind[]
}

export interface StepState extends StepCounts {
  /** Name of the product's entry in the settings. */
  readonly product: string
  readonly phase: Phase
  /** Of the latest attempt; null before the first one ended. */
  readonly outcome: ProductOutcome | null
  /** Null until the product was opened once. */
  readonly searchesBy: readonly IdentifierKind[] | null
  /** Why it is not done, and the next step; null when it is. Nothing personal. */
  readonly reason: string | null
  readonly warnings: readonly string[]
  readonly usualSpellings: readonly UsualSpellings[]
}

export const nothingCounted: StepCounts = { evaluated: 0, found: 0, erased: 0, left: 0, deferred: 0 }

/** The worst of several; `done` where there are none. */
export function worstOutcome(outcomes: readonly ProductOutcome[]): ProductOutcome {
  return productOutcomes[Math.max(0, ...outcomes.map((outcome) => productOutcomes.indexOf(outcome)))] ?? 'done'
}
