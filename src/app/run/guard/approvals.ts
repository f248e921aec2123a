/** What of a run somebody has approved or rejected: judged anew from what was signed, the settings and the record as they are. */

import type { NotedPlan } from '../../../domain/decision.ts'
import { ownerName } from '../../../domain/effect.ts'
import type { Owner } from '../../../domain/finding.ts'
import type { Request } from '../../../domain/request.ts'
import { inGroups } from '../../../platform/streams/in-groups.ts'
import { planHash } from '../../../stages/planning/plan-lines.ts'
import type { TenantContext } from '../../context.ts'
import { judge, type JudgedPlan } from './judged-plan.ts'
import {
  PlanTrees,
  plannedRows,
  plansAbout,
  plansOfFiles,
  pointersIn,
  scopesOf,
  type PlannedFile,
  type Pointers,
  type RecordedRun,
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

/** By file name; a file of which nothing was planned is missing. */
export async function approvalsOf(
  run: RecordedRun,
  requests: readonly Request[],
): Promise<ReadonlyMap<string, FileApprovals>> {
  const { context, record } = run
  const plans = await context.journal.plans(record.run.id)
  if (plans.length === 0) return new Map()
  const ofFile = plansOfFiles(plans)
  const decisions = inGroups(await context.journal.decisions(record.run.id), ({ plan }) => plan)
  const approvers = await context.decisions.approvers()
  const files = requests.flatMap((request): readonly JudgedFile[] => {
    const own = ofFile(request)
    if (own.length === 0) return []
    const judged = own.map((plan) => judge(context, { plan, approvers }, decisions.get(plan.plan) ?? []))
    const trees = new PlanTrees(run, own.length)
    return [{ request, pointers: pointersIn(request), scopes: scopesOf(own), judged, trees, parts: new Map() }]
  })
  await readRows(run, files.filter(isAnyApproved))
  return new Map(files.map((file) => [file.request.fileName, approvalsIn(run, file)]))
}

interface JudgedFile extends PlannedFile {
  readonly request: Request
  readonly judged: readonly JudgedPlan[]
  readonly trees: PlanTrees
  /** By the name of the owner: the sets of plans, as JSON, that are about something of theirs. */
  readonly parts: Map<string, Set<string>>
}

function isAnyApproved({ judged }: JudgedFile): boolean {
  return judged.some(({ verdict }) => verdict.kind === 'approved')
}

/** One reading of the record for all of them. */
async function readRows(run: RecordedRun, files: readonly JudgedFile[]): Promise<void> {
  if (files.length === 0) return
  for await (const row of plannedRows(run, files)) {
    const { trees, parts } = row.file
    trees.add(row)
    const name = ownerName(row.finding.owner)
    parts.set(name, (parts.get(name) ?? new Set()).add(JSON.stringify(row.plans)))
  }
}

function approvalsIn(run: RecordedRun, file: JudgedFile): FileApprovals {
  const { judged, pointers, scopes } = file
  const valid = validPlans(run, file)
  return {
    fileName: file.request.fileName,
    owners: new Set(pointers.keys()),
    planned: plannedOwners(
      judged.map(({ plan }) => plan),
      pointers,
    ),
    decidedAt: Math.max(0, ...judged.map(({ decidedAt }) => decidedAt)),
    approved: [...valid.plans].map((index) => approvedPlan(judged, index)),
    released: valid.released,
    rejected: rejectedIn(judged, pointers),
    remark: remarkOn(judged.at(-1), run.context),
    covers: (product, search, owner) => {
      const pointer = pointers.get(ownerName(owner))
      if (pointer === undefined) return false
      return plansAbout(scopes, { product, search, pointer }).some((index) => valid.plans.has(index))
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
  /** By their place in the order. */
  readonly plans: ReadonlySet<number>
  readonly released: ReadonlySet<string>
}

/** Those that are approved, under these settings and this release, with the very root that the record has now. */
function validPlans(run: RecordedRun, { judged, trees, parts, pointers }: JudgedFile): ValidPlans {
  const isValid = ({ plan, verdict }: JudgedPlan, index: number): boolean =>
    verdict.kind === 'approved' && isSame(run, plan, trees.of(index).rows)
  const valid = new Set(judged.flatMap((one, index) => (isValid(one, index) ? [index] : [])))
  const named = [...pointers].filter(([, pointer]) =>
    judged.some(({ plan }, i) => valid.has(i) && plan.held.includes(pointer)),
  )
  const isWhole = (name: string): boolean => [...(parts.get(name) ?? [])].every((part) => isAnyOf(part, valid))
  return { plans: valid, released: new Set(named.map(([name]) => name).filter(isWhole)) }
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
