/** Makes the plans of request files whose identifiers are held: a stream over what is recorded of them, in flat memory. */

import type { NotedPlan, PlanMark } from '../../../domain/decision.ts'
import { ownerName } from '../../../domain/effect.ts'
import type { ErasePlan, HeldIdentifier } from '../../../domain/erase-plan.ts'
import type { RecordedFinding } from '../../../domain/finding.ts'
import type { Request } from '../../../domain/request.ts'
import { isExpired } from '../../../stages/planning/approval.ts'
import { planHash } from '../../../stages/planning/plan-lines.ts'
import type { TenantContext } from '../../context.ts'
import { HoldCounts } from '../holds/hold-counts.ts'
import { partOf } from '../ledger.ts'
import { PlanTargets, type CountedTargets } from './plan-targets.ts'
import {
  PlanTrees,
  plannedRows,
  plansOfFiles,
  pointersIn,
  scopesOf,
  type PlannedFile,
  type Pointers,
  type RecordedRun,
} from './planned-rows.ts'
import type { HeldOwner } from './run-guard.ts'
import type { RunWork } from '../run-work.ts'

export type PlannedWork = Pick<RunWork, 'context' | 'record' | 'records' | 'guard' | 'holds' | 'signal'>

/** Beside the answers, for whoever has to look. Null where nothing waits for it any more: then it goes. */
export async function placePlan(work: RunWork, request: Request, plan: ErasePlan | null): Promise<void> {
  const { context, lease, record } = work
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

/**
 * By file name, for the files of which something is held and recorded: in one reading of the record. The plan that was noted
 * last, as long as it still holds.
 */
export async function heldPlans(
  work: PlannedWork,
  requests: readonly Request[],
): Promise<ReadonlyMap<string, ErasePlan>> {
  if (typeof work.records === 'string') return new Map()
  const run = { ...work, records: work.records }
  const held = new Map(work.guard.held().map((one) => [ownerName(one.owner), one]))
  const holds = work.holds.held()
  const notedOf = plansOfFiles(await work.context.journal.plans(work.record.run.id))
  const files = requests
    .map((request) => {
      const file = fileToPlan(work, { request, held, noted: notedOf(request) })
      return { ...file, holds: new HoldCounts(holds, file.pointers), trees: new PlanTrees(run, file.scopes.length) }
    })
    .filter((file) => file.held.size > 0 || !file.holds.isEmpty)
  const targets = new PlanTargets(work)
  if (files.length === 0) return new Map()
  for await (const row of plannedRows(run, files)) {
    row.file.trees.add(row)
    row.file.holds.add(row)
    if (row.plans.includes(row.file.scopes.length - 1)) targets.add(row.file.request.fileName, row)
  }
  const [counted, searches] = [await targets.counted(), await searchesOf(run)]
  return new Map(files.map((file) => [file.request.fileName, planOf(work, file, { counted, searches })]))
}

interface CountedRun {
  readonly counted: CountedTargets
  readonly searches: ReadonlyMap<string, number>
}

function planOf(
  work: PlannedWork,
  file: FileToPlan & { readonly holds: HoldCounts; readonly trees: PlanTrees },
  { counted, searches }: CountedRun,
): ErasePlan {
  const { rows, values } = file.trees.of(file.scopes.length - 1)
  const about = aboutPlan(work, file, rows)
  const latest = file.noted.at(-1)
  const same = latest === undefined || !isStill(latest, about, work.context) ? null : latest
  const { madeAt } = same ?? { madeAt: work.context.clock.now().toISOString() }
  return {
    ...about,
    plan: planHash({ ...about, madeAt, held: about.held.map(({ pointer }) => pointer) }),
    values,
    madeAt,
    ...file.holds.counted(),
    products: counted(file.request.fileName, same?.searches ?? searches),
  }
}

type PlanAbout = Omit<ErasePlan, 'plan' | 'values' | 'madeAt' | 'holds' | 'products'>

function aboutPlan({ context, record }: PlannedWork, { request, besides, held }: FileToPlan, rows: string): PlanAbout {
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

interface FileToPlan extends PlannedFile {
  readonly request: Request
  /** By the name of their owner, of whom no earlier plan decides. */
  readonly held: HeldPlaces
  readonly noted: readonly NotedPlan[]
  readonly besides: readonly string[]
}

/** What is being carried out is in no plan of the rest. */
function fileToPlan(
  { guard }: PlannedWork,
  {
    request,
    held: all,
    noted,
  }: Pick<FileToPlan, 'request' | 'noted'> & { readonly held: ReadonlyMap<string, HeldOwner> },
): FileToPlan {
  const pointers = pointersIn(request)
  const held = heldIn(pointers, all)
  const besides = guard.carriedOut(request)
  const places = [...held.values()].map(({ pointer }) => pointer)
  const scopes = scopesOf([...noted, { plan: null, held: places, searches: null, besides }])
  return { request, pointers, held, noted, besides, scopes }
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
  if (typeof work.records === 'string') return
  const held = new Map(work.guard.held().map((one) => [ownerName(one.owner), one]))
  const notedOf = plansOfFiles(await work.context.journal.plans(work.record.run.id))
  const file = fileToPlan(work, { request, held, noted: notedOf(request) })
  if (file.held.size === 0) return
  for await (const { product, pointer, finding, plans: about } of plannedRows({ ...work, records: work.records }, [
    file,
  ])) {
    if (about.includes(file.scopes.length - 1)) yield { product, pointer, finding }
  }
}

export interface HeldValue {
  readonly product: string
  readonly pointer: string
  readonly finding: RecordedFinding
}

type HeldPlaces = ReadonlyMap<string, HeldIdentifier>

/** An identifier that stands in the file twice is told where it stands first. */
function heldIn(pointers: Pointers, held: ReadonlyMap<string, HeldOwner>): HeldPlaces {
  return new Map(
    [...pointers].flatMap(([name, pointer]): readonly (readonly [string, HeldIdentifier])[] => {
      const one = held.get(name)
      if (one === undefined || one.joins === true) return []
      return [[name, { pointer, kind: one.owner.kind, reason: one.reason }]]
    }),
  )
}
