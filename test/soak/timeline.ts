/** When senders drop files and what goes wrong when, decided before a part of the soak begins. */

import { strikes } from './faults.ts'
import type { Chance } from './random.ts'
import type { Drop } from './requests.ts'

export type FaultKind = keyof typeof strikes
export type EndKind = 'SIGKILL' | 'SIGTERM'

export interface Part {
  readonly milliseconds: number
  readonly drops: readonly Drop[]
  /** Between one end of the daemon and the next, on average; null when it is left alone. */
  readonly endsEveryMs: number | null
  readonly faultsEveryMs: number
}

export type Happening =
  | { readonly kind: 'burst'; readonly drops: readonly Drop[] }
  | { readonly kind: 'end'; readonly signal: EndKind }
  | { readonly kind: 'fault'; readonly fault: FaultKind; readonly forMs: number }

export type Event = Happening & { readonly at: number }

/** In the order of time. */
export function eventsOf(part: Part, chance: Chance): readonly Event[] {
  const { milliseconds, endsEveryMs, faultsEveryMs } = part
  const kinds = Object.keys(strikes).filter((kind): kind is FaultKind => kind in strikes)
  const faults = spread(milliseconds, faultsEveryMs, chance).map((at, n): Event => {
    // In turn, so that the shortest soak has each of them.
    const fault = kinds[n % kinds.length] ?? 'lock of SQLite'
    return { at, kind: 'fault', fault, forMs: 500 + chance.below(3500) }
  })
  const events = endsEveryMs === null ? [] : spread(milliseconds, endsEveryMs, chance)
  const ends = events.map((at): Event => ({ at, kind: 'end', signal: chance.happens(0.6) ? 'SIGKILL' : 'SIGTERM' }))
  return [...burstsOf(part, chance), ...faults, ...ends].sort((a, b) => a.at - b.at)
}

/** As often as that on average, and at least once. */
function spread(milliseconds: number, everyMs: number, chance: Chance): readonly number[] {
  const count = Math.max(1, Math.round(milliseconds / everyMs))
  return Array.from({ length: count }, (_, n) => ((n + chance.next()) / count) * milliseconds)
}

/** A burst every two seconds or so, from a single file to twice the average. */
function burstsOf({ milliseconds, drops }: Part, chance: Chance): readonly Event[] {
  const average = Math.ceil((drops.length * 2000) / milliseconds)
  const bursts: (readonly Drop[])[] = []
  for (let from = 0; from < drops.length;) {
    const size = 1 + chance.below(2 * average)
    bursts.push(drops.slice(from, from + size))
    from += size
  }
  return bursts.map((burst, n) => ({
    at: ((n + chance.next()) / bursts.length) * milliseconds,
    kind: 'burst',
    drops: burst,
  }))
}
