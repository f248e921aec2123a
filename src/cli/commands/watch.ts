/** `lethe watch`: looks after every tenant's folder until it is told to stop; a clean stop is exit code 0. */

import type { PassEvent } from '../../app/context.ts'
import { openContext } from '../../app/pass/open-context.ts'
import { stateDirectory } from '../../app/places.ts'
import { giveSigns } from '../../app/watch/alive.ts'
import { runDaemon } from '../../app/watch/daemon.ts'
import type { Services } from '../../app/compose.ts'
import { purge } from '../../app/operate/purge.ts'
import { supervise, type Supervision } from '../../app/watch/supervision.ts'

import { withCallServices } from '../services.ts'
import { openDisplay, type Display } from '../screen/progress.ts'
import { report } from '../report.ts'
import { drawResults } from '../results.ts'
import type { Call, ExitCode } from '../process-io.ts'

export async function watchFolders(call: Call): Promise<ExitCode> {
  return withCallServices<ExitCode>(call, async (services) => {
    const display = openDisplay(call)
    const supervision = await supervise(services)
    const signs = giveSigns(stateDirectory(services.settings), services)
    try {
      await watchTenants(call, services, { display, supervision })
    } finally {
      signs.stop()
      await supervision.close()
      await display.end()
    }
    await report(call, { event: 'stopped' }, 'Stopped.\n')
    return 0
  })
}

interface Spectators {
  readonly display: Display
  readonly supervision: Supervision
}

async function watchTenants(call: Call, services: Services, { display, supervision }: Spectators): Promise<void> {
  const { settings, clock, log } = services
  const { signal } = call.io
  const options = { manner: 'again and again', only: null, isFollowed: display.isFollowed } as const
  const tenants = await Promise.all(
    settings.tenants.map(async (tenant) => {
      const [show, count] = [display.forTenant(tenant.name), supervision.follow(tenant.name)]
      const notify = (event: PassEvent): void => {
        show(event)
        count(event)
      }
      return { settings: tenant, context: await openContext(services, tenant, { ...options, notify }) }
    }),
  )
  const names = settings.tenants.map(({ name }) => name)
  const words = `Watching the folders of ${names.join(', ')}. Stop with Ctrl-C.\n`
  await report(call, { event: 'watching', tenants: names, port: supervision.port }, words)
  log.info({ count: names.length }, 'watching started')
  await runDaemon(
    {
      tenants,
      clock,
      log,
      polling: settings.polling,
      gatherMs: settings.gatherMs,
      purge: () => purge(services),
      onPass: (tenant, result) => {
        void display
          .end()
          .then(() =>
            call.json ? undefined : call.io.out.write(drawResults([{ tenant, result }], call.io.out.columns)),
          )
      },
    },
    signal,
  )
  log.info({}, 'watching ended')
}
