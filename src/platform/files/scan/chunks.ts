/** A log in pieces of about a megabyte that overlap: each place of the text is looked at once, with what surrounds it. */

import { scanCapacity } from '../../match/bytes/scanner.ts'
import { decode, mostDecoded, type Encoding } from './encoding.ts'
import { asNoText } from './failures.ts'
import type { Feed } from './feed.ts'
import { hasNarrowText } from './is-text.ts'

/** What is visible around each place; longer than any needle with the text that decides about it. */
export const context = 4096

export interface Chunk {
  /** Bytes of text in the buffer. */
  readonly length: number
  /** The places in the buffer that belong to this chunk. */
  readonly from: number
  readonly to: number
  /** Offset in the file of a place in the buffer; `length` is allowed. */
  readonly offsetOf: (place: number) => number
  /** How much at the beginning of the buffer the chunk before held already. */
  readonly overlap: number
  /** Nothing of the feed comes after it. */
  readonly ends: boolean
  readonly copy: () => TextCopy
}

/** The text of a chunk that stays when the buffer is filled anew. */
export interface TextCopy {
  readonly bytes: Uint8Array
  /** Of each byte and of the end; null when they follow one another from `base` on. */
  readonly offsets: Float64Array | null
  readonly base: number
}

/** Which part of the file the feed delivers, and which of it is asked for. */
export interface Extent {
  /** Offset of the first byte that the feed delivers. */
  readonly start: number
  /** Offsets asked for. Only UTF-8 can be asked for in parts. */
  readonly from: number
  readonly to: number
}

/** Fills `buffer` again and again; a chunk is valid until the next one is asked for. */
export async function* chunksOf(
  feed: Feed,
  buffer: Uint8Array,
  extent: Extent,
  encoding: Encoding,
): AsyncIterable<Chunk> {
  const text =
    encoding === 'utf-8' ? plainText(feed, buffer, extent.start) : decodedText(feed, buffer, encoding, extent.start)
  const { offsetOf, copy } = text
  let from = extent.from - extent.start
  for (let overlap = 0; ; overlap = text.length()) {
    const ends = await text.fill()
    const length = text.length()
    const asked = extent.to - text.base()
    const to = Math.min(ends ? length : length - context, asked)
    if (to > from) yield { length, from, to, offsetOf, overlap, ends, copy }
    if (ends || to >= asked) return
    const dropped = Math.max(0, Math.max(to, from) - context)
    text.drop(dropped)
    from = Math.max(to, from) - dropped
  }
}

interface Text {
  /** Fills the buffer as far as possible; true at the end of the feed. */
  readonly fill: () => Promise<boolean>
  readonly length: () => number
  /** What must be taken from a file offset to get a place. */
  readonly base: () => number
  readonly drop: (count: number) => void
  readonly offsetOf: (place: number) => number
  readonly copy: () => TextCopy
}

function plainText(feed: Feed, buffer: Uint8Array, start: number): Text {
  let length = 0
  let base = start
  return {
    fill: async () => {
      while (length < scanCapacity) {
        const read = await feed.next(buffer.subarray(length, scanCapacity))
        if (read === 0) return true
        length += read
      }
      return false
    },
    length: () => length,
    base: () => base,
    drop: (count) => {
      buffer.copyWithin(0, count, length)
      length -= count
      base += count
    },
    offsetOf: (place) => base + place,
    copy: () => ({ bytes: buffer.slice(0, length), offsets: null, base }),
  }
}

const rawSize = 65_536

function decodedText(feed: Feed, buffer: Uint8Array, encoding: Encoding, start: number): Text {
  const offsets = new Float64Array(scanCapacity + 1)
  const raw = new Uint8Array(rawSize)
  let position = start
  let kept = 0
  let length = 0
  return {
    fill: async () => {
      while (length + mostDecoded(rawSize, encoding) < scanCapacity) {
        const read = await feed.next(raw.subarray(kept))
        const end = kept + read
        const whole = read === 0 ? end : end - incomplete(raw.subarray(0, end), encoding)
        if (hasNarrowText(raw.subarray(0, whole), encoding)) throw asNoText('mixed')
        const decoded = decode(raw.subarray(0, whole), encoding, position)
        buffer.set(decoded.bytes, length)
        if (decoded.offsets !== null) offsets.set(decoded.offsets, length)
        length += decoded.bytes.length
        position += whole
        raw.copyWithin(0, whole, end)
        kept = end - whole
        if (read === 0) return true
      }
      return false
    },
    length: () => length,
    base: () => 0,
    drop: (count) => {
      buffer.copyWithin(0, count, length)
      offsets.copyWithin(0, count, length + 1)
      length -= count
    },
    offsetOf: (place) => offsets[place] ?? position,
    copy: () => ({ bytes: buffer.slice(0, length), offsets: offsets.slice(0, length + 1), base: 0 }),
  }
}

/** Bytes at the end that are half a character. */
function incomplete(raw: Uint8Array, encoding: Encoding): number {
  if (encoding === 'latin1') return 0
  const odd = raw.length % 2
  const high = raw[raw.length - odd - (encoding === 'utf-16le' ? 1 : 2)] ?? 0
  return (high & 0xfc) === 0xd8 ? odd + 2 : odd
}
