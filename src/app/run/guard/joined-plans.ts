/**
 * Whoever asks the same of an identifier that is held already joins the plan that is open for it, in an earlier run or of an
 * earlier file of the same run: it is decided once, and what was decided holds for all who had asked by then.
 */

import { ownerName } from '../../../domain/effect.ts'
import type { Request } from '../../../domain/request.ts'
import { isEmployee } from '../../../domain/subject-key.ts'
import { inGroups } from '../../../platform/streams/in-groups.ts'
import type { RunRecord } from '../../../records/journal/runs.ts'
import { requestsOf } from '../gather-requests.ts'
import { approvalsOf, type FileApprovals } from './approvals.ts'
import { decidedElsewhere, type AskedBoth, type JoinedPlan } from './decided-elsewhere.ts'
import type { RecordedRun } from './planned-rows.ts'

interface GuardedFiles {
  readonly requests: readonly Request[]
  /** What was decided of the run's own plans, by file name. */
  readonly approvals: ReadonlyMap<string, FileApprovals>
  /** Names of the owners who are held. */
  readonly held: Iterable<string>
}

/** By the name of the owner, of those who are held; whoever joins no plan is missing. */
export async function joinedPlans(run: RecordedRun, files: GuardedFiles): Promise<ReadonlyMap<string, JoinedPlan>> {
  const { journal, tenant } = run.context
  const meant = meaningsIn(files.requests)
  const waiting = new Map([...files.held].map((owner) => [owner, meant.get(owner) ?? owner]))
  const joined = new Map<string, JoinedPlan>()
  const join = (plans: ReadonlyMap<string, JoinedPlan>): void => {
    for (const [owner, plan] of plans) {
      joined.set(owner, plan)
      waiting.delete(owner)
    }
  }
  for (const id of await journal.plannedRuns(tenant.name, run.record.run.action)) {
    // Of two runs the earlier one has the plan.
    if (id === run.record.run.id || waiting.size === 0) break
    join(await joinedIn(run, id, waiting))
  }
  join(await joinedHere(run, files, waiting))
  return joined
}

/** Owners by name, with what the identifier is, however it is written. */
type OwnerMeanings = ReadonlyMap<string, string>

function meaningsIn(requests: readonly Request[]): OwnerMeanings {
  return new Map(
    requests.flatMap(({ subjects }) =>
      subjects.flatMap(({ key: subjectKey, identifiers }) =>
        identifiers.map(({ kind, value, normal }) => {
          const meaning = JSON.stringify([isEmployee(subjectKey), kind, normal])
          return [ownerName({ subjectKey, kind, consumerId: value }), meaning] as const
        }),
      ),
    ),
  )
}

async function joinedIn(
  run: RecordedRun,
  id: string,
  waiting: OwnerMeanings,
): Promise<ReadonlyMap<string, JoinedPlan>> {
  const record = await run.context.journal.run(id)
  if (record === null || wasOver(record, run.record)) return new Map()
  const other = { ...run, record }
  const asked = (await requestsOf(run.context, record)).flatMap((request) => {
    const theirs = ownersByMeaning([request])
    return [...waiting].flatMap(([owner, meaning]) => {
      const same = theirs.get(meaning)
      return same === undefined ? [] : [{ owner, same: new Set(same), request }]
    })
  })
  const approvals = await approvalsOf(other, [...new Set(asked.map(({ request }) => request))])
  const both = asked.flatMap(({ request, ...one }): readonly AskedBoth[] => {
    const file = approvals.get(request.fileName)
    return file === undefined ? [] : [{ ...one, file }]
  })
  return await decidedElsewhere({ run, other }, both)
}

function ownersByMeaning(requests: readonly Request[]): ReadonlyMap<string, readonly string[]> {
  const groups = inGroups(meaningsIn(requests), ([, meaning]) => meaning)
  return new Map([...groups].map(([meaning, owners]) => [meaning, owners.map(([owner]) => owner)]))
}

/** Before anybody asked here: what was decided there was about others. */
function wasOver({ run, attempts }: RunRecord, { run: { startedAt } }: RunRecord): boolean {
  const end = attempts.at(-1)?.finishedAt ?? null
  return run.state === 'closed' && end !== null && Date.parse(end) < Date.parse(startedAt)
}

/** The first file that has a plan for an identifier, or waits for one, has it for the files behind it. */
async function joinedHere(
  run: RecordedRun,
  { requests, approvals }: GuardedFiles,
  waiting: OwnerMeanings,
): Promise<ReadonlyMap<string, JoinedPlan>> {
  const joined = new Map<string, JoinedPlan>()
  const asked: AskedBoth[] = []
  const leading = new Map<string, { readonly fileName: string; readonly owners: Set<string> }>()
  const named = requests.flatMap((request) =>
    [...meaningsIn([request])].map((one) => [request.fileName, ...one] as const),
  )
  for (const [fileName, owner, meaning] of named) {
    const isPlanned = approvals.get(fileName)?.planned.has(owner) === true
    const first = leading.get(meaning) ?? { fileName, owners: new Set() }
    const lead = approvals.get(first.fileName)
    if (first.fileName === fileName) {
      if (isPlanned || waiting.has(owner)) leading.set(meaning, { fileName, owners: first.owners.add(owner) })
    } else if (waiting.has(owner) && !isPlanned) {
      const hasPlan = [...first.owners].some((one) => lead?.planned.has(one))
      if (lead !== undefined && hasPlan) asked.push({ owner, same: first.owners, file: lead })
      else joined.set(owner, { kind: 'open', run: run.record.run.id })
    }
  }
  return new Map([...joined, ...(await decidedElsewhere({ run, other: run }, asked))])
}
