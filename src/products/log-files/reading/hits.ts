/** Needles seen in a file, packed so that they travel between threads without a copy, however many they are. */

/** Offsets and lengths count bytes of the file (of the unpacked text, when it is compressed). */
export interface Hit {
  readonly offset: number
  readonly length: number
  readonly needle: number
  /** What stands there. */
  readonly value: string
  /** As in the locator. */
  readonly lines: string
}

/** Of each hit its numbers, and the texts of all of them one after the other. */
export interface PackedHits {
  readonly numbers: Float64Array<ArrayBuffer>
  readonly text: Uint8Array<ArrayBuffer>
}

/** Offset, length, needle, bytes of the value, and the two halves of the digest. */
const numbersOfHit = 6
const halfDigest = 8

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Takes hits one by one; only of logs whose places have a digest of lines. */
export class HitPacker {
  readonly #numbers: number[] = []
  #text = new Uint8Array(1024)
  #length = 0

  add({ offset, length, needle, value, lines }: Hit): void {
    this.#makeRoom(3 * value.length)
    const { written } = encoder.encodeInto(value, this.#text.subarray(this.#length))
    this.#length += written
    const halves = [lines.slice(0, halfDigest), lines.slice(halfDigest)].map((half) => parseInt(half, 16))
    this.#numbers.push(offset, length, needle, written, ...halves)
  }

  packed(): PackedHits {
    return { numbers: Float64Array.from(this.#numbers), text: this.#text.slice(0, this.#length) }
  }

  #makeRoom(bytes: number): void {
    if (this.#length + bytes <= this.#text.length) return
    const larger = new Uint8Array(2 * this.#text.length + bytes)
    larger.set(this.#text)
    this.#text = larger
  }
}

export function* unpackHits({ numbers, text }: PackedHits): Iterable<Hit> {
  let start = 0
  for (let n = 0; n < numbers.length; n += numbersOfHit) {
    const at = (place: number): number => numbers[n + place] ?? 0
    const end = start + at(3)
    const value = decoder.decode(text.subarray(start, end))
    yield { offset: at(0), length: at(1), needle: at(2), value, lines: half(at(4)) + half(at(5)) }
    start = end
  }
}

function half(digest: number): string {
  return digest.toString(16).padStart(halfDigest, '0')
}
