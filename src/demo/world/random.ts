/** A stream of numbers that is the same for the same seed: the sandbox must look alike on every machine. */

export interface Dice {
  /** Whole number from 0 to `below` - 1. */
  readonly roll: (below: number) => number
  /** True in `percent` of 100 cases. */
  readonly chance: (percent: number) => boolean
  readonly pick: <T>(from: readonly [T, ...T[]]) => T
}

/** Mulberry32: small, fast, and good enough for rows that nobody gambles with. */
export function diceFrom(seed: number): Dice {
  let state = seed >>> 0
  const roll = (below: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
  return {
    roll,
    chance: (percent) => roll(100) < percent,
    pick: (from) => from[roll(from.length)] ?? from[0],
  }
}
