/** What somebody decides about a plan, and what is noted of plans and decisions. Nothing personal but who decided. */

import type { ErasePlan } from './erase-plan.ts'

export const decisions = ['approve', 'reject'] as const

export interface PlanDecision {
  /** Hash of the plan. */
  readonly plan: string
  readonly decision: (typeof decisions)[number]
  readonly reason: string | null
  /** ISO 8601. */
  readonly at: string
}

/** A plan without what people read of it. */
export interface PlanMark extends Pick<
  ErasePlan,
  'plan' | 'rows' | 'besides' | 'request' | 'settings' | 'version' | 'madeAt'
> {
  readonly fileName: string
  /** Pointers of the identifiers that are held. */
  readonly held: readonly string[]
  /** By name of the entry: the searches that it counts. */
  readonly searches: ReadonlyMap<string, number>
}

export interface NotedPlan extends PlanMark {
  /** When something was written under it for the first time, ISO 8601, UTC; from then on nobody takes a word back. */
  readonly begunAt: string | null
}

export interface NotedDecision {
  readonly plan: string
  /** The very text that was signed. */
  readonly document: string
  /** Armored, of one person or of several; null: an account of the machine has decided. */
  readonly signature: string | null
  /** Names by which the approvers' file knows them, or of the account. */
  readonly by: string
  /** ISO 8601, UTC. */
  readonly receivedAt: string
}

/** `begun`: too late, something is written under the plan. `known`: it was brought before. `unknown`: the run has no such plan. */
export type Decided = 'noted' | 'known' | 'begun' | 'unknown'
