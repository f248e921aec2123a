/** The daemon of `lethe watch`, running for as long as some work takes. */

import { withHouse, type House } from '../app/compose.ts'
import { openCorridor } from '../app/pass/open-context.ts'
import { runDaemon } from '../app/watch/daemon.ts'
import type { Settings } from '../app/settings/settings.ts'

/** Stops the daemon as SIGTERM does when the work is over. Fails when the daemon ends before. */
export async function withWatcher(settings: Settings, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  const watching = withHouse(settings, { write: () => {} }, (house) => watchAll(house, either))
  const early = watching.then(() => {
    if (!either.aborted) throw new Error('the watcher ended by itself')
  })
  try {
    await Promise.race([work(), early])
  } finally {
    stop.abort()
    await watching
  }
}

async function watchAll(house: House, signal: AbortSignal): Promise<void> {
  const { settings, clock, log } = house
  const open = async (tenant: Settings['tenants'][number]) => ({
    settings: tenant,
    corridor: await openCorridor(house, tenant, { manner: 'again and again', only: null, notify: () => {} }),
  })
  const tenants = await Promise.all(settings.tenants.map(open))
  const { polling } = settings
  await runDaemon({ tenants, clock, log, polling, purge: async () => {}, onPass: () => {} }, signal)
}
