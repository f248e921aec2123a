/** Notices that an operator, in whatever process, has asked for a run to be cancelled. */

import { StepFailed } from '../../domain/errors.ts'
import type { TenantContext } from '../context.ts'

/** How soon a run that is under way notices. */
const lookEveryMs = 1000

export interface CancelWatch {
  /** Aborts when it was asked; at once when that was before. */
  readonly signal: AbortSignal
  readonly stop: () => Promise<void>
}

export async function watchForCancel({ journal, clock }: TenantContext, runId: string): Promise<CancelWatch> {
  const cancel = new AbortController()
  const over = new AbortController()
  const look = async (): Promise<void> => {
    if (await journal.isCancelAsked(runId)) cancel.abort()
  }
  const watch = async (): Promise<void> => {
    while (!cancel.signal.aborted) {
      await clock.sleep(lookEveryMs, over.signal)
      // A journal that does not answer now stops the run at its next write, if it has to be stopped.
      await look().catch(ignoreFailure)
    }
  }
  await look()
  const watching = watch().catch(() => {})
  return {
    signal: cancel.signal,
    stop: async () => {
      over.abort()
      await watching
    },
  }
}

function ignoreFailure(error: unknown): void {
  if (!(error instanceof StepFailed)) throw error
}
