/** `lethe purge`: the retention of the history, once. */

import { purge } from '../../app/operate/purge.ts'

import { withCallServices } from '../services.ts'
import { report } from '../report.ts'
import type { Call, ExitCode } from '../process-io.ts'

export async function purgeHistory(call: Call): Promise<ExitCode> {
  return withCallServices<ExitCode>(call, async (services) => {
    const rows = await purge(services)
    const days = services.settings.history.daysToKeep
    const text = `${rows} row(s) of the history were older than ${days} day(s) and are deleted.\n`
    await report(call, { event: 'purged', rows, daysToKeep: days }, text)
    return 0
  })
}
