/** Who of a run is held, and what of theirs is approved: judged after everything was searched, and anew whenever more is recorded. */

import { ownerName } from '../../../domain/effect.ts'
import type { Owner } from '../../../domain/finding.ts'
import type { Standing, Unrecordable } from '../../../domain/outcome.ts'
import type { Request } from '../../../domain/request.ts'
import type { Lease } from '../../../records/journal/holding.ts'
import type { RunRecord } from '../../../records/journal/runs.ts'
import type { ProductResult } from '../../../stages/answering/outcomes.ts'
import type { TenantContext } from '../../context.ts'
import { approvalsOf, type FileApprovals } from './approvals.ts'
import { joinedPlans } from './joined-plans.ts'
import type { Records } from '../ledger.ts'
import { isRepetition } from '../repeat.ts'
import { countReach } from './run-reach.ts'

interface GuardedRun {
  readonly context: TenantContext
  readonly record: RunRecord
  /** Or why there are none: then nothing is searched. */
  readonly records: Records | string
  readonly requests: readonly Request[]
  /** By file name, why a decision that was dropped for it does not count. */
  readonly refused?: ReadonlyMap<string, string>
}

export interface HeldOwner extends Standing {
  readonly owner: Owner
  /** It is decided with the plan of another run. */
  readonly joins?: true
}

interface Judged {
  readonly held: ReadonlyMap<string, HeldOwner>
  /** Nothing of theirs is done any more. */
  readonly rejected: ReadonlyMap<string, Unrecordable>
  readonly approvals: readonly FileApprovals[]
}

/** Nothing of it lasts but the record and what people have decided: whoever goes on after a crash judges the same. */
export class RunGuard {
  readonly #work: GuardedRun
  /** Null until it is known. */
  #judged: Judged | null = null

  constructor(work: GuardedRun) {
    this.#work = work
  }

  /** More may be recorded than was counted. */
  forget(): void {
    this.#judged = null
  }

  /** Before anything is exported or erased. What came back of earlier forgets was looked at then. */
  async look(): Promise<void> {
    this.#judged ??= await judge(this.#work)
  }

  /** Before the first write: from then on nobody takes a word back. Whoever did until now is looked at. */
  async begin(lease: Lease): Promise<void> {
    const { journal } = this.#work.context
    for (let isSeen = false; !isSeen;) {
      await this.look()
      const plans = (this.#judged?.approvals ?? []).flatMap(({ approved }) => approved).filter((one) => !one.isBegun)
      isSeen = true
      for (const { plan, seen } of plans)
        isSeen &&= await journal.beginPlan(lease, this.#work.record.run.id, plan, seen)
      if (plans.length > 0) this.forget()
    }
    await this.look()
  }

  readonly reasonOf = (owner: Owner): string | null => {
    if (this.#judged === null) return uncounted
    const name = ownerName(owner)
    return this.#judged.held.get(name)?.reason ?? this.#judged.rejected.get(name)?.reason ?? null
  }

  /** Of what that search of the product has added, whose may be erased although they are held. */
  readonly approvedIn = (product: string) => {
    return (search: number): ((owner: Owner) => boolean) | null => {
      const approvals = (this.#judged?.approvals ?? []).filter(({ approved }) => approved.length > 0)
      if (approvals.length === 0) return null
      return (owner) => !this.#isRejected(owner) && approvals.some(({ covers }) => covers(product, search, owner))
    }
  }

  /** None before it is known. */
  held(): readonly HeldOwner[] {
    return [...(this.#judged?.held.values() ?? [])]
  }

  /** Hashes of the plans of a file under which something was written, and which still count. */
  carriedOut({ fileName }: Request): readonly string[] {
    const file = this.#judged?.approvals.find((one) => one.fileName === fileName)
    return (file?.approved ?? []).filter(({ isBegun }) => isBegun).map(({ plan }) => plan)
  }

  /** Whose answer is an error for good. */
  rejected(): readonly Unrecordable[] {
    return [...(this.#judged?.rejected.values() ?? [])]
  }

  /** For the answers: whoever is held is held in every product, and where nothing was found too. */
  result(): ProductResult {
    const result = { product: 'guard', reason: null, evaluated: 1, owners: [] } as const
    if (this.#judged === null) {
      const standing = { owner: null, kind: 'failed', reason: uncounted } as const
      return { ...result, outcome: 'partial', searchesBy: null, standings: [standing] }
    }
    const standings = this.held()
    return { ...result, outcome: standings.length === 0 ? 'done' : 'open', searchesBy: [], standings }
  }

  #isRejected(owner: Owner): boolean {
    return this.#judged?.rejected.has(ownerName(owner)) === true
  }
}

async function judge(work: GuardedRun): Promise<Judged> {
  const { context, record, records, requests } = work
  const nobody = { held: new Map<string, HeldOwner>(), rejected: new Map<string, Unrecordable>(), approvals: [] }
  if (typeof records === 'string' || isRepetition(record)) return nobody
  const run = { context, record, records }
  const subjects = requests.flatMap((request) => request.subjects)
  const counted = (await countReach(run, subjects)).flatMap((reach) => {
    const reason = context.guard(reach)
    return reason === null ? [] : [{ owner: reach.owner, kind: 'held', reason } as const]
  })
  const held = new Map<string, HeldOwner>(counted.map((one) => [ownerName(one.owner), one]))
  const { rejected } = nobody
  if (held.size === 0) return nobody
  const files = await approvalsOf(run, requests)
  for (const file of files.values()) settle({ held, rejected }, file, work.refused?.get(file.fileName))
  for (const [name, plan] of await joinedPlans(run, { requests, approvals: files, held: held.keys() })) {
    const one = held.get(name)
    if (one === undefined) continue
    if (plan.kind === 'open')
      held.set(name, { ...one, joins: true, reason: `${one.reason}; ${joinedReason(record.run.id, plan.run)}` })
    else held.delete(name)
    if (plan.kind === 'rejected') rejected.set(name, { owner: one.owner, reason: plan.reason })
  }
  return { held, rejected, approvals: [...files.values()] }
}

function joinedReason(own: string, run: string): string {
  const who = run === own ? 'an earlier file of this run' : `the run ${run}`
  return `${who} waits for the same, and what is decided of its plan holds here, too`
}

interface Settling {
  readonly held: Map<string, HeldOwner>
  readonly rejected: Map<string, Unrecordable>
}

/** What people have said of those who were counted to be held. */
function settle({ held, rejected }: Settling, file: FileApprovals, refused: string | undefined): void {
  for (const [name, one] of held) {
    if (!file.owners.has(name)) continue
    const rejection = file.rejected.get(name)
    if (rejection !== undefined) rejected.set(name, { owner: one.owner, reason: rejection })
    if (rejection !== undefined || file.released.has(name)) {
      held.delete(name)
      continue
    }
    const problem = refused === undefined ? '' : `the decision that was dropped does not count: ${refused}`
    const remarks = [file.remark, problem].filter((remark) => remark !== '')
    held.set(name, { ...one, reason: [one.reason, ...remarks].join('; ') })
  }
}

const uncounted = 'how many rows and people it reaches could not be counted; it is counted again at the next pass'
