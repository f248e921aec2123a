/** Who of a forget, and which rows, a legal hold keeps from being erased; looked at anew right before every erasing. */

import { ownerName } from '../../../domain/effect.ts'
import type { Owner } from '../../../domain/finding.ts'
import type { LegalHold } from '../../../domain/hold.ts'
import type { Standing } from '../../../domain/outcome.ts'
import type { Subjects } from '../../../domain/product.ts'
import { dayIn } from '../../../platform/time/days.ts'
import { heldPeople, type TiedIdentifiers } from '../../../stages/holds/held-people.ts'
import { HoldSet, holdReason, standing } from '../../../stages/holds/hold-set.ts'
import type { ProductResult } from '../../../stages/answering/outcomes.ts'
import type { RunRecord } from '../../../records/journal/runs.ts'
import type { TenantContext } from '../../context.ts'
import type { TenantHolds } from '../../holds/tenant-holds.ts'
import { answeredOwners } from '../answered.ts'
import type { Records } from '../ledger.ts'
import type { HeldOwner } from '../guard/run-guard.ts'
import { peopleElsewhere, peopleRecorded, subjectsTied } from './tied-people.ts'

interface HeldRun {
  readonly context: TenantContext
  readonly record: RunRecord
  readonly records: Records | string
  readonly subjects: Subjects
}

/** What is known of a hold stays known for the attempt: one that ends in between lets nobody go in the middle of it. */
export class RunHolds {
  readonly #work: HeldRun
  readonly #holds = new Map<string, LegalHold>()
  /** Null as long as nobody has looked. */
  #set: HoldSet | null = null
  #people: ReadonlyMap<string, LegalHold> = new Map()
  #owners: readonly Owner[] = []
  #tied: readonly TiedIdentifiers[] | null = null
  /** Some row was kept. */
  hasRows = false

  constructor(work: HeldRun) {
    this.#work = work
  }

  /** Before anything is erased. Throws StepFailed where the holds cannot be read: then nobody knows who is held. */
  async look(): Promise<void> {
    const { context, record } = this.#work
    if (record.run.action !== 'forget') return
    const { holds, fingerprint, isNobodys } = await context.holds()
    const today = dayIn(context.tenant.timeZone, context.clock.now())
    for (const hold of standing(holds, today)) this.#holds.set(JSON.stringify(hold), hold)
    this.#set = new HoldSet([...this.#holds.values()], fingerprint)
    this.#people = this.#set.isEmpty ? new Map() : heldPeople(await this.#everybody(isNobodys), this.#set)
  }

  /** Of whomever; as long as nobody has looked, too. */
  readonly isAnyStanding = (): boolean => this.#set === null || !this.#set.isEmpty

  /** Null for whoever is not held. An export is not; before anybody has looked, everybody else is. */
  readonly of = (owner: Owner): Omit<Standing, 'owner'> | null => {
    if (this.#set === null) return this.#work.record.run.action === 'forget' ? unseen : null
    const hold = this.#people.get(owner.subjectKey)
    return hold === undefined ? null : asStanding(hold)
  }

  readonly holdOf = (owner: Owner): LegalHold | null => this.#people.get(owner.subjectKey) ?? null

  /** Those who stand; none as long as nobody has looked. */
  get set(): HoldSet | null {
    return this.#set
  }

  /** Whether the run waits for the end of a hold, or may: nobody knows where they cannot be read. */
  get isWaiting(): boolean {
    if (this.#work.record.run.action !== 'forget') return false
    return this.#set === null || this.hasRows || this.held().length > 0
  }

  /** Of those who wait for an answer: whoever was answered by an earlier attempt has nothing left to hold. */
  held(): readonly HeldOwner[] {
    if (this.#people.size === 0) return []
    const isAnswered = answeredOwners(this.#work.record)
    const own = this.#work.subjects.flatMap(({ key: subjectKey, identifiers }) =>
      identifiers.map(({ kind, value: consumerId }) => ({ subjectKey, kind, consumerId })),
    )
    const owners = new Map([...own, ...this.#owners].map((owner) => [ownerName(owner), owner]))
    return [...owners.values()].flatMap((owner) => {
      const hold = this.#people.get(owner.subjectKey)
      return hold === undefined || isAnswered(owner) ? [] : [{ owner, ...asStanding(hold) }]
    })
  }

  /** For the answers: whoever is held is held in every product, and where nothing was found too. */
  result(): ProductResult {
    const standings = this.held()
    const outcome = standings.length === 0 ? 'done' : 'open'
    return { product: 'holds', reason: null, evaluated: 1, owners: [], outcome, searchesBy: [], standings }
  }

  /** Once for each attempt: who they are, and to whom they are tied, does not change while it is made. */
  async #everybody(isNobodys: TenantHolds['isNobodys']): Promise<readonly TiedIdentifiers[]> {
    if (this.#tied !== null) return this.#tied
    const run = { ...this.#work, isNobodys }
    const recorded = await peopleRecorded(run)
    this.#owners = recorded.owners
    this.#tied = [
      ...subjectsTied(isNobodys, this.#work.subjects, ''),
      ...recorded.people,
      ...(await peopleElsewhere(run)),
    ]
    return this.#tied
  }
}

function asStanding(hold: LegalHold, what = 'it'): Omit<Standing, 'owner'> {
  const { reason, answer } = holdReason(hold, what)
  return { kind: answer === 'retained' ? 'kept' : 'held', reason }
}

const unseen = {
  kind: 'held',
  reason: 'whether a legal hold stands could not be looked up; it is looked up again at the next pass',
} as const
