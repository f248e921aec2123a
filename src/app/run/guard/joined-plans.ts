/**
 * Whoever asks the same of an identifier that is held already joins the plan that is open for it: it is decided once, and
 * what was decided holds for all who had asked by then.
 */

import { ownerName } from '../../../domain/effect.ts'
import { textOfContent, type Owner } from '../../../domain/finding.ts'
import type { Request } from '../../../domain/request.ts'
import { isEmployee } from '../../../domain/subject-key.ts'
import { DigestSet } from '../../../platform/crypto/digest-set.ts'
import type { RunRecord } from '../../../records/journal/runs.ts'
import { requestsOf } from '../gather-requests.ts'
import { approvalsOf, type FileApprovals } from './approvals.ts'
import { recordedIn, type RecordedRun, type SearchedRow } from './planned-rows.ts'

/** `open`: nobody has decided yet. `carried-out`: all that is recorded of the identifier here was approved there. */
export type JoinedPlan =
  | { readonly kind: 'open'; readonly run: string; readonly fileName: string }
  | { readonly kind: 'carried-out' }
  | { readonly kind: 'rejected'; readonly reason: string }

/** By the name of the owner, of those who are held; whoever joins no plan is missing. */
export async function joinedPlans(
  run: RecordedRun,
  requests: readonly Request[],
  held: readonly Owner[],
): Promise<ReadonlyMap<string, JoinedPlan>> {
  const { journal, tenant } = run.context
  const own = namesIn(requests)
  const waiting = new Map(held.flatMap((owner) => nameOf(own, owner)))
  const joined = new Map<string, JoinedPlan>()
  for (const id of await journal.plannedRuns(tenant.name, run.record.run.action)) {
    // Of two runs the earlier one has the plan.
    if (id === run.record.run.id || waiting.size === 0) break
    for (const [owner, plan] of await joinedIn(run, id, waiting)) {
      joined.set(owner, plan)
      waiting.delete(owner)
    }
  }
  return joined
}

/** Owners by name, with what the identifier is, however it is written. */
type WaitingOwners = ReadonlyMap<string, string>

function nameOf(names: ReadonlyMap<string, string>, owner: Owner): readonly (readonly [string, string])[] {
  const name = names.get(ownerName(owner))
  return name === undefined ? [] : [[ownerName(owner), name]]
}

function namesIn(requests: readonly Request[]): ReadonlyMap<string, string> {
  return new Map(
    requests.flatMap(({ subjects }) =>
      subjects.flatMap(({ key: subjectKey, identifiers }) =>
        identifiers.map(({ kind, value, normal }) => {
          const name = JSON.stringify([isEmployee(subjectKey), kind, normal])
          return [ownerName({ subjectKey, kind, consumerId: value }), name] as const
        }),
      ),
    ),
  )
}

async function joinedIn(
  run: RecordedRun,
  id: string,
  waiting: WaitingOwners,
): Promise<readonly (readonly [string, JoinedPlan])[]> {
  const record = await run.context.journal.run(id)
  if (record === null || wasOver(record, run.record)) return []
  const other = { ...run, record }
  const joined: (readonly [string, JoinedPlan])[] = []
  for (const request of await requestsOf(run.context, record)) {
    const theirs = namesIn([request])
    const pairs = [...waiting].flatMap(([owner, name]) => {
      const same = [...theirs].filter(([, their]) => their === name).map(([their]) => their)
      return same.length === 0 ? [] : [[owner, new Set(same)] as const]
    })
    if (pairs.length === 0) continue
    const file = await approvalsOf(other, request)
    if (file === null) continue
    for (const [owner, same] of pairs) {
      const plan = await planOf({ run, other, file }, owner, same)
      if (plan !== null) joined.push([owner, plan])
    }
  }
  return joined
}

/** Before anybody asked here: what was decided there was about others. */
function wasOver({ run, attempts }: RunRecord, { run: { startedAt } }: RunRecord): boolean {
  const end = attempts.at(-1)?.finishedAt ?? null
  return run.state === 'closed' && end !== null && Date.parse(end) < Date.parse(startedAt)
}

interface BothRuns {
  readonly run: RecordedRun
  readonly other: RecordedRun
  readonly file: FileApprovals
}

/** `same`: owners of the other run who stand for the same identifier. */
async function planOf(
  { run, other, file }: BothRuns,
  owner: string,
  same: ReadonlySet<string>,
): Promise<JoinedPlan | null> {
  const rejection = [...same].map((name) => file.rejected.get(name)).find((reason) => reason !== undefined)
  const asked = Date.parse(run.record.run.startedAt)
  if (rejection !== undefined) return asked <= file.decidedAt ? { kind: 'rejected', reason: rejection } : null
  const isHeldThere = [...same].some((name) => file.planned.has(name))
  if (!isHeldThere) return null
  const isBegun = file.approved.some((plan) => plan.isBegun)
  if (isBegun && asked <= file.decidedAt && (await isAllApproved({ run, other, file }, owner, same))) {
    return { kind: 'carried-out' }
  }
  const isOpen = other.record.run.state !== 'closed' && !isBegun
  return isOpen ? { kind: 'open', run: other.record.run.id, fileName: file.fileName } : null
}

async function isAllApproved(
  { run, other, file }: BothRuns,
  owner: string,
  same: ReadonlySet<string>,
): Promise<boolean> {
  const approved = new DigestSet()
  for await (const row of recordedIn(other)) {
    const { product, search, finding } = row
    if (same.has(ownerName(finding.owner)) && file.covers(product, search, finding.owner)) approved.add(valueOf(row))
  }
  for await (const row of recordedIn(run)) {
    if (ownerName(row.finding.owner) === owner && !approved.has(valueOf(row))) return false
  }
  return true
}

function valueOf({ product, finding: { target, locator, content } }: SearchedRow): string {
  return JSON.stringify([product, target.table, target.column, locator, textOfContent(content)])
}
