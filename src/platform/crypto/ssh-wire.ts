/** Reads and writes the length-prefixed fields that SSH keys and signatures are made of (RFC 4251, section 5). */

/** Throws RangeError where the bytes end too early. */
export class SshReader {
  #rest: Buffer

  constructor(bytes: Buffer) {
    this.#rest = bytes
  }

  get isAtEnd(): boolean {
    return this.#rest.length === 0
  }

  take(length: number): Buffer {
    if (length > this.#rest.length) throw new RangeError('the bytes end too early')
    const taken = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(length)
    return taken
  }

  number(): number {
    return this.take(4).readUInt32BE()
  }

  field(): Buffer {
    return this.take(this.number())
  }

  text(): string {
    return this.field().toString('utf8')
  }

  /** An unsigned integer, without the zero that keeps it from being negative. */
  integer(): Buffer {
    const bytes = this.field()
    return bytes[0] === 0 ? bytes.subarray(1) : bytes
  }
}

export function sshField(content: Buffer | string): Buffer {
  const bytes = Buffer.from(content)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
