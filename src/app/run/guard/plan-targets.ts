/** The places that plans are about, in counts, with how one value of each would be redacted. */

import { ownerName } from '../../../domain/effect.ts'
import type { PlannedProduct, PlannedTarget } from '../../../domain/erase-plan.ts'
import { StepFailed } from '../../../domain/errors.ts'
import type { FoundValue, Owner, Target } from '../../../domain/finding.ts'
import type { EnabledProduct } from '../../context.ts'
import type { PlannedRow } from './planned-rows.ts'
import type { RunWork } from '../run-work.ts'

type TargetedRun = Pick<RunWork, 'context' | 'record' | 'signal'>

interface Gathered {
  /** Stands for all of its place. */
  readonly first: FoundValue
  readonly target: Omit<PlannedTarget, 'values' | 'how'>
  values: number
}

/** Of a file, product by product, in the order of the searches that its plan counts. */
export type CountedTargets = (file: string, searches: ReadonlyMap<string, number>) => readonly PlannedProduct[]

export class PlanTargets {
  readonly #run: TargetedRun
  /** By product, then by file, and then by place. */
  readonly #gathered = new Map<string, Map<string, Map<string, Gathered>>>()

  constructor(run: TargetedRun) {
    this.#run = run
  }

  add(file: string, { product, pointer, finding: first }: PlannedRow): void {
    const { owner } = first
    const { table, column } = this.#entry(product)?.isText === true ? { table: null, column: null } : first.target
    const key = JSON.stringify([ownerName(owner), table, column])
    const ofProduct = this.#gathered.get(product) ?? new Map<string, Map<string, Gathered>>()
    const ofFile = ofProduct.get(file) ?? new Map<string, Gathered>()
    const target = { pointer, kind: owner.kind, table, column }
    const known = ofFile.get(key) ?? { first, target, values: 0 }
    known.values += 1
    this.#gathered.set(product, ofProduct.set(file, ofFile.set(key, known)))
  }

  /** Each product is asked once how it would redact what is planned. */
  async counted(): Promise<CountedTargets> {
    const ways = new Map<string, ReadonlyMap<string, string | null>>()
    for (const [product, files] of this.#gathered) {
      const first = [...files.values()].flatMap((places) => [...places.values()].map((one) => one.first))
      ways.set(product, await waysOf(this.#run, this.#entry(product), first))
    }
    return (file, searches) =>
      [...searches].map(([product, count]) => {
        const gathered = [...(this.#gathered.get(product)?.get(file)?.values() ?? [])]
        const targets = gathered.map(({ first: { owner, target: place }, target, values }) => {
          return { ...target, values, how: ways.get(product)?.get(placeOf(owner, place)) ?? null }
        })
        return { product, searches: count, targets }
      })
  }

  #entry(product: string): EnabledProduct | undefined {
    return this.#run.context.products.find(({ name }) => name === product)
  }
}

/** How one value of each target would be redacted, as the product tells it. */
async function waysOf(
  { record, signal }: TargetedRun,
  product: EnabledProduct | undefined,
  some: readonly FoundValue[],
): Promise<ReadonlyMap<string, string | null>> {
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

function placeOf(owner: Owner, { table, column }: Target): string {
  return JSON.stringify([ownerName(owner), table, column])
}

async function* each<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items
}

async function* nothing(): AsyncIterable<never> {}
