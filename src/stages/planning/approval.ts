/** When what is held is released: which decisions count, and how many it takes. Pure. */

import { mayBeSamePerson } from '../../platform/crypto/principals.ts'

/** `never`: nothing is held. `guard`: what the guard holds. `always`: whatever is found. */
export const approvalModes = ['never', 'guard', 'always'] as const
export type ApprovalMode = (typeof approvalModes)[number]

export interface ApprovalRules {
  readonly mode: ApprovalMode
  /** Path of a file in OpenSSH's allowed_signers form; null: nobody signs. */
  readonly approvers: string | null
  /** Different people. */
  readonly needed: number
  /** From the plan to the first write under it. */
  readonly expiresAfterMs: number
  /** The word of an account of the machine counts without a signature. */
  readonly unsigned: boolean
}

export const defaultApproval: ApprovalRules = {
  mode: 'guard',
  approvers: null,
  needed: 1,
  expiresAfterMs: 7 * 86_400_000,
  unsigned: false,
}

export function stricterMode(one: ApprovalMode, other: ApprovalMode): ApprovalMode {
  return approvalModes.indexOf(one) > approvalModes.indexOf(other) ? one : other
}

/** Whether the settings let anybody release whoever is held. */
export function isApprovable({ approvers, unsigned }: ApprovalRules): boolean {
  return approvers !== null || unsigned
}

/** One that was found to be somebody's, in the order in which they came. */
export interface CountedDecision {
  readonly decision: 'approve' | 'reject'
  /** Names of the person; none: an account of the machine, without a signature. */
  readonly principals: readonly string[]
  /** Of the key; null without a signature. */
  readonly fingerprint: string | null
  readonly reason: string | null
  /** ISO 8601, as it was signed. */
  readonly at: string
}

export type PlanVerdict =
  | { readonly kind: 'open'; readonly approvals: number }
  | { readonly kind: 'approved' }
  | { readonly kind: 'expired'; readonly wasApproved: boolean }
  | { readonly kind: 'rejected'; readonly reason: string | null }

export interface DecidedPlan {
  /** ISO 8601, UTC. */
  readonly madeAt: string
  /** Something was written under it. */
  readonly isBegun: boolean
  readonly decisions: readonly CountedDecision[]
}

/** The latest word of each person counts; one rejection outweighs all approvals. */
export function verdictOn({ madeAt, isBegun, decisions }: DecidedPlan, rules: ApprovalRules, now: Date): PlanVerdict {
  const latest = latestOfEach(decisions)
  const rejected = latest.find(({ decision }) => decision === 'reject')
  if (rejected !== undefined) return { kind: 'rejected', reason: rejected.reason }
  if (!isBegun && isExpired(madeAt, rules, now)) return { kind: 'expired', wasApproved: latest.length >= rules.needed }
  return latest.length >= rules.needed ? { kind: 'approved' } : { kind: 'open', approvals: latest.length }
}

export function isExpired(madeAt: string, { expiresAfterMs }: ApprovalRules, now: Date): boolean {
  return now.getTime() >= Date.parse(madeAt) + expiresAfterMs
}

function latestOfEach(decisions: readonly CountedDecision[]): readonly CountedDecision[] {
  const latest: CountedDecision[] = []
  for (const decision of decisions) {
    if (latest.some((one) => isSamePerson(one, decision) && isTakenBack(decision, one))) continue
    const others = latest.filter((one) => !isSamePerson(one, decision))
    latest.splice(0, latest.length, ...others, decision)
  }
  return latest
}

/** Whoever may write into the folder can bring an approval again, or late: a rejection that was signed after it stays. */
function isTakenBack({ decision, at }: CountedDecision, by: CountedDecision): boolean {
  return decision === 'approve' && by.decision === 'reject' && Date.parse(at) < Date.parse(by.at)
}

/** By a name or the key that they share. Accounts of one machine are taken for one person: nothing tells them apart. */
function isSamePerson(one: CountedDecision, other: CountedDecision): boolean {
  if (one.fingerprint === other.fingerprint) return true
  return one.principals.some((name) => other.principals.some((another) => mayBeSamePerson(name, another)))
}
