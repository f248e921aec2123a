/** Tries again what failed for a passing reason: a lost connection, a lock, a server that restarts. */

import { StepFailed } from '../../domain/errors.ts'
import { untoldWaits } from '../../platform/time/waits.ts'
import type { StepTask } from './step.ts'

/** `work` must be safe to repeat from its start. */
export async function withRetries<T>(task: StepTask, step: string, work: () => Promise<T>): Promise<T> {
  for (const pause of task.backoffMs) {
    try {
      return await work()
    } catch (error) {
      task.run.signal.throwIfAborted()
      if (!(error instanceof StepFailed) || !error.retryable) throw error
      const fields = { run: task.run.runId, product: task.product, step, code: error.code, reason: error.message }
      task.log.warn(fields, 'step failed, it is tried again')
      const { waits = untoldWaits, product, clock, run } = task
      await waits.during(`another try at \`${product}\``, () => clock.sleep(pause, run.signal))
    }
  }
  return await work()
}
