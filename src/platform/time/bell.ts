/** Lets one waiter sleep until somebody rings, and never loses a ring. */

import type { Clock } from './clock.ts'

export interface Bell {
  readonly ring: () => void
  /** Resolves when it was rung since the last wait, after `milliseconds`, or when the signal aborts. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

export function createBell(clock: Clock): Bell {
  let rung = false
  let wake: (() => void) | null = null
  return {
    ring: () => {
      rung = true
      wake?.()
    },
    wait: async (milliseconds, signal) => {
      if (!rung) {
        const early = new AbortController()
        wake = () => {
          early.abort()
        }
        await clock.sleep(milliseconds, AbortSignal.any([early.signal, signal])).catch(() => {})
        wake = null
      }
      rung = false
    },
  }
}
