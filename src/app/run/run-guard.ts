/** Who of a run is held: counted in the record after everything was searched, and anew whenever more is recorded. */

import { ownerName } from '../../domain/effect.ts'
import type { Owner, OwnerReach } from '../../domain/finding.ts'
import type { Standing } from '../../domain/outcome.ts'
import type { Subjects } from '../../domain/product.ts'
import type { RecordedPart } from '../../records/findings/find-set.ts'
import type { RunRecord } from '../../records/journal/runs.ts'
import type { ProductResult } from '../../stages/answering/outcomes.ts'
import type { Guard } from '../../stages/planning/guard.ts'
import type { TenantContext } from '../context.ts'
import { partOf, type Records } from './ledger.ts'
import { isRepetition } from './repeat.ts'

interface GuardedRun {
  readonly context: TenantContext
  readonly record: RunRecord
  /** Or why there are none: then nothing is searched. */
  readonly records: Records | string
  readonly subjects: Subjects
}

export interface HeldOwner extends Standing {
  readonly owner: Owner
}

/** Nothing of it lasts but the record: whoever goes on after a crash counts the same. */
export class RunGuard {
  readonly #work: GuardedRun
  /** Null until it is known. */
  #held: ReadonlyMap<string, HeldOwner> | null = null

  constructor(work: GuardedRun) {
    this.#work = work
  }

  /** More may be recorded than was counted. */
  forget(): void {
    this.#held = null
  }

  /** Before anything is exported or erased. What came back of earlier forgets was looked at then. */
  async look(): Promise<void> {
    const { context, record, records } = this.#work
    if (this.#held !== null) return
    const counts = typeof records === 'string' || isRepetition(record) ? [] : await this.#counts()
    this.#held = new Map(counts.flatMap(heldBy(context.guard)))
  }

  readonly reasonOf = (owner: Owner): string | null => {
    return this.#held === null ? uncounted : (this.#held.get(ownerName(owner))?.reason ?? null)
  }

  /** None before it is known. */
  held(): readonly HeldOwner[] {
    return [...(this.#held?.values() ?? [])]
  }

  /** For the answers: whoever is held is held in every product, and where nothing was found too. */
  result(): ProductResult {
    const result = { product: 'guard', reason: null, evaluated: 1, owners: [] } as const
    if (this.#held === null) {
      const standing = { owner: null, kind: 'failed', reason: uncounted } as const
      return { ...result, outcome: 'partial', searchesBy: null, standings: [standing] }
    }
    const standings = [...this.#held.values()]
    return { ...result, outcome: standings.length === 0 ? 'done' : 'open', searchesBy: [], standings }
  }

  async #counts(): Promise<readonly OwnerReach[]> {
    const sets = this.#sets()
    const all = new Map<string, OwnerReach>(nothingFound(this.#work.subjects))
    for (const set of sets) {
      for (const reach of await set.reach()) {
        const name = ownerName(reach.owner)
        const { rows, people } = all.get(name) ?? { rows: 0, people: 0 }
        all.set(name, { ...reach, rows: rows + reach.rows, people: Math.max(people, reach.people) })
      }
    }
    return await this.#exactly(sets, [...all.values()])
  }

  /** Whoever would be held by a count that is no less than the rows has them counted as they are. */
  async #exactly(sets: readonly RecordedPart[], reaches: readonly OwnerReach[]): Promise<readonly OwnerReach[]> {
    const counted = reaches.filter((reach) => reach.rows > 0 && this.#work.context.guard(reach) !== null)
    if (counted.length === 0) return reaches
    const exact = await differentRows(sets, [...new Set(counted.map(({ owner }) => owner.subjectKey))])
    return reaches.map((reach) => ({ ...reach, rows: exact.get(ownerName(reach.owner)) ?? reach.rows }))
  }

  /** Of the products whose rows are counted. */
  #sets(): readonly RecordedPart[] {
    const { context, record, records } = this.#work
    if (typeof records === 'string') return []
    const isText = (name: string): boolean => context.products.some((one) => one.name === name && one.isText === true)
    const counted = record.steps.filter(({ product }) => !isText(product))
    return counted.map((step) => records.findings.of(partOf(record, context.tenant.tenantKey, step)))
  }
}

const uncounted = 'how many rows and people it reaches could not be counted; it is counted again at the next pass'

/** More than these are not asked for one by one. */
const mostSubjects = 500

async function differentRows(
  sets: readonly RecordedPart[],
  subjects: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const set of sets) {
    for (const [name, rows] of await set.differentRows(subjects.length > mostSubjects ? null : subjects)) {
      counts.set(name, (counts.get(name) ?? 0) + rows)
    }
  }
  return counts
}

/** Some identifiers are held whether anything is found by them or not. */
function nothingFound(subjects: Subjects): readonly (readonly [string, OwnerReach])[] {
  return subjects.flatMap(({ key: subjectKey, identifiers }) =>
    identifiers.map(({ kind, value: consumerId }) => {
      const owner = { subjectKey, kind, consumerId }
      return [ownerName(owner), { owner, rows: 0, people: 0 }] as const
    }),
  )
}

function heldBy(guard: Guard): (reach: OwnerReach) => readonly (readonly [string, HeldOwner])[] {
  return (reach) => {
    const reason = guard(reach)
    return reason === null ? [] : [[ownerName(reach.owner), { owner: reach.owner, kind: 'held', reason }]]
  }
}
