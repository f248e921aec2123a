/** The daemon of `lethe watch`, running for as long as some work takes. */

import { withServices, type Services } from '../app/compose.ts'
import { openContext } from '../app/pass/open-context.ts'
import { runDaemon } from '../app/watch/daemon.ts'
import type { Settings } from '../app/settings/settings.ts'

/** Stops the daemon as SIGTERM does when the work is over. Fails when the daemon ends before. */
export async function withWatcher(settings: Settings, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  const watching = withServices(settings, { write: () => {} }, (services) => watchAll(services, either))
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

async function watchAll(services: Services, signal: AbortSignal): Promise<void> {
  const { settings, clock, log } = services
  const open = async (tenant: Settings['tenants'][number]) => ({
    settings: tenant,
    context: await openContext(services, tenant, { manner: 'again and again', only: null, notify: () => {} }),
  })
  const tenants = await Promise.all(settings.tenants.map(open))
  const { polling, gatherMs } = settings
  await runDaemon({ tenants, clock, log, polling, gatherMs, purge: async () => {}, onPass: () => {} }, signal)
}
