/** Chance that can be repeated: the same seed gives the same soak, as far as the clock allows. */

export interface Chance {
  /** At least 0, less than 1. */
  readonly next: () => number
  /** At least 0, less than `count`. */
  readonly below: (count: number) => number
  readonly happens: (share: number) => boolean
  readonly oneOf: <T>(items: readonly [T, ...T[]]) => T
}

/** Mulberry32. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (count: number): number => Math.floor(next() * count)
  return {
    next,
    below,
    happens: (share) => next() < share,
    oneOf: (items) => items[below(items.length)] ?? items[0],
  }
}
