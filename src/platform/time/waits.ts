/** What is waited for, told to whoever watches: nobody should look at a screen on which nothing happens and not know why. */

import type { Clock } from './clock.ts'

export interface Waits {
  /** `what` ends the sentence "waiting for …"; nothing personal. */
  readonly during: <T>(what: string, work: () => PromiseLike<T>) => Promise<T>
}

export const untoldWaits: Waits = { during: async (_what, work) => work() }

/** A wait that has lasted for a while. */
export interface LongWait {
  readonly what: string
  /** Asked whenever it is shown. */
  readonly seconds: () => number
}

/** Who hears nothing for so long begins to wonder. */
const silenceMs = 2000
const lookEveryMs = 250

interface OpenWait extends LongWait {
  readonly since: number
  isTold: boolean
}

/**
 * Tells a wait once it has lasted two seconds, of several the oldest, and null when that is over. Looks until `over`
 * aborts.
 */
export function toldWaits(clock: Clock, tell: (wait: LongWait | null) => void, over: AbortSignal): Waits {
  const open = new Set<OpenWait>()
  void lookRegularly(clock, over, () => {
    const [wait] = open
    if (wait === undefined || wait.isTold || clock.elapsed() - wait.since < silenceMs) return
    wait.isTold = true
    tell(wait)
  })
  return {
    during: async (what, work) => {
      const since = clock.elapsed()
      const wait = { what, since, seconds: () => Math.floor((clock.elapsed() - since) / 1000), isTold: false }
      open.add(wait)
      try {
        return await work()
      } finally {
        open.delete(wait)
        if (wait.isTold) tell(null)
      }
    },
  }
}

async function lookRegularly(clock: Clock, over: AbortSignal, look: () => void): Promise<void> {
  while (!over.aborted) {
    await clock.sleep(lookEveryMs, over).catch(() => {})
    look()
  }
}
