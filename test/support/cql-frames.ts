/** The notations of the native protocol, read and written. Reading past the end is an error of the protocol. */

import { CqlError } from './cql-store.ts'

export class FrameReader {
  readonly #body: Buffer
  #at = 0

  constructor(body: Buffer) {
    this.#body = body
  }

  get left(): number {
    return this.#body.length - this.#at
  }

  #take(count: number): Buffer {
    if (count < 0 || count > this.left) throw new CqlError(0x000a, 'the body is shorter than its content')
    this.#at += count
    return this.#body.subarray(this.#at - count, this.#at)
  }

  byte(): number {
    return this.#take(1).readUInt8()
  }

  short(): number {
    return this.#take(2).readUInt16BE()
  }

  int(): number {
    return this.#take(4).readInt32BE()
  }

  long(): bigint {
    return this.#take(8).readBigInt64BE()
  }

  string(): string {
    return this.#take(this.short()).toString()
  }

  longString(): string {
    return this.#take(this.int()).toString()
  }

  /** Null for null; what was not set is not understood. */
  bytes(): Buffer | null {
    const length = this.int()
    if (length === -2) throw new CqlError(0x2200, 'a value that is not set')
    return length < 0 ? null : this.#take(length)
  }

  shortBytes(): Buffer {
    return this.#take(this.short())
  }

  stringList(): readonly string[] {
    return Array.from({ length: this.short() }, () => this.string())
  }

  stringMap(): ReadonlyMap<string, string> {
    return new Map(Array.from({ length: this.short() }, () => [this.string(), this.string()] as const))
  }
}

export class FrameWriter {
  readonly #parts: Buffer[] = []

  byte(value: number): this {
    return this.#push(Buffer.from([value]))
  }

  short(value: number): this {
    const bytes = Buffer.alloc(2)
    bytes.writeUInt16BE(value)
    return this.#push(bytes)
  }

  int(value: number): this {
    const bytes = Buffer.alloc(4)
    bytes.writeInt32BE(value)
    return this.#push(bytes)
  }

  string(value: string): this {
    return this.shortBytes(Buffer.from(value))
  }

  bytes(value: Buffer | null): this {
    this.int(value === null ? -1 : value.length)
    return value === null ? this : this.#push(value)
  }

  shortBytes(value: Buffer): this {
    return this.short(value.length).#push(value)
  }

  end(): Buffer {
    return Buffer.concat(this.#parts)
  }

  #push(bytes: Buffer): this {
    this.#parts.push(bytes)
    return this
  }
}
