/** The only place that reads the clock. */

import { setTimeout as delay } from 'node:timers/promises'

export interface Clock {
  readonly now: () => Date
  /** UTC epoch seconds, as CREATED_TS holds them. */
  readonly epochSeconds: () => number
  /** Rejects with an AbortError when the signal aborts. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

export const systemClock: Clock = {
  now: () => new Date(),
  epochSeconds: () => Math.floor(Date.now() / 1000),
  sleep: async (milliseconds, signal) => {
    await delay(milliseconds, undefined, signal === undefined ? {} : { signal })
  },
}
