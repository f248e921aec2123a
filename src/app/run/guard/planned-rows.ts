/** Which recorded values of request files each of their plans is about: one stream over the record, in flat memory. */

import type { NotedPlan, PlanMark } from '../../../domain/decision.ts'
import { ownerName } from '../../../domain/effect.ts'
import type { RecordedFinding } from '../../../domain/finding.ts'
import type { Request } from '../../../domain/request.ts'
import { fingerprintWith } from '../../../platform/crypto/fingerprint.ts'
import { MerkleTree } from '../../../platform/crypto/merkle.ts'
import { inGroups } from '../../../platform/streams/in-groups.ts'
import type { RunRecord } from '../../../records/journal/runs.ts'
import { planLine } from '../../../stages/planning/plan-lines.ts'
import type { TenantContext } from '../../context.ts'
import { partOf, type Records } from '../ledger.ts'

export interface RecordedRun {
  readonly context: TenantContext
  readonly record: RunRecord
  readonly records: Records
}

/** `plan` null: one that is being made. `searches` null: all of them. */
interface PlanScope extends Pick<PlanMark, 'held' | 'besides'> {
  readonly plan: string | null
  readonly searches: PlanMark['searches'] | null
}

export interface Scope extends Pick<PlanScope, 'searches'> {
  readonly held: ReadonlySet<string>
  /** By their place in the order: what they are about is not in it. */
  readonly besides: ReadonlySet<number>
}

/** In the order in which they were made. */
export function scopesOf(plans: readonly PlanScope[]): readonly Scope[] {
  const places = new Map(plans.map(({ plan }, index) => [plan, index]))
  return plans.map(({ held, searches, besides }) => ({
    held: new Set(held),
    searches,
    besides: new Set(besides.flatMap((plan) => places.get(plan) ?? [])),
  }))
}

/** By the name of the owner: where the identifier stands in the file, first where it stands there twice. */
export type Pointers = ReadonlyMap<string, string>

export function pointersIn({ places, subjects }: Request): Pointers {
  const first = new Map<string, string>()
  for (const { subjectKey, kind, normal, pointer } of places) {
    const key = JSON.stringify([subjectKey, kind, normal])
    if (normal !== null && !first.has(key)) first.set(key, pointer)
  }
  return new Map(
    subjects.flatMap(({ key: subjectKey, identifiers }) =>
      identifiers.flatMap(({ kind, value, normal }): readonly (readonly [string, string])[] => {
        const pointer = first.get(JSON.stringify([subjectKey, kind, normal]))
        return pointer === undefined ? [] : [[ownerName({ subjectKey, kind, consumerId: value }), pointer]]
      }),
    ),
  )
}

/** A request file, and its plans in the order in which they were made. */
export interface PlannedFile {
  readonly pointers: Pointers
  readonly scopes: readonly Scope[]
}

/** Plans of a run as they were noted, file by file. */
export function plansOfFiles(plans: readonly NotedPlan[]): (request: Request) => readonly NotedPlan[] {
  const byFile = inGroups(plans, ({ request, fileName }) => JSON.stringify([request, fileName]))
  return ({ sha256, fileName }) => byFile.get(JSON.stringify([sha256, fileName])) ?? []
}

export interface PlannedRow {
  readonly product: string
  readonly finding: RecordedFinding
  readonly pointer: string
  /** Of the plans of its file, in their order, those that are about it. */
  readonly plans: readonly number[]
}

/** What is recorded of the identifiers in the files, product by product and search by search. */
export async function* plannedRows<File extends PlannedFile>(
  run: RecordedRun,
  files: readonly File[],
): AsyncIterable<PlannedRow & { readonly file: File }> {
  const fileOf = new Map(files.flatMap((file) => [...file.pointers.keys()].map((owner) => [owner, file] as const)))
  for await (const { product, search, finding } of recordedIn(run)) {
    const owner = ownerName(finding.owner)
    const file = fileOf.get(owner)
    const pointer = file?.pointers.get(owner)
    if (file === undefined || pointer === undefined) continue
    yield { file, product, finding, pointer, plans: plansAbout(file.scopes, { product, search, pointer }) }
  }
}

export interface SearchedRow extends Pick<PlannedRow, 'product' | 'finding'> {
  readonly search: number
}

export async function* recordedIn({ context, record, records }: RecordedRun): AsyncIterable<SearchedRow> {
  for (const step of record.steps) {
    const set = records.findings.of(partOf(record, context.tenant.tenantKey, step))
    const { searches } = await set.tally()
    for (let search = 1; search <= searches; search += 1) {
      for await (const finding of set.recorded(search)) yield { product: step.product, search, finding }
    }
  }
}

interface SearchedPlace {
  readonly product: string
  readonly search: number
  readonly pointer: string
}

/** Which of them, in their order, are about what that search has added there. */
export function plansAbout(scopes: readonly Scope[], { product, search, pointer }: SearchedPlace): readonly number[] {
  const about: number[] = []
  for (const [index, { held, searches, besides }] of scopes.entries()) {
    const isCounted = searches === null || search <= (searches.get(product) ?? 0)
    if (held.has(pointer) && isCounted && !about.some((before) => besides.has(before))) about.push(index)
  }
  return about
}

/** One tree for each plan, which grows with the rows that it is about. */
export class PlanTrees {
  readonly #run: RecordedRun
  readonly #trees: readonly MerkleTree[]
  readonly #fingerprint: ReturnType<typeof fingerprintWith>

  constructor(run: RecordedRun, plans: number) {
    this.#run = run
    this.#trees = Array.from({ length: plans }, () => new MerkleTree())
    this.#fingerprint = fingerprintWith(run.record.run.salt)
  }

  add({ product, finding, plans }: PlannedRow): void {
    if (plans.length === 0) return
    const entry = this.#run.context.products.find(({ name }) => name === product)?.mark.settings ?? ''
    const line = planLine(finding, { run: this.#run.record.run.id, product, entry, fingerprint: this.#fingerprint })
    for (const plan of plans) this.#trees[plan]?.add(line)
  }

  of(plan: number): { readonly rows: string; readonly values: number } {
    const tree = this.#trees[plan] ?? new MerkleTree()
    return { rows: tree.root(), values: tree.size }
  }
}
