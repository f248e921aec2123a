/** Makes the plan of a request file whose identifiers are held: a stream over what is recorded of them, in flat memory. */

import type { NotedPlan, PlanMark } from '../../../domain/decision.ts'
import { ownerName } from '../../../domain/effect.ts'
import type { ErasePlan, HeldIdentifier } from '../../../domain/erase-plan.ts'
import type { RecordedFinding } from '../../../domain/finding.ts'
import type { RunEnding } from '../../../domain/report.ts'
import type { Request } from '../../../domain/request.ts'
import { isExpired } from '../../../stages/planning/approval.ts'
import { planHash } from '../../../stages/planning/plan-lines.ts'
import type { TenantContext } from '../../context.ts'
import { HoldCounts } from '../holds/hold-counts.ts'
import { partOf } from '../ledger.ts'
import { PlanTargets } from './plan-targets.ts'
import { PlanTrees, plannedRows, pointersIn, scopesOf, type RecordedRun } from './planned-rows.ts'
import type { RunWork } from '../run-work.ts'

export type PlannedWork = Pick<RunWork, 'context' | 'record' | 'records' | 'guard' | 'holds' | 'signal'>

/** Beside the answers, for whoever has to look. It goes when nothing waits for it any more. */
export async function placePlan(work: RunWork, request: Request, ended: RunEnding | null): Promise<void> {
  const { context, lease, record } = work
  const plan = ended === null ? await heldPlan(work, request) : null
  // What holds alone keep is not there to be approved.
  if (plan !== null && plan.held.length > 0) await context.journal.notePlan(lease, record.run.id, markOf(plan, request))
  if (await context.answers.plan(request, plan)) return
  const about = { tenant: context.tenant.name, run: record.run.id, request: request.sha256.slice(0, 12) }
  context.log.warn(about, 'another file has the name of the plan, which `lethe plan` shows')
}

function markOf(
  { plan, rows, besides, request, settings, version, madeAt, held, products }: ErasePlan,
  of: Request,
): PlanMark {
  const searches = new Map(products.map((one) => [one.product, one.searches]))
  const pointers = held.map(({ pointer }) => pointer)
  return { plan, rows, besides, request, settings, version, madeAt, fileName: of.fileName, held: pointers, searches }
}

/** Null where nothing of the file is held, or nothing is recorded. The plan that was noted last, as long as it still holds. */
export async function heldPlan(work: PlannedWork, request: Request): Promise<ErasePlan | null> {
  const held = heldIn(work, request)
  const holds = new HoldCounts(work, request)
  if ((held.size === 0 && holds.isEmpty) || typeof work.records === 'string') return null
  const run = { ...work, records: work.records }
  const { scopes, noted, besides } = await scopesWith(work, request, held)
  const trees = new PlanTrees(run, scopes.length)
  const targets = new PlanTargets(work)
  for await (const row of plannedRows(run, pointersIn(request), scopes)) {
    trees.add(row)
    holds.add(row)
    if (row.plans.includes(scopes.length - 1)) targets.add(row)
  }
  const { rows, values } = trees.of(scopes.length - 1)
  const about = aboutPlan(work, request, { rows, besides, held })
  const latest = noted.at(-1)
  const same = latest === undefined || !isStill(latest, about, work.context) ? null : latest
  const { madeAt } = same ?? { madeAt: work.context.clock.now().toISOString() }
  const searches = same?.searches ?? (await searchesOf(run))
  return {
    ...about,
    plan: planHash({ ...about, madeAt, held: about.held.map(({ pointer }) => pointer) }),
    values,
    madeAt,
    ...holds.counted(),
    products: await targets.products(searches),
  }
}

type PlanAbout = Omit<ErasePlan, 'plan' | 'values' | 'madeAt' | 'holds' | 'products'>

function aboutPlan(
  { context, record }: PlannedWork,
  request: Request,
  { rows, besides, held }: Pick<ErasePlan, 'rows' | 'besides'> & { readonly held: HeldPlaces },
): PlanAbout {
  const { id: run, tenant, action } = record.run
  const { settingsMark: settings, version } = context
  // By pointer, whichever identifier was counted first.
  const places = [...new Map([...held.values()].map((one) => [one.pointer, one])).values()]
  const inOrder = places.sort((a, b) => (a.pointer < b.pointer ? -1 : 1))
  return { rows, besides, run, tenant, action, request: request.sha256, settings, version, held: inOrder }
}

/** Nothing of what it is about has changed, and it has not expired. */
function isStill(noted: NotedPlan, about: PlanAbout, { approval, clock }: TenantContext): boolean {
  if (noted.begunAt !== null || isExpired(noted.madeAt, approval, clock.now())) return false
  if (noted.rows !== about.rows || noted.settings !== about.settings || noted.version !== about.version) return false
  const pointers = about.held.map(({ pointer }) => pointer)
  return JSON.stringify([noted.held, noted.besides]) === JSON.stringify([pointers, about.besides])
}

/** What is being carried out is in no plan of the rest. */
async function scopesWith({ context, record, guard }: PlannedWork, request: Request, held: HeldPlaces) {
  const isOfFile = (one: NotedPlan): boolean => one.request === request.sha256 && one.fileName === request.fileName
  const noted = (await context.journal.plans(record.run.id)).filter(isOfFile)
  const besides = guard.carriedOut(request)
  const pointers = [...held.values()].map(({ pointer }) => pointer)
  return { noted, besides, scopes: scopesOf([...noted, { plan: null, held: pointers, searches: null, besides }]) }
}

async function searchesOf({ context, record, records }: RecordedRun): Promise<ReadonlyMap<string, number>> {
  const searches = new Map<string, number>()
  for (const step of record.steps) {
    const set = records.findings.of(partOf(record, context.tenant.tenantKey, step))
    searches.set(step.product, (await set.tally()).searches)
  }
  return searches
}

/** What is recorded of those of a request who are held and not approved, product by product. */
export async function* heldValues(work: PlannedWork, request: Request): AsyncIterable<HeldValue> {
  const held = heldIn(work, request)
  if (held.size === 0 || typeof work.records === 'string') return
  const { scopes } = await scopesWith(work, request, held)
  for await (const row of plannedRows({ ...work, records: work.records }, pointersIn(request), scopes)) {
    const { product, pointer, finding } = row
    if (row.plans.includes(scopes.length - 1)) yield { product, pointer, finding }
  }
}

export interface HeldValue {
  readonly product: string
  readonly pointer: string
  readonly finding: RecordedFinding
}

type HeldPlaces = ReadonlyMap<string, HeldIdentifier>

/**
 * By the name of their owners, of whom no earlier plan decides. An identifier that stands in the file twice is told where it
 * stands first.
 */
function heldIn({ guard }: PlannedWork, request: Request): HeldPlaces {
  const pointers = pointersIn(request)
  return new Map(
    guard.held().flatMap(({ owner, reason, joins }): readonly (readonly [string, HeldIdentifier])[] => {
      const pointer = pointers.get(ownerName(owner))
      return pointer === undefined || joins === true ? [] : [[ownerName(owner), { pointer, kind: owner.kind, reason }]]
    }),
  )
}
