/** When the next call may start: so many a second, and never before the time that the server has asked for. */

import type { Clock } from '../time/clock.ts'

/** A server that asks for more is left alone until the next pass, milliseconds. */
const longestWait = 120_000

export interface Pace {
  /** Resolves when the caller's turn has come. */
  readonly turn: (signal: AbortSignal) => Promise<void>
  /** Takes a `Retry-After` into account for every later call; false when it asks for too much. */
  readonly delay: (retryAfter: string | null) => boolean
}

export function createPace(callsPerSecond: number, clock: Clock): Pace {
  const gap = 1000 / callsPerSecond
  let next = 0
  return {
    turn: async (signal) => {
      const now = clock.now().getTime()
      const at = Math.max(now, next)
      next = at + gap
      if (at > now) await clock.sleep(at - now, signal)
    },
    delay: (retryAfter) => {
      const now = clock.now().getTime()
      const wait = waitOf(retryAfter, now)
      if (wait > longestWait) return false
      next = Math.max(next, now + wait)
      return true
    },
  }
}

/** Seconds, or an HTTP date; 0 when there is neither. */
function waitOf(retryAfter: string | null, now: number): number {
  if (retryAfter === null) return 0
  if (/^\d{1,9}$/.test(retryAfter.trim())) return Number(retryAfter) * 1000
  const date = Date.parse(retryAfter)
  return Number.isNaN(date) ? 0 : Math.max(0, date - now)
}
