/** Everything that is searched for, packed into shared memory: exact lookup by bytes, one copy for all threads. */

/** What kind of text an entry is compared with. */
export const tags = { phone: 1, email: 2, ip: 3, word: 4 } as const

/** Told of every text that is searched for; no object for each, there are many. */
export type Visit = (tag: number, text: string, needle: number) => void

/** Shared buffers; goes to worker threads as it is. */
export interface PackedIndex {
  readonly bytes: SharedArrayBuffer
  readonly starts: SharedArrayBuffer
  readonly needles: SharedArrayBuffer
  readonly tags: SharedArrayBuffer
  readonly slots: SharedArrayBuffer
  /** Lengths in bytes that words have, ascending: what a word at a place is compared with. */
  readonly wordLengths: readonly number[]
  readonly wordTags: readonly number[]
}

/** Bytes of UTF-8 for one UTF-16 code unit, at most. */
const mostBytes = 3

/** How much room the entries take; told of each before they are packed. */
export class IndexSize {
  bytes = 0
  count = 0
  readonly wordLengths = new Set<number>()
  readonly wordTags = new Set<number>()

  add(tag: number, text: string): void {
    this.bytes += text.length * mostBytes
    this.count += 1
    if (tag < tags.word) return
    this.wordLengths.add(Buffer.byteLength(text))
    this.wordTags.add(tag)
  }
}

/** Goes over the entries instead of keeping them: there are many, and each would cost more than its text. */
export function packIndex(size: IndexSize, entries: (visit: Visit) => void): PackedIndex {
  const packed = {
    bytes: new SharedArrayBuffer(size.bytes),
    starts: new SharedArrayBuffer(4 * (size.count + 1)),
    needles: new SharedArrayBuffer(4 * size.count),
    tags: new SharedArrayBuffer(size.count),
    slots: new SharedArrayBuffer(4 * slotCount(size.count)),
    wordLengths: ascending(size.wordLengths),
    wordTags: ascending(size.wordTags),
  }
  fillIndex(packed, entries)
  return packed
}

function fillIndex(packed: PackedIndex, entries: (visit: Visit) => void): void {
  const bytes = new Uint8Array(packed.bytes)
  const kinds = new Uint8Array(packed.tags)
  const starts = new Uint32Array(packed.starts)
  const needles = new Uint32Array(packed.needles)
  const slots = new Uint32Array(packed.slots)
  let end = 0
  let number = 0
  entries((tag, text, needle) => {
    const start = end
    end += writeText(bytes, text, start)
    needles[number] = needle
    kinds[number] = tag
    let slot = hashBytes(tag, bytes, start, end) & (slots.length - 1)
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
    number += 1
    starts[number] = end
    slots[slot] = number
  })
}

const encoder = new TextEncoder()

/** Most entries are digits, and a loop is faster for them than a call for each. */
function writeText(bytes: Uint8Array, text: string, start: number): number {
  for (let n = 0; n < text.length; n += 1) {
    const code = text.charCodeAt(n)
    if (code > 0x7f) return writeEncoded(bytes, text, start)
    bytes[start + n] = code
  }
  return text.length
}

function writeEncoded(bytes: Uint8Array, text: string, start: number): number {
  const encoded = encoder.encode(text)
  bytes.set(encoded, start)
  return encoded.length
}

/** Finds the needle whose entry equals a stretch of bytes. */
export class NeedleIndex {
  readonly wordLengths: readonly number[]
  readonly wordTags: readonly number[]
  readonly #bytes: Uint8Array
  readonly #starts: Uint32Array
  readonly #needles: Uint32Array
  readonly #tags: Uint8Array
  readonly #slots: Uint32Array

  constructor(packed: PackedIndex) {
    this.wordLengths = packed.wordLengths
    this.wordTags = packed.wordTags
    this.#bytes = new Uint8Array(packed.bytes)
    this.#starts = new Uint32Array(packed.starts)
    this.#needles = new Uint32Array(packed.needles)
    this.#tags = new Uint8Array(packed.tags)
    this.#slots = new Uint32Array(packed.slots)
  }

  /** The needle number, or -1. */
  lookup(tag: number, text: Uint8Array, start: number, end: number): number {
    const mask = this.#slots.length - 1
    let slot = hashBytes(tag, text, start, end) & mask
    for (let stored = this.#slots[slot] ?? 0; stored !== 0; stored = this.#slots[slot] ?? 0) {
      if (this.#tags[stored - 1] === tag && this.#equals(stored - 1, text, start, end))
        return this.#needles[stored - 1] ?? -1
      slot = (slot + 1) & mask
    }
    return -1
  }

  #equals(entry: number, text: Uint8Array, start: number, end: number): boolean {
    const from = this.#starts[entry] ?? 0
    if ((this.#starts[entry + 1] ?? 0) - from !== end - start) return false
    for (let k = 0; k < end - start; k += 1) if (this.#bytes[from + k] !== text[start + k]) return false
    return true
  }
}

function ascending(numbers: ReadonlySet<number>): readonly number[] {
  return [...numbers].sort((a, b) => a - b)
}

/** At most half full, so that a miss ends soon. */
function slotCount(entries: number): number {
  let count = 16
  while (count < entries * 2) count *= 2
  return count
}

function hashBytes(tag: number, text: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 ^ tag
  for (let k = start; k < end; k += 1) hash = Math.imul(hash ^ (text[k] ?? 0), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}
