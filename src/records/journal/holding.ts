/** Holds a lease while work is done under it: renews it, and ends the work when it is lost. */

import type { Knex } from 'knex'

import { StepFailed } from '../../domain/errors.ts'
import type { Fence } from '../../domain/fence.ts'
import type { Database } from '../../platform/sql/database.ts'
import type { Clock } from '../../platform/time/clock.ts'
import { checkLease, heartbeatMsOf, releaseLease, renewLease, type LeaseGrant } from './lease.ts'
import { leaseLost, leaseNotKept } from '../failures.ts'

export interface Lease extends LeaseGrant, Fence {
  /** First in each transaction that writes into the journal: renews the heartbeat, and rejects as `holds` does. */
  readonly renew: (trx: Knex) => Promise<void>
}

export interface Holding {
  readonly database: Database
  readonly clock: Clock
  readonly expiryMs: number
  /** Aborts when the work is to end. */
  readonly signal: AbortSignal
}

/** Rejects with `lease-lost` when the work ends for that reason. */
export async function whileHolding<T>(
  holding: Holding,
  grant: LeaseGrant,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const lease = new HeldLease(holding, grant)
  const over = new AbortController()
  const stop = (): void => {
    lease.end(holding.signal.reason)
  }
  if (holding.signal.aborted) stop()
  holding.signal.addEventListener('abort', stop, { once: true })
  const heartbeat = keepAlive(lease, holding, over.signal)
  try {
    return await work(lease)
  } finally {
    holding.signal.removeEventListener('abort', stop)
    over.abort()
    await heartbeat
    await letGo(lease, holding)
  }
}

class HeldLease implements Lease {
  readonly tenant: string
  readonly owner: string
  readonly fence: number
  readonly #grant: LeaseGrant
  readonly #holding: Holding
  readonly #stop = new AbortController()
  #lost: StepFailed | null = null

  constructor(holding: Holding, grant: LeaseGrant) {
    this.tenant = grant.tenant
    this.owner = grant.owner
    this.fence = grant.fence
    this.#grant = grant
    this.#holding = holding
  }

  get signal(): AbortSignal {
    return this.#stop.signal
  }

  get isLost(): boolean {
    return this.#lost !== null
  }

  readonly holds = async (): Promise<void> => {
    await this.#whileHeld(() => this.#holding.database.run((knex) => checkLease(knex, this.#grant)))
  }

  readonly renew = async (knex: Knex): Promise<void> => {
    await this.#whileHeld(() => renewLease(knex, this.#grant, this.#holding.clock))
  }

  lose(reason: StepFailed): void {
    this.#lost ??= reason
    this.end(this.#lost)
  }

  end(reason: unknown): void {
    this.#stop.abort(reason)
  }

  async #whileHeld(work: () => Promise<void>): Promise<void> {
    if (this.#lost !== null) throw this.#lost
    try {
      await work()
    } catch (error) {
      if (error instanceof StepFailed && error.code === 'lease-lost') this.lose(error)
      throw error
    }
  }
}

/** A failed heartbeat is tried again soon, until nobody can know any more whether the lease is held. */
async function keepAlive(lease: HeldLease, { database, clock, expiryMs }: Holding, over: AbortSignal): Promise<void> {
  const everyMs = heartbeatMsOf(expiryMs)
  let renewedAt = clock.elapsed()
  let pauseMs = everyMs
  try {
    while (!lease.isLost) {
      await clock.sleep(pauseMs, over)
      const start = clock.elapsed()
      // Whoever was stopped for longer than the lease asks once more: perhaps nobody else has.
      const leftMs = Math.max(renewedAt + expiryMs - start, everyMs)
      const renewal = database.run((knex) => lease.renew(knex))
      const isRenewed = await withinTime(renewal, leftMs, { clock, over })
      if (isRenewed) renewedAt = start
      else if (clock.elapsed() - renewedAt > expiryMs) lease.lose(leaseLost())
      pauseMs = isRenewed ? everyMs : everyMs / 5
    }
  } catch (error) {
    if (!over.aborted) lease.lose(leaseNotKept(error))
  }
}

/** False when it failed, or took longer. A server that does not answer at all must hold up nobody. */
async function withinTime(
  work: Promise<void>,
  milliseconds: number,
  { clock, over }: { readonly clock: Clock; readonly over: AbortSignal },
): Promise<boolean> {
  const done = new AbortController()
  const end = (): void => {
    done.abort()
  }
  over.addEventListener('abort', end, { once: true })
  const late = clock.sleep(milliseconds, done.signal).then(() => false)
  const ended = work.then(
    () => true,
    () => false,
  )
  try {
    return await Promise.race([ended, late])
  } finally {
    over.removeEventListener('abort', end)
    end()
    late.catch(() => {})
  }
}

/** A lease that cannot be given back ends by itself; what was done under it is done. */
async function letGo(lease: HeldLease, { database, clock, expiryMs }: Holding): Promise<void> {
  if (lease.isLost) return
  const never = new AbortController().signal
  await withinTime(releaseLease(database, lease), heartbeatMsOf(expiryMs), { clock, over: never })
}
