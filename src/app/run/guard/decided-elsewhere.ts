/** What was decided of a plan that others ask for, too: it holds for them where all that is recorded of theirs was in it. */

import { ownerName } from '../../../domain/effect.ts'
import { textOfContent } from '../../../domain/finding.ts'
import { DigestSet } from '../../../platform/crypto/digest-set.ts'
import { inGroups } from '../../../platform/streams/in-groups.ts'
import type { FileApprovals } from './approvals.ts'
import { recordedIn, type RecordedRun, type SearchedRow } from './planned-rows.ts'

/** `open`: nobody has decided yet. `carried-out`: all that is recorded of the identifier here was approved there. */
export type JoinedPlan =
  | { readonly kind: 'open'; readonly run: string }
  | { readonly kind: 'carried-out' }
  | { readonly kind: 'rejected'; readonly reason: string }

/** The same identifier in a run, and in the file that has the plan. */
export interface AskedBoth {
  /** Name of the owner here. */
  readonly owner: string
  /** Names of the owners there. */
  readonly same: ReadonlySet<string>
  readonly file: FileApprovals
}

interface BothRuns {
  readonly run: RecordedRun
  /** May be the same. */
  readonly other: RecordedRun
}

/** By the name of the owner here; whoever has to wait for a plan of their own is missing. */
export async function decidedElsewhere(
  both: BothRuns,
  asked: readonly AskedBoth[],
): Promise<ReadonlyMap<string, JoinedPlan>> {
  const joined = new Map<string, JoinedPlan>()
  const carriedOut: AskedBoth[] = []
  for (const one of asked) {
    const plan = decided(both, one)
    if (plan === 'compare') carriedOut.push(one)
    else if (plan !== null) joined.set(one.owner, plan)
  }
  for (const owner of await allApproved(both, carriedOut)) joined.set(owner, { kind: 'carried-out' })
  return joined
}

/** `compare`: it is carried out, which is worth as much here as it covers. */
function decided({ run, other }: BothRuns, { same, file }: AskedBoth): JoinedPlan | 'compare' | null {
  const hadAsked = Date.parse(run.record.run.startedAt) <= file.decidedAt
  const rejection = [...same].map((name) => file.rejected.get(name)).find((reason) => reason !== undefined)
  if (rejection !== undefined) return hadAsked ? { kind: 'rejected', reason: rejection } : null
  if (![...same].some((name) => file.planned.has(name))) return null
  if (file.approved.some((plan) => plan.isBegun)) return hadAsked ? 'compare' : null
  return other.record.run.state === 'closed' ? null : { kind: 'open', run: other.record.run.id }
}

/** Names of those here all of whose recorded values were approved there; each record is read once for all of them. */
async function allApproved({ run, other }: BothRuns, asked: readonly AskedBoth[]): Promise<ReadonlySet<string>> {
  if (asked.length === 0) return new Set()
  const there = inGroups(
    asked.flatMap((one) => [...one.same].map((name) => ({ name, one }))),
    ({ name }) => name,
  )
  const approved = new DigestSet()
  for await (const row of recordedIn(other)) {
    const { product, search, finding } = row
    for (const { one } of there.get(ownerName(finding.owner)) ?? [])
      if (one.file.covers(product, search, finding.owner)) approved.add(valueOf(one.owner, row))
  }
  const all = new Set(asked.map(({ owner }) => owner))
  for await (const row of recordedIn(run)) {
    const owner = ownerName(row.finding.owner)
    if (all.has(owner) && !approved.has(valueOf(owner, row))) all.delete(owner)
  }
  return all
}

function valueOf(owner: string, { product, finding: { target, locator, content } }: SearchedRow): string {
  return JSON.stringify([owner, product, target.table, target.column, locator, textOfContent(content)])
}
