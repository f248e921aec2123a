/** How much of a run each identifier reaches, counted in the record by how far the products are guarded. */

import { ownerName } from '../../../domain/effect.ts'
import type { Subjects } from '../../../domain/product.ts'
import type { RecordedPart } from '../../../records/findings/find-set.ts'
import type { GuardedReach } from '../../../stages/planning/guard.ts'
import { partOf } from '../ledger.ts'
import type { RecordedRun } from './planned-rows.ts'

interface ReachedPart {
  readonly set: RecordedPart
  /** Its rows count, and the people in them. */
  readonly isCounted: boolean
  /** Nothing of it goes unseen. */
  readonly isWhole: boolean
}

export async function countReach(run: RecordedRun, subjects: Subjects): Promise<readonly GuardedReach[]> {
  const parts = partsOf(run).filter(({ isCounted, isWhole }) => isCounted || isWhole)
  const all = new Map<string, GuardedReach>(nothingFound(subjects))
  for (const { set, isCounted, isWhole } of parts) {
    for (const { owner, rows, people } of await set.reach()) {
      const before = all.get(ownerName(owner)) ?? { owner, rows: 0, people: 0, unseen: 0 }
      all.set(ownerName(owner), {
        owner,
        rows: before.rows + (isCounted ? rows : 0),
        people: Math.max(before.people, isCounted ? people : 0),
        unseen: before.unseen + (isWhole ? rows : 0),
      })
    }
  }
  return await exactly(run, parts, [...all.values()])
}

/** Whoever would be held by a count that is no less than the rows has them counted as they are. */
async function exactly(
  { context }: RecordedRun,
  parts: readonly ReachedPart[],
  reaches: readonly GuardedReach[],
): Promise<readonly GuardedReach[]> {
  const counted = reaches.filter((reach) => reach.rows > 0 && context.guard(reach) !== null)
  if (counted.length === 0) return reaches
  const sets = parts.flatMap(({ set, isCounted }) => (isCounted ? [set] : []))
  const exact = await differentRows(sets, [...new Set(counted.map(({ owner }) => owner.subjectKey))])
  return reaches.map((reach) => ({ ...reach, rows: exact.get(ownerName(reach.owner)) ?? reach.rows }))
}

function partsOf({ context, record, records }: RecordedRun): readonly ReachedPart[] {
  return record.steps.map((step) => {
    const product = context.products.find(({ name }) => name === step.product)
    // One that the settings have no more is guarded as the tenant is.
    const { approval = context.approval.mode, isText = false } = product ?? {}
    const set = records.findings.of(partOf(record, context.tenant.tenantKey, step))
    return { set, isCounted: !isText && approval !== 'never', isWhole: approval === 'always' }
  })
}

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
function nothingFound(subjects: Subjects): readonly (readonly [string, GuardedReach])[] {
  return subjects.flatMap(({ key: subjectKey, identifiers }) =>
    identifiers.map(({ kind, value: consumerId }) => {
      const owner = { subjectKey, kind, consumerId }
      return [ownerName(owner), { owner, rows: 0, people: 0, unseen: 0 }] as const
    }),
  )
}
