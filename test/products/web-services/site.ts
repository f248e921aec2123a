/** What a test needs of the platform to open the product: no database, and a clock whose pauses are over at once. */

import { toolsWithoutDatabase } from '../../support/tools.ts'
import type { Clock } from '../../../src/platform/time/clock.ts'
import type { Tools } from '../../../src/platform/tools.ts'

export interface HurriedClock extends Clock {
  /** The pauses that were asked for, milliseconds. */
  readonly slept: number[]
}

export function hurriedClock(): HurriedClock {
  const slept: number[] = []
  let now = Date.parse('2024-05-01T00:00:00Z')
  return {
    slept,
    now: () => new Date(now),
    epochSeconds: () => Math.floor(now / 1000),
    elapsed: () => now,
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted()
      slept.push(milliseconds)
      now += milliseconds
    },
  }
}

export function clockTools(clock: Clock = hurriedClock()): Tools {
  return toolsWithoutDatabase('/nowhere', clock)
}
