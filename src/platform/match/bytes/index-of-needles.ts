/** Everything that is searched for, packed into shared memory: exact lookup by bytes, one copy for all threads. */

/** What kind of text an entry is compared with. */
export const tags = { phone: 1, email: 2, ip: 3, word: 4 } as const

/** What one needle is searched by. */
export interface NeedleTexts {
  readonly tag: number
  readonly texts: readonly string[]
}

/** Shared buffers; goes to worker threads as it is. */
export interface PackedIndex {
  readonly bytes: SharedArrayBuffer
  readonly starts: SharedArrayBuffer
  readonly needles: SharedArrayBuffer
  readonly tags: SharedArrayBuffer
  readonly slots: SharedArrayBuffer
  /** In bytes, of the longest word however its letters are written; 0 without words. */
  readonly longestWord: number
  readonly wordTags: readonly number[]
}

/** Capital letters and combining accents take more bytes than what a word is compared by. */
const mostGrowth = 3

/** Bytes of UTF-8 for one UTF-16 code unit, at most. */
const mostBytes = 3

/** The needles are numbered as they come. */
export function packIndex(entries: readonly NeedleTexts[]): PackedIndex {
  const { count, length } = sizeOf(entries)
  const words = entries.filter(({ tag }) => tag >= tags.word)
  const packed = {
    bytes: new SharedArrayBuffer(length * mostBytes),
    starts: new SharedArrayBuffer(4 * (count + 1)),
    needles: new SharedArrayBuffer(4 * count),
    tags: new SharedArrayBuffer(count),
    slots: new SharedArrayBuffer(4 * slotCount(count)),
    longestWord: words.reduce((most, { texts }) => Math.max(most, ...texts.map(growing)), 0),
    wordTags: ascending(new Set(words.map(({ tag }) => tag))),
  }
  fillIndex(packed, entries)
  return packed
}

function growing(text: string): number {
  return mostGrowth * Buffer.byteLength(text)
}

function sizeOf(entries: readonly NeedleTexts[]): { readonly count: number; readonly length: number } {
  let [count, length] = [0, 0]
  for (const { texts } of entries) {
    count += texts.length
    for (const text of texts) length += text.length
  }
  return { count, length }
}

function fillIndex(packed: PackedIndex, entries: readonly NeedleTexts[]): void {
  const bytes = new Uint8Array(packed.bytes)
  const kinds = new Uint8Array(packed.tags)
  const starts = new Uint32Array(packed.starts)
  const needles = new Uint32Array(packed.needles)
  const slots = new Uint32Array(packed.slots)
  let needle = 0
  let number = 0
  let end = 0
  for (const { tag, texts } of entries) {
    for (const text of texts) {
      const start = end
      end += writeText(bytes, text, start)
      needles[number] = needle
      kinds[number] = tag
      number += 1
      starts[number] = end
      takeSlot(slots, hashBytes(tag, bytes, start, end), number)
    }
    needle += 1
  }
}

/** The first free one from where the hash points. */
function takeSlot(slots: Uint32Array, hash: number, number: number): void {
  const mask = slots.length - 1
  let slot = hash & mask
  while (slots[slot] !== 0) slot = (slot + 1) & mask
  slots[slot] = number
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
  readonly longestWord: number
  readonly wordTags: readonly number[]
  readonly #bytes: Uint8Array
  readonly #starts: Uint32Array
  readonly #needles: Uint32Array
  readonly #tags: Uint8Array
  readonly #slots: Uint32Array

  constructor(packed: PackedIndex) {
    this.longestWord = packed.longestWord
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

  /** Every needle with this text: two words may have a key in common and be different ones by another. */
  all(tag: number, text: Uint8Array): readonly number[] {
    const mask = this.#slots.length - 1
    const found: number[] = []
    let slot = hashBytes(tag, text, 0, text.length) & mask
    for (let stored = this.#slots[slot] ?? 0; stored !== 0; stored = this.#slots[slot] ?? 0) {
      if (this.#tags[stored - 1] === tag && this.#equals(stored - 1, text, 0, text.length))
        found.push(this.#needles[stored - 1] ?? -1)
      slot = (slot + 1) & mask
    }
    return found
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
