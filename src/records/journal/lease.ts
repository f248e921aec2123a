/** One worker at a time works for a tenant: a lease in the journal, with a number that grows with every holder. */

import type { Knex } from 'knex'

import type { Database, Row } from '../../platform/sql/database.ts'
import type { Clock } from '../../platform/time/clock.ts'
import { untoldWaits, type Waits } from '../../platform/time/waits.ts'
import { integer, textOrNull } from './rows.ts'
import { leaseLost } from '../failures.ts'

/** What a holder has of the lease: whoever writes shows it. */
export interface LeaseGrant {
  readonly tenant: string
  /** Random, one per opened journal. */
  readonly owner: string
  /** Greater than that of every holder before. */
  readonly fence: number
}

/** Whoever asks for leases, with what it remembers from one time to the next. */
export interface LeaseAsker {
  readonly owner: string
  /** A holder whose heartbeat has not changed for so long, by the clock of the one who waits, is taken for dead. */
  readonly expiryMs: number
  /** Whether it is certain that the holder's process has ended. That it runs proves nothing: it may be stopped. */
  readonly hasEnded: (owner: string) => boolean
  /** Tenants whose lease it holds. */
  readonly holding: Set<string>
  readonly seen: Map<string, Heartbeat>
  readonly clock: Clock
}

/** A heartbeat as it was first seen. */
interface Heartbeat {
  readonly fence: number
  readonly beat: number
  /** By the clock's `elapsed`: whose own time is wrong, or set, takes nobody for dead. */
  readonly since: number
}

/** `alive`: its heartbeat is fresh. `silent`: it has not been heard of for a while, and is not dead for certain. */
export type LeaseRefusal = 'alive' | 'silent'

const table = 'lethe_lease'

/** How often a holder renews its heartbeat: several fail before it counts as dead. */
export function heartbeatMsOf(expiryMs: number): number {
  return expiryMs / 6
}

export async function takeLease(
  database: Database,
  asker: LeaseAsker,
  tenant: string,
): Promise<LeaseGrant | LeaseRefusal> {
  const { owner, clock } = asker
  const now = clock.now().getTime()
  await database.run((knex) => knex(table).insert({ tenant, fence: 0, heartbeat: now }).onConflict('tenant').ignore())
  const [row] = await database.run((knex) => knex<Row>(table).where({ tenant }).select('*'))
  if (row === undefined) return 'alive'
  const refusal = refusalOf(row, asker, tenant)
  if (refusal !== null) return refusal
  const [fence, beat] = [integer(row, 'fence'), integer(row, 'heartbeat')]
  // Whoever is faster has raised the number, and a holder that comes back now has renewed its heartbeat.
  const taken = await database.run((knex) =>
    knex(table)
      .where({ tenant, fence, heartbeat: beat })
      .update({ fence: fence + 1, owner, heartbeat: next(knex, now) }),
  )
  return taken === 1 ? { tenant, owner, fence: fence + 1 } : 'alive'
}

/** Null when it may be taken. */
function refusalOf(row: Row, asker: LeaseAsker, tenant: string): LeaseRefusal | null {
  const holder = textOrNull(row, 'owner')
  if (holder === null) return null
  // Our own, whose end the journal was not told of.
  if (holder === asker.owner) return asker.holding.has(tenant) ? 'alive' : null
  if (asker.hasEnded(holder)) return null
  const heartbeat = lookAgain(row, asker, tenant)
  asker.seen.set(tenant, heartbeat)
  const silence = asker.clock.elapsed() - heartbeat.since
  if (silence > asker.expiryMs) return null
  const age = Math.abs(asker.clock.now().getTime() - heartbeat.beat)
  return Math.max(age, silence) > 2 * heartbeatMsOf(asker.expiryMs) ? 'silent' : 'alive'
}

function lookAgain(row: Row, { seen, clock }: LeaseAsker, tenant: string): Heartbeat {
  const [fence, beat] = [integer(row, 'fence'), integer(row, 'heartbeat')]
  const before = seen.get(tenant)
  const same = before?.fence === fence && before.beat === beat
  return same ? before : { fence, beat, since: clock.elapsed() }
}

/** How soon to ask again for the lease of somebody who is silent. */
const againMs = 250

interface Seeking {
  readonly tenant: string
  readonly isPatient: boolean
  readonly signal: AbortSignal
  readonly waits?: Waits | undefined
}

/** One that `isPatient` waits for a silent holder until it is heard of, or dead; null when the tenant has a worker. */
export async function seekLease(database: Database, asker: LeaseAsker, seeking: Seeking): Promise<LeaseGrant | null> {
  const { tenant, isPatient, waits = untoldWaits } = seeking
  const answer = await takeLease(database, asker, tenant)
  if (typeof answer === 'object') return answer
  if (answer === 'alive' || !isPatient) return null
  const what = `the worker of \`${tenant}\`, of which nothing is heard`
  return waits.during(what, () => outwait(database, asker, seeking))
}

async function outwait(database: Database, asker: LeaseAsker, { tenant, signal }: Seeking): Promise<LeaseGrant | null> {
  const first = beatOf(asker, tenant)
  for (;;) {
    await asker.clock.sleep(againMs, signal)
    const answer = await takeLease(database, asker, tenant)
    if (typeof answer === 'object') return answer
    if (answer === 'alive' || beatOf(asker, tenant) !== first) return null
  }
}

function beatOf({ seen }: LeaseAsker, tenant: string): string | null {
  const heartbeat = seen.get(tenant)
  return heartbeat === undefined ? null : `${heartbeat.fence} ${heartbeat.beat}`
}

/** Whoever has a lease, by the journal. */
export async function leaseOwners(database: Database): Promise<readonly string[]> {
  const rows = await database.run((knex) => knex<Row>(table).whereNotNull('owner').select('owner'))
  return rows.map((row) => textOrNull(row, 'owner') ?? '')
}

export async function releaseLease(database: Database, { tenant, owner, fence }: LeaseGrant): Promise<void> {
  await database.run((knex) => knex(table).where({ tenant, owner, fence }).update({ owner: null }))
}

/** Renews the heartbeat; rejects with StepFailed `lease-lost` when another worker has taken over meanwhile. */
export async function renewLease(knex: Knex, { tenant, owner, fence }: LeaseGrant, clock: Clock): Promise<void> {
  const heartbeat = next(knex, clock.now().getTime())
  if ((await knex(table).where({ tenant, owner, fence }).update({ heartbeat })) !== 1) throw leaseLost()
}

/** The same without writing anything. */
export async function checkLease(knex: Knex, { tenant, owner, fence }: LeaseGrant): Promise<void> {
  const rows = await knex<Row>(table).where({ tenant, owner, fence }).select('tenant')
  if (rows.length !== 1) throw leaseLost()
}

/** A heartbeat that differs from the one before, whatever the clock says. */
function next(knex: Knex, now: number): Knex.Raw {
  return knex.raw('case when heartbeat < ? then ? else heartbeat + 1 end', [now, now])
}
