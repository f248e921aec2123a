/** Furnishes the corridor of a tenant with what the house has. */

import { randomId, randomSalt } from '../../platform/crypto/random.ts'
import { quietUntil } from '../../platform/time/quiet-hours.ts'
import { clearLeftovers } from '../../stages/delivery/deliver.ts'
import type { Place } from '../../stages/delivery/place.ts'

import { answersOf } from './answers.ts'
import { watchArrivals } from './arrivals.ts'
import type { House } from '../compose.ts'
import type { Corridor, PassEvent } from '../context.ts'
import { waitingFiles } from './known-files.ts'
import type { TenantSettings } from '../settings/settings.ts'

export interface PassOptions {
  /** One pass that waits for uploads to settle, or one of many looks of a daemon. */
  readonly manner: 'once' | 'again and again'
  /** Names of files; null for all. */
  readonly only: readonly string[] | null
  readonly notify: (event: PassEvent) => void
  /** Another process may be at work for the tenant: what it is writing is left alone. */
  readonly beside?: boolean
}

/** Pauses before a retryable failure is tried again within a run, milliseconds. */
const backoffMs = [1000, 5000, 15_000] as const

/** Clears away what a killed process left half written among the answers. */
export async function openCorridor(house: House, tenant: TenantSettings, options: PassOptions): Promise<Corridor> {
  const { settings, clock, log } = house
  const place: Place = { directory: tenant.directory, layout: tenant.layout, mode: settings.outputMode }
  if (options.beside !== true) await clearLeftovers(place)
  const once = options.manner === 'once'
  const { settleMs, maxRequestBytes } = settings
  const limits = { settleMs, maxRequestBytes, patienceMs: once ? 0 : settings.patienceMs }
  const journal = await house.journal()
  const looks = {
    tenant,
    limits,
    clock,
    waiting: () => waitingFiles(journal, tenant.name),
    wait: once,
    isHinted: !once && !settings.polling,
  }
  return {
    tenant,
    journal,
    history: house.history,
    products: tenant.products.map((entry) => ({
      name: entry.name,
      mark: entry.mark,
      open: () => house.openProduct(tenant, entry),
      quietUntil: (now) => quietUntil(entry.quietHours, tenant.timeZone, now),
    })),
    arrivals: watchArrivals({ ...looks, requestLimits: settings.limits, only: options.only }),
    answers: answersOf(tenant.name, place, clock),
    clock,
    log,
    newRunId: randomId,
    newSalt: randomSalt,
    checkpoint: house.checkpoint,
    backoffMs,
    runLimits: settings.limits,
    giveUpAfterDays: settings.giveUpAfterDays,
    notify: options.notify,
  }
}
