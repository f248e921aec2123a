/** Makes the plan of a request file whose identifiers are held: a stream over what is recorded of them, in flat memory. */

import { ownerName } from '../../domain/effect.ts'
import type { ErasePlan, HeldIdentifier, PlannedProduct, PlannedTarget } from '../../domain/erase-plan.ts'
import { StepFailed } from '../../domain/errors.ts'
import type { FoundValue, Owner, RecordedFinding } from '../../domain/finding.ts'
import type { RunEnding } from '../../domain/report.ts'
import type { Request } from '../../domain/request.ts'
import { fingerprintWith } from '../../platform/crypto/fingerprint.ts'
import { MerkleTree } from '../../platform/crypto/merkle.ts'
import type { RecordedPart } from '../../records/findings/find-set.ts'
import { planLine } from '../../stages/planning/plan-lines.ts'
import type { EnabledProduct, TenantContext } from '../context.ts'
import { partOf } from './ledger.ts'
import type { HeldOwner } from './run-guard.ts'
import type { RunWork } from './run-work.ts'

export type PlannedWork = Pick<RunWork, 'context' | 'record' | 'records' | 'guard' | 'signal'>

/** Beside the answers, for whoever has to look. It goes when nothing waits for it any more. */
export async function placePlan(work: RunWork, request: Request, ended: RunEnding | null): Promise<void> {
  const plan = ended === null ? await heldPlan(work, request) : null
  if (await work.context.answers.plan(request, plan)) return
  const about = { tenant: work.context.tenant.name, run: work.record.run.id, request: request.sha256.slice(0, 12) }
  work.context.log.warn(about, 'another file has the name of the plan, which `lethe plan` shows')
}

/** Null where nothing of the file is held, or nothing is recorded. */
export async function heldPlan(work: PlannedWork, request: Request): Promise<ErasePlan | null> {
  const { context, record } = work
  const held = placesOf(request, work.guard.held())
  if (held.size === 0 || typeof work.records === 'string') return null
  const tree = new MerkleTree()
  const products: PlannedProduct[] = []
  for await (const { name, recorded, tally } of partsOf(work)) {
    const targets = await targetsIn(work, name, addedTo(tree, { work, name, held }, recorded()), held)
    products.push({ product: name, searches: (await tally()).searches, targets })
  }
  const { id: run, tenant, action } = record.run
  return {
    plan: tree.root(),
    values: tree.size,
    run,
    tenant,
    action,
    request: request.sha256,
    settings: context.settingsMark,
    version: context.version,
    madeAt: context.clock.now().toISOString(),
    held: [...held.values()],
    products,
  }
}

/** What is recorded of those of a request who are held, product by product. */
export async function* heldValues(work: PlannedWork, request: Request): AsyncIterable<HeldValue> {
  const held = placesOf(request, work.guard.held())
  for await (const { name: product, recorded } of partsOf(work)) {
    for await (const finding of recorded()) {
      const place = held.get(ownerName(finding.owner))
      if (place !== undefined) yield { product, pointer: place.pointer, finding }
    }
  }
}

export interface HeldValue {
  readonly product: string
  readonly pointer: string
  readonly finding: RecordedFinding
}

type HeldPlaces = ReadonlyMap<string, HeldIdentifier>

/** By the name of their owners. An identifier that stands in the file twice is told where it stands first. */
function placesOf({ places, subjects }: Request, held: readonly HeldOwner[]): HeldPlaces {
  const normals = new Map(
    subjects.flatMap(({ key, identifiers }) =>
      identifiers.map(({ kind, value, normal }) => [ownerName({ subjectKey: key, kind, consumerId: value }), normal]),
    ),
  )
  return new Map(
    held.flatMap(({ owner, reason }): readonly (readonly [string, HeldIdentifier])[] => {
      const { subjectKey, kind } = owner
      const normal = normals.get(ownerName(owner))
      const place = places.find((one) => {
        return one.subjectKey === subjectKey && one.kind === kind && one.normal === normal
      })
      return place === undefined ? [] : [[ownerName(owner), { pointer: place.pointer, kind, reason }]]
    }),
  )
}

interface NamedPart extends Pick<RecordedPart, 'recorded' | 'tally'> {
  readonly name: string
}

async function* partsOf({ context, record, records }: PlannedWork): AsyncIterable<NamedPart> {
  if (typeof records === 'string') return
  for (const step of record.steps) {
    const set = records.findings.of(partOf(record, context.tenant.tenantKey, step))
    yield { name: step.product, recorded: set.recorded, tally: set.tally }
  }
}

interface Adding {
  readonly work: PlannedWork
  readonly name: string
  readonly held: HeldPlaces
}

async function* addedTo(
  tree: MerkleTree,
  { work, name, held }: Adding,
  findings: AsyncIterable<RecordedFinding>,
): AsyncIterable<RecordedFinding> {
  const { id: run, salt } = work.record.run
  const entry = productOf(work.context, name)?.mark.settings ?? ''
  const of = { run, product: name, entry, fingerprint: fingerprintWith(salt) }
  for await (const finding of findings) {
    if (!held.has(ownerName(finding.owner))) continue
    tree.add(planLine(finding, of))
    yield finding
  }
}

function productOf({ products }: TenantContext, name: string): EnabledProduct | undefined {
  return products.find((one) => one.name === name)
}

interface Gathered {
  readonly first: FoundValue
  readonly target: Omit<PlannedTarget, 'values' | 'how'>
  values: number
}

async function targetsIn(
  work: PlannedWork,
  name: string,
  findings: AsyncIterable<RecordedFinding>,
  held: HeldPlaces,
): Promise<readonly PlannedTarget[]> {
  const isText = productOf(work.context, name)?.isText === true
  const gathered = new Map<string, Gathered>()
  for await (const first of findings) {
    const { table, column } = isText ? { table: null, column: null } : first.target
    const key = JSON.stringify([ownerName(first.owner), table, column])
    const { pointer, kind } = held.get(ownerName(first.owner)) ?? { pointer: '', kind: first.owner.kind }
    const known = gathered.get(key) ?? { first, target: { pointer, kind, table, column }, values: 0 }
    known.values += 1
    gathered.set(key, known)
  }
  const ways = await waysOf(
    work,
    name,
    [...gathered.values()].map(({ first }) => first),
  )
  return [...gathered.values()].map(({ first, target, values }) => {
    return { ...target, values, how: ways.get(placeOf(first.owner, first.target)) ?? null }
  })
}

/** How one value of each target would be redacted, as the product tells it. */
async function waysOf(
  { record, context, signal }: PlannedWork,
  name: string,
  some: readonly FoundValue[],
): Promise<ReadonlyMap<string, string | null>> {
  const product = productOf(context, name)
  const ways = new Map<string, string | null>()
  if (product === undefined || some.length === 0 || record.run.action === 'export') return ways
  const { id: runId, action, salt } = record.run
  try {
    const session = await product.open()
    try {
      const run = { runId, action, salt, again: true, signal }
      const foreseen = session.foresee?.(each(some), run) ?? nothing()
      for await (const { owner, target, how } of foreseen) ways.set(placeOf(owner, target), how)
    } finally {
      await session.close()
    }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof StepFailed)) throw error
  }
  return ways
}

function placeOf(owner: Owner, { table, column }: RecordedFinding['target']): string {
  return JSON.stringify([ownerName(owner), table, column])
}

async function* each<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items
}

async function* nothing(): AsyncIterable<never> {}
