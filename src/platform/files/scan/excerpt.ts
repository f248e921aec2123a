/** A piece of a log around a place, decoded, that knows the file offset of each of its bytes. */

import type { TextCopy } from './chunks.ts'
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

/** A chunk of a log that cannot be read at will. */
export interface KeptChunk {
  readonly text: TextCopy
  /** How much at its beginning the chunk before holds too. */
  readonly overlap: number
  /** Whether nothing of the log comes before or after it. */
  readonly starts: boolean
  readonly ends: boolean
}

/** What is at hand of such a log: neighbouring chunks, joined when they are first asked for. */
export function excerptsOfChunks(chunks: readonly KeptChunk[]): ReadExcerpt {
  let joined: TextCopy | null = null
  const [starts, ends] = [chunks[0]?.starts ?? true, chunks.at(-1)?.ends ?? true]
  return (from, to) => {
    const { bytes, offsets, base } = (joined ??= join(chunks))
    const placeOf = (offset: number): number =>
      offsets === null ? Math.max(0, Math.min(offset - base, bytes.length)) : firstAtLeast(offsets, offset)
    const [start, end] = [placeOf(from), placeOf(to)]
    const part = bytes.slice(start, end)
    const known = { bytes: part, atStart: starts && start === 0, atEnd: ends && end === bytes.length }
    return offsets === null
      ? { ...known, ...shifted(base + start) }
      : { ...known, ...mapped(offsets.slice(start, start + part.length + 1)) }
  }
}

function join(chunks: readonly KeptChunk[]): TextCopy {
  const fresh = chunks.map(({ text, overlap }, n) => ({ text, from: n === 0 ? 0 : overlap }))
  const bytes = new Uint8Array(fresh.reduce((sum, { text, from }) => sum + text.bytes.length - from, 0))
  const offsets = fresh.some(({ text }) => text.offsets !== null) ? new Float64Array(bytes.length + 1) : null
  let length = 0
  for (const { text, from } of fresh) {
    bytes.set(text.bytes.subarray(from), length)
    if (text.offsets !== null) offsets?.set(text.offsets.subarray(from), length)
    length += text.bytes.length - from
  }
  return { bytes, offsets, base: fresh[0]?.text.base ?? 0 }
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
  return decodeText(excerpt.bytes.subarray(start, end))
}

/** Bytes that are no UTF-8 become U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}
