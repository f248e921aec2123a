/** The only place that reads the clock. */

import { setTimeout as delay } from 'node:timers/promises'

export interface Clock {
  readonly now: () => Date
  /** UTC epoch seconds, as CREATED_TS holds them. */
  readonly epochSeconds: () => number
  /** Milliseconds since some fixed time: setting the clock neither moves nor turns it back. For measuring how long. */
  readonly elapsed: () => number
  /** Rejects with an AbortError when the signal aborts. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

export const systemClock: Clock = {
  now: () => new Date(),
  epochSeconds: () => Math.floor(Date.now() / 1000),
  elapsed: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    await delay(milliseconds, undefined, signal === undefined ? {} : { signal })
  },
}
