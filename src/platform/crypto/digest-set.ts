/** Remembers texts by 64 bits of their digests: millions of them in 16 bytes each, however long they are. */

import { hash } from 'node:crypto'

const smallest = 1024

/** Two texts share a digest by chance about once in four million sets of ten million. */
export class DigestSet {
  /** Pairs of high and low halves; a pair of zeros is a free place. */
  #places = new Uint32Array(2 * smallest)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** Whether it was not there before. */
  add(text: string): boolean {
    if (this.#size * 4 > this.#places.length) this.#grow()
    const [high, low] = digestOf(text)
    if (!this.#put(high, low)) return false
    this.#size += 1
    return true
  }

  has(text: string): boolean {
    const places = this.#places
    const mask = places.length / 2 - 1
    const [high, low] = digestOf(text)
    for (let place = low & mask; ; place = (place + 1) & mask) {
      const [there, rest] = [places[2 * place] ?? 0, places[2 * place + 1] ?? 0]
      if (there === high && rest === low) return true
      if (there === 0 && rest === 0) return false
    }
  }

  #put(high: number, low: number): boolean {
    const places = this.#places
    const mask = places.length / 2 - 1
    for (let place = low & mask; ; place = (place + 1) & mask) {
      const [there, rest] = [places[2 * place] ?? 0, places[2 * place + 1] ?? 0]
      if (there === high && rest === low) return false
      if (there !== 0 || rest !== 0) continue
      places[2 * place] = high
      places[2 * place + 1] = low
      return true
    }
  }

  #grow(): void {
    const before = this.#places
    this.#places = new Uint32Array(2 * before.length)
    for (let i = 0; i < before.length; i += 2) {
      const [high, low] = [before[i] ?? 0, before[i + 1] ?? 0]
      if (high !== 0 || low !== 0) this.#put(high, low)
    }
  }
}

function digestOf(text: string): readonly [high: number, low: number] {
  const digest = hash('sha256', text, 'buffer')
  const [high, low] = [digest.readUInt32LE(0), digest.readUInt32LE(4)]
  return high === 0 && low === 0 ? [1, 0] : [high, low]
}
