/** `lethe watch`: looks after every tenant's folder until it is told to stop, on arrival and by schedule. */

import { describeFailure } from '../../domain/errors.ts'
import { pollFolder } from '../../platform/files/poll.ts'
import { watchFolder, type FolderWatch } from '../../platform/files/watch.ts'
import type { Log } from '../../platform/log/log.ts'
import { createBell } from '../../platform/time/bell.ts'
import type { Clock } from '../../platform/time/clock.ts'
import { onSchedule } from '../../platform/time/schedule.ts'
import { isRequestLike } from '../../stages/intake/file-name.ts'
import { inputFolderOf } from '../../stages/intake/input-folder.ts'
import { nearMissOf } from '../../stages/intake/near-miss.ts'
import { arrivalScope, processPass, scheduledScope, type PassScope } from '../pass/scope.ts'
import type { TenantContext, PassResult } from '../context.ts'
import type { TenantSettings } from '../settings/settings.ts'
import { Gathering } from './gathering.ts'

export interface WatchedTenant {
  readonly settings: TenantSettings
  readonly context: TenantContext
}

export interface DaemonOptions {
  readonly tenants: readonly WatchedTenant[]
  readonly clock: Clock
  readonly log: Log
  /** Look for events by polling, for network shares. */
  readonly polling: boolean
  /** How long the first complete request waits for others, milliseconds. */
  readonly gatherMs: number
  /** Takes out of the history what is older than it may be; done once a day. */
  readonly purge: () => Promise<unknown>
  /** Told after each pass that did something. */
  readonly onPass: (tenant: string, result: PassResult) => void
}

/** Events are hints: without any, a folder is looked at so often. */
const rescanMs = 30_000
/** How soon to ask again for a tenant that another process works for: it may have died. */
const busyMs = 5000
/** How soon to look for a folder that is not there: a share that is mounted again, a disk. */
const missingMs = 1000
/** Timers may ring early by the clock. */
const graceMs = 10
/** A scheduled pass looks again for uploads that were under way when it began, so many times. */
const mostRepeats = 20
const purgeSchedule = '17 4 * * *'

/** Resolves when the signal has aborted and every pass has ended at its next transaction. */
export async function runDaemon(options: DaemonOptions, signal: AbortSignal): Promise<void> {
  const purging = onSchedule(purgeSchedule, 'UTC', () => void guarded(options, 'purge failed', options.purge))
  try {
    await Promise.all(options.tenants.map((tenant) => watchTenant(tenant, options, signal)))
  } finally {
    purging.stop()
  }
}

/** What the next pass of a tenant has to do. */
interface Agenda {
  scheduled: boolean
  repeats: number
  readonly gathering: Gathering
}

/** One loop per tenant, so that there are never two passes of one tenant at once. */
async function watchTenant(tenant: WatchedTenant, options: DaemonOptions, signal: AbortSignal): Promise<void> {
  const { settings, context } = tenant
  const bell = createBell(options.clock)
  const agenda: Agenda = { scheduled: false, repeats: 0, gathering: new Gathering(options.gatherMs, options.clock) }
  const folder = new WatchedFolder(settings, options, (name) => {
    context.arrivals.hint(name)
    bell.ring()
  })
  const schedule = onSchedule(settings.schedule, settings.timeZone, () => {
    agenda.scheduled = true
    bell.ring()
  })
  try {
    while (!signal.aborted) {
      if (await folder.isThere()) {
        const result = await passOnce(tenant, options, { agenda, signal })
        await bell.wait(result === 'busy' ? busyMs : quietMs(context, options.clock, agenda), signal)
      } else await bell.wait(missingMs, signal)
    }
  } finally {
    schedule.stop()
    folder.close()
  }
}

/** Until when nothing need be done, if nothing happens. */
function quietMs({ arrivals }: TenantContext, clock: Clock, { gathering }: Agenda): number {
  const again = arrivals.lookAgainAt()
  const soonest = Math.min(again === null ? Infinity : Math.max(0, again - clock.elapsed()), gathering.leftMs())
  return Math.min(rescanMs, soonest + graceMs)
}

/** Says once when the input folder went away, and once when it is back. */
class WatchedFolder {
  readonly #watch: FolderWatch
  readonly #options: DaemonOptions
  readonly #tenant: string
  #wasThere = true

  constructor(settings: TenantSettings, options: DaemonOptions, onHint: (name: string | null) => void) {
    const folder = inputFolderOf(settings.directory, settings.layout)
    const concerns = (name: string): boolean => isRequestLike(name) || nearMissOf(name) !== null
    const what = { folder, concerns, onHint }
    this.#options = options
    this.#tenant = settings.name
    this.#watch = options.polling ? pollFolder(what, options.clock) : watchFolder(what, options.clock)
  }

  async isThere(): Promise<boolean> {
    const isThere = await this.#watch.renew()
    const fields = { tenant: this.#tenant }
    if (this.#wasThere && !isThere) this.#options.log.error({ ...fields, reason: missing }, 'input folder is not there')
    if (!this.#wasThere && isThere) this.#options.log.info(fields, 'input folder is there again')
    this.#wasThere = isThere
    return isThere
  }

  close(): void {
    this.#watch.close()
  }
}

const missing = 'nothing is done for this tenant until it is back; check `directory` and `layout`, and what is mounted'

async function passOnce(
  { settings, context }: WatchedTenant,
  options: DaemonOptions,
  { agenda, signal }: { readonly agenda: Agenda; readonly signal: AbortSignal },
): Promise<'busy' | 'over'> {
  const wasScheduled = agenda.scheduled
  agenda.scheduled = false
  const scope = scopeOf(settings, wasScheduled, agenda)
  const result = await guarded(options, 'pass failed', async () => processPass(context, scope, signal))
  if (signal.aborted || result === null) return 'over'
  if (result.busy) {
    // The other process may have been asked for a single file: what the schedule wants is still to be done.
    agenda.scheduled ||= wasScheduled
    return 'busy'
  }
  if (scope.due.length > 0) agenda.gathering.end()
  else agenda.gathering.note(context.arrivals.judgedNames(), settings.process)
  const allowed = wasScheduled ? mostRepeats : agenda.repeats - 1
  agenda.repeats = context.arrivals.lookAgainAt() !== null ? Math.max(allowed, 0) : 0
  if (result.files.length > 0) options.onPass(settings.name, result)
  return 'over'
}

function scopeOf(settings: TenantSettings, scheduled: boolean, { repeats, gathering }: Agenda): PassScope {
  if (scheduled) return scheduledScope
  // Uploads that were under way when the scheduled pass began belong to it; open runs have had their attempt.
  if (repeats > 0) return { due: scheduledScope.due, resume: ['running'] }
  const arrived = arrivalScope(settings.process)
  return gathering.isOver() ? arrived : { ...arrived, due: [] }
}

/** A failure ends the pass, never the daemon: the next pass goes on from the journal. */
async function guarded<T>(options: DaemonOptions, message: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (!isAbort(error)) options.log.error(describeFailure(error), message)
    return null
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}
