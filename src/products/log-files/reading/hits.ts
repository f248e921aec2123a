/** Needles seen in a file, as packed numbers that travel between threads without a copy. */

/** Offsets and lengths count bytes of the file (of the unpacked text, when it is compressed). */
export interface Hit {
  readonly offset: number
  readonly length: number
  readonly needle: number
}

/** Three numbers for each hit. */
export type PackedHits = Float64Array<ArrayBuffer>

export function packHits(hits: readonly Hit[]): PackedHits {
  const packed = new Float64Array(3 * hits.length)
  hits.forEach(({ offset, length, needle }, n) => {
    packed[3 * n] = offset
    packed[3 * n + 1] = length
    packed[3 * n + 2] = needle
  })
  return packed
}

export function* unpackHits(packed: PackedHits): Iterable<Hit> {
  for (let n = 0; n < packed.length; n += 3) {
    yield { offset: packed[n] ?? 0, length: packed[n + 1] ?? 0, needle: packed[n + 2] ?? 0 }
  }
}
