/** One process at a time works for a tenant: a lease with a number that grows with every holder. */

import type { Knex } from 'knex'

import { StepFailed } from '../../domain/errors.ts'
import type { Database, Row } from '../../platform/sql/database.ts'
import type { Clock } from '../../platform/time/clock.ts'
import { livenessOf, type LeaseOwner } from './owner.ts'
import { integer, textOrNull } from './rows.ts'

/** After so long without a heartbeat a holder that cannot be asked counts as dead. */
const expiryMs = 30_000
const heartbeatMs = 5000

export interface Lease {
  readonly tenant: string
  readonly owner: string
  /** Greater than that of every holder before. */
  readonly fence: number
}

const table = 'lethe_lease'

/** Null when another living process holds it. A holder on this host whose process ended is followed at once. */
export async function takeLease(
  database: Database,
  owner: LeaseOwner,
  tenant: string,
  clock: Clock,
): Promise<Lease | null> {
  const now = clock.now().getTime()
  await database.run((knex) => knex(table).insert({ tenant, fence: 0, heartbeat: now }).onConflict('tenant').ignore())
  const [row] = await database.run((knex) => knex<Row>(table).where({ tenant }).select('*'))
  if (row === undefined || !(await isFree(row, now))) return null
  const seen = integer(row, 'fence')
  // Whoever is faster has raised the number, and this changes nothing.
  const taken = await database.run((knex) =>
    knex(table)
      .where({ tenant, fence: seen })
      .update({ fence: seen + 1, owner: owner.id, host: owner.host, pid: owner.pid, born: owner.born, heartbeat: now }),
  )
  return taken === 1 ? { tenant, owner: owner.id, fence: seen + 1 } : null
}

async function isFree(row: Row, now: number): Promise<boolean> {
  if (textOrNull(row, 'owner') === null) return true
  const holder = { host: textOrNull(row, 'host') ?? '', pid: integer(row, 'pid'), born: textOrNull(row, 'born') }
  const liveness = await livenessOf(holder)
  // A living holder may be silent for long while its database engine keeps the thread.
  return liveness === 'dead' || (liveness === 'unknown' && Math.abs(now - integer(row, 'heartbeat')) > expiryMs)
}

export async function releaseLease(database: Database, { tenant, owner, fence }: Lease): Promise<void> {
  await database.run((knex) =>
    knex(table).where({ tenant, owner, fence }).update({ owner: null, host: null, pid: null }),
  )
}

/**
 * To be called first in each transaction that writes: renews the heartbeat, and throws when another process has taken
 * over meanwhile, so that a holder that was stopped for long writes nothing any more.
 */
export async function holdLease(trx: Knex, { tenant, owner, fence }: Lease, clock: Clock): Promise<void> {
  const held = await trx(table).where({ tenant, owner, fence }).update({ heartbeat: clock.now().getTime() })
  if (held === 1) return
  const message = 'another process has taken over this tenant; nothing more is done here'
  throw new StepFailed('cancelled', message, { retryable: true })
}

/** Renews the heartbeat until the signal aborts. A failure is left to the next write, which will notice. */
export async function keepAlive(database: Database, lease: Lease, clock: Clock, signal: AbortSignal): Promise<void> {
  try {
    for (;;) {
      await clock.sleep(heartbeatMs, signal)
      await database.run((knex) => holdLease(knex, lease, clock))
    }
  } catch {
    // Aborted, or lost: see above.
  }
}
