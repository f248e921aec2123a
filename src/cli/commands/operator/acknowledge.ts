/** `lethe acknowledge RUN`: somebody takes note that a forget was cancelled or given up. */

import { thisWorker } from '../../../app/worker.ts'

import type { Call, ExitCode } from '../../process-io.ts'
import { report } from '../../report.ts'
import { withRunNamed } from '../../run-named.ts'

/** Exit code 1 where there is nothing to acknowledge. */
export async function acknowledge(call: Call): Promise<ExitCode> {
  return withRunNamed(call, async (services, { run: { id: run } }) => {
    const by = call.options.text('by') ?? thisWorker().account
    const at = services.clock.now().toISOString()
    const acknowledgement = { by, at, note: call.options.text('note') }
    const outcome = await (await services.journal()).acknowledge(run, acknowledgement)
    if (outcome === 'noted') {
      services.log.info({ run }, 'ended forget acknowledged')
      await report(call, { event: 'acknowledged', run, by, at }, `Noted: ${by} knows of it.\n`)
      return 0
    }
    const text = outcome === 'before' ? acknowledgedBefore : nothingEnded
    await report(call, { event: 'not-acknowledged', run, reason: text }, `${text}\n`)
    return 1
  })
}

const acknowledgedBefore = 'somebody has acknowledged it before; `lethe show RUN` says who'
const nothingEnded = 'only a forget that was cancelled or given up is acknowledged, and this run is none'
