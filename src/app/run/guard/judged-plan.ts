/** What people have decided about a plan: of what was noted, what counts by its signatures, the approvers and the clock as they are. */

import type { NotedDecision, NotedPlan } from '../../../domain/decision.ts'
import { verdictOn, type CountedDecision, type PlanVerdict } from '../../../stages/planning/approval.ts'
import { signersOf } from '../../../stages/planning/signatures.ts'
import { readDecision } from '../../../stages/validation/decision.ts'
import type { TenantContext } from '../../context.ts'

export interface JudgedPlan {
  readonly plan: NotedPlan
  readonly verdict: PlanVerdict
  readonly seen: number
  /** Milliseconds of the epoch: the latest decision about it, or its begin. */
  readonly decidedAt: number
}

export function judge(
  { approval, clock }: TenantContext,
  { plan, approvers }: { readonly plan: NotedPlan; readonly approvers: string },
  decisions: readonly NotedDecision[],
): JudgedPlan {
  const about = decisions.filter((one) => one.plan === plan.plan)
  const now = clock.now()
  const counted = eachOnce(about.flatMap((one) => countedIn(one, { approvers, unsigned: approval.unsigned, now })))
  const of = { madeAt: plan.madeAt, isBegun: plan.begunAt !== null, decisions: counted }
  const times = [plan.begunAt, ...about.map(({ receivedAt }) => receivedAt)]
  const decidedAt = Math.max(0, ...times.flatMap((time) => (time === null ? [] : [Date.parse(time)])))
  return { plan, verdict: verdictOn(of, approval, now), seen: about.length, decidedAt }
}

interface SignatureRules {
  readonly approvers: string
  readonly unsigned: boolean
  readonly now: Date
}

/** What is noted proves nothing by itself: the very text is read, and its signatures are looked at, each time. */
function countedIn(noted: NotedDecision, { approvers, unsigned, now }: SignatureRules): readonly SignedDecision[] {
  const { document, signature } = noted
  const read = readDecision(document)
  if (read?.plan !== noted.plan) return []
  const { decision, reason, at } = read
  const said = { decision, reason, at, document }
  if (signature === null) return unsigned ? [{ ...said, principals: [], fingerprint: null }] : []
  const { signers } = signersOf({ document, signature }, approvers, now)
  return signers.map(({ principals, fingerprint }) => ({ ...said, principals, fingerprint }))
}

interface SignedDecision extends CountedDecision {
  readonly document: string
}

/** The same words by the same key are said once, when they came first, however they are signed and brought again. */
function eachOnce(decisions: readonly SignedDecision[]): readonly CountedDecision[] {
  const isAgain = (one: SignedDecision, index: number): boolean =>
    one.fingerprint !== null &&
    decisions.slice(0, index).some(({ document, fingerprint }) => {
      return document === one.document && fingerprint === one.fingerprint
    })
  return decisions.filter((one, index) => !isAgain(one, index))
}
