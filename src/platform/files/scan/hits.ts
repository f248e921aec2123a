/** Needles seen in a file, as packed numbers that travel between threads without a copy. */

/** Offsets and lengths count bytes of the file (of the unpacked text, when it is compressed). */
export interface Hit {
  readonly offset: number
  readonly length: number
  readonly needle: number
  /** Of the bytes that stand there, by `checksum`: what is read there later may be something else. */
  readonly sum: number
}

/** Four numbers for each hit. */
export type PackedHits = Float64Array<ArrayBuffer>

export function packHits(hits: readonly Hit[]): PackedHits {
  const packed = new Float64Array(4 * hits.length)
  hits.forEach(({ offset, length, needle, sum }, n) => {
    packed[4 * n] = offset
    packed[4 * n + 1] = length
    packed[4 * n + 2] = needle
    packed[4 * n + 3] = sum
  })
  return packed
}

export function unpackHits(packed: PackedHits): readonly Hit[] {
  const hits: Hit[] = []
  for (let n = 0; n < packed.length; n += 4) {
    hits.push({
      offset: packed[n] ?? 0,
      length: packed[n + 1] ?? 0,
      needle: packed[n + 2] ?? 0,
      sum: packed[n + 3] ?? 0,
    })
  }
  return hits
}

/** FNV-1a of a stretch, 32 bits. */
export function checksum(bytes: Uint8Array, start: number, end: number): number {
  let sum = 0x811c9dc5
  for (let place = start; place < end; place += 1) sum = Math.imul(sum ^ (bytes[place] ?? 0), 0x01000193)
  return sum >>> 0
}
