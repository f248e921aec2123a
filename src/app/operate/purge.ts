/** Deletes history rows whose time is over, except what an unfinished run still needs. */

import type { RunEntry } from '../../records/journal/entries.ts'
import type { Services } from '../compose.ts'
import type { Settings } from '../settings/settings.ts'

const day = 86_400

/** Returns how many rows were deleted. */
export async function purge(services: Services): Promise<number> {
  const [history, journal] = [await services.history(), await services.journal()]
  const unfinished = await journal.runs(null, ['running', 'open'])
  const limit = services.clock.epochSeconds() - services.settings.history.daysToKeep * day
  const known = unfinished.flatMap((run) => openRunOf(run, services.settings))
  const count = await history.purge(earliestUnknown(unfinished, services.settings, limit), known)
  services.log.info({ count }, 'the history was purged')
  return count
}

function openRunOf(run: RunEntry, settings: Settings) {
  const tenant = settings.tenants.find(({ name }) => name === run.tenant)
  return tenant === undefined ? [] : [{ tenantKey: tenant.tenantKey, firstTs: run.createdTs, lastTs: run.lastTs }]
}

/** The rows of a tenant that left the settings cannot be told by its key: nothing from then on is deleted. */
function earliestUnknown(unfinished: readonly RunEntry[], settings: Settings, limit: number): number {
  const strangers = unfinished.filter((run) => !settings.tenants.some(({ name }) => name === run.tenant))
  return Math.min(limit, ...strangers.map((run) => run.createdTs))
}
