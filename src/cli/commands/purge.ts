/** `lethe purge`: the retention of the history, once. */

import { purge } from '../../app/operate/purge.ts'

import { withCallServices } from '../services.ts'
import { report } from '../report.ts'
import type { Call, ExitCode } from '../process-io.ts'

export async function purgeHistory(call: Call): Promise<ExitCode> {
  return withCallServices<ExitCode>(call, async (services) => {
    const purged = await purge(services)
    const { rows, recorded, untold } = purged
    const daysToKeep = services.settings.history.daysToKeep
    const text = `${rows} row(s) of the history and ${recorded} of the record were older than ${daysToKeep} day(s) and are deleted.\n`
    const left = `${untold} row(s) of the history cannot be told from those of others, and stay.\n`
    await report(call, { event: 'purged', ...purged, daysToKeep }, untold === 0 ? text : text + left)
    return 0
  })
}
