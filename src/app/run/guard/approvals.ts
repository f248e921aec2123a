/** What of a run somebody has approved or rejected: judged anew from what was signed, the settings and the record as they are. */

import type { NotedPlan } from '../../../domain/decision.ts'
import { ownerName } from '../../../domain/effect.ts'
import type { Owner } from '../../../domain/finding.ts'
import type { Request } from '../../../domain/request.ts'
import { planHash } from '../../../stages/planning/plan-lines.ts'
import type { TenantContext } from '../../context.ts'
import { judge, type JudgedPlan } from './judged-plan.ts'
import {
  PlanTrees,
  plannedRows,
  plansAbout,
  pointersIn,
  scopesOf,
  type Pointers,
  type RecordedRun,
  type Scope,
} from './planned-rows.ts'

/** A plan that is approved, and still about the very rows that are recorded. */
export interface ApprovedPlan {
  readonly plan: string
  readonly isBegun: boolean
  /** Decisions about it that were read. */
  readonly seen: number
}

/** Of one request file. */
export interface FileApprovals {
  readonly fileName: string
  /** Names of the owners who come with the file. */
  readonly owners: ReadonlySet<string>
  /** Of these, whom some plan names. */
  readonly planned: ReadonlySet<string>
  /** When somebody decided last, or a plan was begun: milliseconds of the epoch; 0 for never. */
  readonly decidedAt: number
  /** To be begun before anything is written under them. */
  readonly approved: readonly ApprovedPlan[]
  /** By the name of the owner, whose approval is about everything that is recorded of them. */
  readonly released: ReadonlySet<string>
  /** By the name of the owner, and why. */
  readonly rejected: ReadonlyMap<string, string>
  /** What there is to say of the latest plan to whoever is still held; empty for nothing. */
  readonly remark: string
  /** Whether what this search of that product has added of the owner may be erased. */
  readonly covers: (product: string, search: number, owner: Owner) => boolean
}

/** Null for a file of which nothing was planned. */
export async function approvalsOf(run: RecordedRun, request: Request): Promise<FileApprovals | null> {
  const { context, record } = run
  const isOfFile = (one: NotedPlan): boolean => one.request === request.sha256 && one.fileName === request.fileName
  const plans = (await context.journal.plans(record.run.id)).filter(isOfFile)
  if (plans.length === 0) return null
  const decisions = await context.journal.decisions(record.run.id)
  const approvers = await context.decisions.approvers()
  const judged = plans.map((plan) => judge(context, { plan, approvers }, decisions))
  const pointers = pointersIn(request)
  const valid = await validPlans(run, judged, pointers)
  return {
    fileName: request.fileName,
    owners: new Set(pointers.keys()),
    planned: plannedOwners(plans, pointers),
    decidedAt: Math.max(0, ...judged.map(({ decidedAt }) => decidedAt)),
    approved: [...valid.plans].map((index) => approvedPlan(judged, index)),
    released: valid.released,
    rejected: rejectedIn(judged, pointers),
    remark: remarkOn(judged.at(-1), context),
    covers: (product, search, owner) => {
      const pointer = pointers.get(ownerName(owner))
      if (pointer === undefined) return false
      return plansAbout(valid.scopes, { product, search, pointer }).some((index) => valid.plans.has(index))
    },
  }
}

function plannedOwners(plans: readonly NotedPlan[], pointers: Pointers): ReadonlySet<string> {
  const held = new Set(plans.flatMap((plan) => plan.held))
  return new Set([...pointers].flatMap(([name, pointer]) => (held.has(pointer) ? [name] : [])))
}

function approvedPlan(judged: readonly JudgedPlan[], index: number): ApprovedPlan {
  const one = judged[index]
  if (one === undefined) throw new TypeError('no such plan')
  return { plan: one.plan.plan, isBegun: one.plan.begunAt !== null, seen: one.seen }
}

interface ValidPlans {
  readonly scopes: readonly Scope[]
  /** By their place in the order. */
  readonly plans: ReadonlySet<number>
  readonly released: ReadonlySet<string>
}

/** Those that are approved, under these settings and this release, with the very root that the record has now. */
async function validPlans(run: RecordedRun, judged: readonly JudgedPlan[], pointers: Pointers): Promise<ValidPlans> {
  const plans = judged.map(({ plan }) => plan)
  const scopes = scopesOf(plans)
  const none = { scopes, plans: new Set<number>(), released: new Set<string>() }
  if (!judged.some(({ verdict }) => verdict.kind === 'approved')) return none
  const trees = new PlanTrees(run, plans.length)
  const parts = new Map<string, Set<string>>()
  for await (const row of plannedRows(run, pointers, scopes)) {
    trees.add(row)
    const name = ownerName(row.finding.owner)
    parts.set(name, (parts.get(name) ?? new Set()).add(JSON.stringify(row.plans)))
  }
  const isValid = ({ plan, verdict }: JudgedPlan, index: number): boolean =>
    verdict.kind === 'approved' && isSame(run, plan, trees.of(index).rows)
  const valid = new Set(judged.flatMap((one, index) => (isValid(one, index) ? [index] : [])))
  const named = [...pointers].filter(([, pointer]) =>
    plans.some(({ held }, i) => valid.has(i) && held.includes(pointer)),
  )
  const isWhole = (name: string): boolean => [...(parts.get(name) ?? [])].every((part) => isAnyOf(part, valid))
  return { scopes, plans: valid, released: new Set(named.map(([name]) => name).filter(isWhole)) }
}

function isAnyOf(part: string, valid: ReadonlySet<number>): boolean {
  const plans: unknown = JSON.parse(part)
  return Array.isArray(plans) && plans.some((plan) => valid.has(Number(plan)))
}

function isSame({ context, record }: RecordedRun, plan: NotedPlan, rows: string): boolean {
  if (plan.settings !== context.settingsMark || plan.version !== context.version) return false
  const { id: run, tenant, action } = record.run
  return planHash({ ...plan, run, tenant, action, rows }) === plan.plan
}

/** A plan of which something was written before is carried out as far as it was; what is rejected stays. */
function rejectedIn(judged: readonly JudgedPlan[], pointers: Pointers): ReadonlyMap<string, string> {
  const rejected = new Map<string, string>()
  for (const { plan, verdict } of judged) {
    if (verdict.kind !== 'rejected') continue
    const reason = verdict.reason === null ? 'rejected' : `rejected: ${verdict.reason}`
    for (const [name, pointer] of pointers) if (plan.held.includes(pointer)) rejected.set(name, reason)
  }
  return rejected
}

function remarkOn(latest: JudgedPlan | undefined, { approval, settingsMark, version }: TenantContext): string {
  if (latest === undefined) return ''
  const { plan, verdict } = latest
  switch (verdict.kind) {
    case 'expired':
      return verdict.wasApproved
        ? 'the approval came too late, or was not carried out in time: its plan was made anew'
        : ''
    case 'approved':
      if (plan.settings !== settingsMark)
        return 'the settings have changed since it was approved: its plan was made anew'
      if (plan.version !== version) return 'another release of Lethe made the plan that was approved: it was made anew'
      return 'more is found than was approved: there is a plan of the rest'
    case 'open':
      return verdict.approvals > 0 ? `${verdict.approvals} of ${approval.needed} approvals are there` : ''
    case 'rejected':
      return ''
    default:
      return verdict satisfies never
  }
}
