/** `lethe approve`, `lethe reject`: somebody decides about the plans of a run, with a key or with the name of their account. */

import type { Decided, NotedPlan, PlanDecision } from '../../domain/decision.ts'
import { signWithSshKey } from '../../platform/crypto/ssh-sign.ts'
import type { RunRecord } from '../../records/journal/runs.ts'
import { approvalNamespace, signersOf } from '../../stages/planning/signatures.ts'
import { readDecision } from '../../stages/validation/decision.ts'
import type { Services } from '../compose.ts'
import { tenantGone } from '../failures.ts'
import { decisionsOf } from '../pass/decisions.ts'
import type { TenantSettings } from '../settings/settings.ts'
import { thisWorker } from '../worker.ts'

export interface Deciding extends Pick<PlanDecision, 'decision' | 'reason'> {
  /** Beginning of the hash of the plan that is meant; empty: every plan of the run. */
  readonly plan: string
  /** Path of a key; null: the account of this process. */
  readonly key: string | null
}

/** Nobody may decide so, and what to do. */
interface MayNot {
  readonly kind: 'refused'
  readonly reason: string
}

export interface PlanOutcome {
  readonly fileName: string
  readonly plan: string
  readonly how: Exclude<Decided, 'unknown'>
}

/** `nothing`: no plan waits for a decision. */
export type Decision =
  MayNot | { readonly kind: 'nothing' } | { readonly kind: 'decided'; readonly plans: readonly PlanOutcome[] }

export async function decide(services: Services, { run }: RunRecord, deciding: Deciding): Promise<Decision> {
  const tenant = services.settings.tenants.find(({ name }) => name === run.tenant)
  if (tenant === undefined) throw tenantGone()
  const journal = await services.journal()
  // Of one that is over nothing is carried out any more.
  if (run.state === 'closed') return { kind: 'nothing' }
  const plans = latestOfFiles(await journal.plans(run.id)).filter(({ plan }) => plan.startsWith(deciding.plan))
  if (plans.length === 0) return { kind: 'nothing' }
  const decided: PlanOutcome[] = []
  for (const { plan, fileName } of plans) {
    const at = services.clock.now().toISOString()
    const document = documentOf({ plan, at, decision: deciding.decision, reason: deciding.reason })
    if (readDecision(document) === null) return refused(mustBeOneLine)
    const word = await wordOf(services, tenant, { document, key: deciding.key })
    if ('reason' in word) return word
    const how = await journal.decide(run.id, { plan, document, receivedAt: at, ...word })
    if (how === 'unknown') continue
    services.log.info({ tenant: tenant.name, run: run.id }, 'a decision was noted')
    decided.push({ fileName, plan, how })
  }
  return { kind: 'decided', plans: decided }
}

/** Of each file the plan that was made last, as long as nothing is written under it. */
function latestOfFiles(plans: readonly NotedPlan[]): readonly NotedPlan[] {
  return [...new Map(plans.map((plan) => [`${plan.request} ${plan.fileName}`, plan])).values()]
}

function documentOf({ reason, ...decision }: PlanDecision): string {
  return `${JSON.stringify({ ...decision, ...(reason === null ? {} : { reason }) })}\n`
}

interface Word {
  readonly signature: string | null
  readonly by: string
}

async function wordOf(
  services: Services,
  tenant: TenantSettings,
  { document, key }: { readonly document: string; readonly key: string | null },
): Promise<Word | MayNot> {
  const { approvers, unsigned } = tenant.approval
  if (key === null) return unsigned ? { signature: null, by: thisWorker().account } : refused(mustBeSigned)
  if (approvers === null) return refused('the settings name nobody who may sign: set `approval.approvers`')
  const signing = await signWithSshKey(document, { key, namespace: approvalNamespace })
  if (signing.kind !== 'signed') return refused(signing.kind === 'refused' ? notSigned : noProgram)
  const { signature } = signing
  const text = await decisionsOf(tenant, await services.journal()).approvers()
  const { signers, problems } = signersOf({ document, signature }, text, services.clock.now())
  const [signer] = signers
  if (signer === undefined) return refused(`the signature ${problems.join('; ')}`)
  return { signature, by: signer.principals[0] ?? '' }
}

function refused(reason: string): MayNot {
  return { kind: 'refused', reason }
}

const mustBeOneLine = 'a reason is one line of at most 500 letters: shorten it, and leave out line breaks'
const mustBeSigned =
  'a decision has to be signed: name a key with `--key`; `--as-os-user` counts where `approval.unsigned` is set'
const noProgram =
  'there is no `ssh-keygen` here: install the OpenSSH client, or sign elsewhere and drop the decision beside the request'
const notSigned =
  '`ssh-keygen` has not signed with that key: check its path and passphrase; its public half alone needs an agent'
