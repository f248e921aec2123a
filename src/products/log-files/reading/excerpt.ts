/** A piece of a log around a place, decoded, that knows the file offset of each of its bytes. */

import type { Chunk } from './chunks.ts'
import { decode, unitOf, type Encoding } from './encoding.ts'
import type { ReadBytes } from './window.ts'

export interface Excerpt {
  readonly bytes: Uint8Array
  readonly offsetOf: (place: number) => number
  /** The first place at or after a file offset. */
  readonly placeOf: (offset: number) => number
  /** Whether nothing of the log lies before or after it. */
  readonly atStart: boolean
  readonly atEnd: boolean
}

/** Reads between two offsets; less where the log begins or ends. */
export type ReadExcerpt = (from: number, to: number) => Excerpt

export function excerptsOf(read: ReadBytes, size: number, encoding: Encoding): ReadExcerpt {
  return (from, to) => {
    const start = Math.max(0, from - (from % unitOf(encoding)))
    const { bytes, offsets } = decode(new Uint8Array(read(start, Math.min(to, size))), encoding, start)
    const ends = { atStart: start === 0, atEnd: to >= size }
    return offsets === null ? { bytes, ...ends, ...shifted(start) } : { bytes, ...ends, ...mapped(offsets) }
  }
}

/** What is at hand of a log that cannot be read at will: a copy out of the buffer that is being scanned. */
export function excerptsOfChunk(buffer: Uint8Array, chunk: Chunk): ReadExcerpt {
  const offsets = Float64Array.from({ length: chunk.length + 1 }, (_, place) => chunk.offsetOf(place))
  const placeOf = (offset: number): number => firstAtLeast(offsets, offset)
  return (from, to) => {
    const [start, end] = [placeOf(from), placeOf(to)]
    const bytes = buffer.slice(start, Math.min(end, chunk.length))
    return { bytes, atStart: true, atEnd: true, ...mapped(offsets.slice(start, start + bytes.length + 1)) }
  }
}

function shifted(start: number): Pick<Excerpt, 'offsetOf' | 'placeOf'> {
  return { offsetOf: (place) => start + place, placeOf: (offset) => offset - start }
}

function mapped(offsets: Float64Array): Pick<Excerpt, 'offsetOf' | 'placeOf'> {
  return {
    offsetOf: (place) => offsets[place] ?? 0,
    placeOf: (offset) => firstAtLeast(offsets, offset),
  }
}

/** The last place when all are smaller. */
function firstAtLeast(ascending: Float64Array, wanted: number): number {
  let [low, high] = [0, ascending.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  return low
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

export function textOf(excerpt: Excerpt, start: number, end: number): string {
  return decoder.decode(excerpt.bytes.subarray(start, end))
}
