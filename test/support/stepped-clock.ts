/** A clock that stands still until a test moves it. */

import { systemClock, type Clock } from '../../src/platform/time/clock.ts'

export interface SteppedClock extends Clock {
  /** Time passes: whoever has slept so long wakes up, one after the other, and has its turn. */
  readonly advance: (milliseconds: number) => Promise<void>
  /** The wall clock alone is set. */
  readonly set: (milliseconds: number) => void
}

interface Sleeper {
  readonly until: number
  readonly wake: () => void
}

export function steppedClock(): SteppedClock {
  let [elapsed, wall] = [0, 1_700_000_000_000]
  const sleepers = new Set<Sleeper>()
  const sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const wake = (): void => {
        signal?.removeEventListener('abort', abort)
        resolve()
      }
      const sleeper = { until: elapsed + milliseconds, wake }
      const abort = (): void => {
        sleepers.delete(sleeper)
        reject(new DOMException('aborted', 'AbortError'))
      }
      if (signal?.aborted === true) abort()
      else {
        sleepers.add(sleeper)
        signal?.addEventListener('abort', abort, { once: true })
      }
    })
  return {
    now: () => new Date(wall),
    epochSeconds: () => Math.floor(wall / 1000),
    elapsed: () => elapsed,
    sleep,
    set: (milliseconds) => void (wall = milliseconds),
    advance: async (milliseconds) => {
      const end = elapsed + milliseconds
      for (let next = due(sleepers, end); next !== null; next = due(sleepers, end)) {
        wall += next.until - elapsed
        elapsed = next.until
        sleepers.delete(next)
        next.wake()
        await turn()
      }
      wall += end - elapsed
      elapsed = end
      await turn()
    },
  }
}

function due(sleepers: ReadonlySet<Sleeper>, end: number): Sleeper | null {
  const [first] = [...sleepers].filter(({ until }) => until <= end).sort((a, b) => a.until - b.until)
  return first ?? null
}

/** Long enough for a statement on a local server and what follows from it. */
async function turn(): Promise<void> {
  await systemClock.sleep(30)
}
