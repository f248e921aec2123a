/** What both scanners are: they run over a text once and name every place where a needle could be. */

/** Longest text that is scanned at once, its context included. */
export const scanCapacity = 262_144
/** Zero bytes that must follow the text in the buffer. */
export const scanPadding = 128

/** Kinds of candidates; the place is the position after the last digit for numbers, of the sign, of the first letter. */
export const candidates = { phone: 0, at: 1, encodedAt: 2, ipv4: 3, ipv6: 4, word: 5 } as const

/** Kind in the upper three bits, place in the lower 29. */
export type PackedCandidate = number

export function candidateOf(kind: number, place: number): PackedCandidate {
  return ((kind << 29) | place) >>> 0
}

export function kindOf(candidate: PackedCandidate): number {
  return candidate >>> 29
}

export function placeOf(candidate: PackedCandidate): number {
  return candidate & 0x1fff_ffff
}

export type OnCandidate = (candidate: PackedCandidate) => void

/** What a scan has come across beside candidates; some of it may stand before `from`. */
export interface SeenBytes {
  /** Control bytes, which text does not have. */
  readonly controls: number
  /** Bytes outside of ASCII; may be said where there are none. */
  readonly foreign: boolean
}

export interface Scanner {
  /** The caller puts the text here, `scanCapacity` bytes at most; the scanner pads it. */
  readonly buffer: Uint8Array
  readonly finds: { readonly phones: boolean }
  /**
   * Tells of each candidate whose last (for words: first) character stands in `from` ≤ position < `to`, roughly in order.
   */
  readonly scan: (length: number, from: number, to: number, found: OnCandidate) => SeenBytes
}
