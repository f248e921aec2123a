/** One file of an archive while it is written, and what it was in the end. */

import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { PassThrough } from 'node:stream'

import type { ZipArchive } from 'archiver'

/** What an entry became. */
export interface EntryDigest {
  readonly path: string
  /** Uncompressed. */
  readonly bytes: number
  /** Of the uncompressed content, hexadecimal. */
  readonly sha256: string
}

/** The earliest time a zip can hold: a date of today would make two archives of the same rows differ. */
const fixedDate = new Date('1980-01-01T00:00:00Z')
const mode = 0o644

/**
 * Bytes of an entry that may lie ready while the compressor is busy with the one before. An entry that is no larger is
 * handed over as a whole: a stream costs more than the rows in it.
 */
const ahead = 256 * 1024

export class ZipEntry {
  readonly path: string
  readonly #archive: ZipArchive
  readonly #stopped: AbortSignal
  readonly #hash = createHash('sha256')
  #bytes = 0
  #held: Buffer[] = []
  #stream: PassThrough | null = null

  constructor(path: string, archive: ZipArchive, stopped: AbortSignal) {
    this.path = path
    this.#archive = archive
    this.#stopped = stopped
  }

  /** Comes back when the archive can take more. */
  async write(piece: Buffer): Promise<void> {
    this.#stopped.throwIfAborted()
    this.#bytes += piece.length
    this.#hash.update(piece)
    if (this.#bytes <= ahead) {
      this.#held.push(piece)
      return
    }
    this.#stream ??= this.#startStream()
    if (!this.#stream.write(piece)) await once(this.#stream, 'drain', { signal: this.#stopped })
  }

  /** Ends the entry; the archive may still be busy with it. */
  close(): EntryDigest {
    if (this.#stream === null) this.#append(Buffer.concat(this.#held))
    else this.#stream.end()
    return { path: this.path, bytes: this.#bytes, sha256: this.#hash.digest('hex') }
  }

  #startStream(): PassThrough {
    const stream = new PassThrough({ highWaterMark: ahead })
    for (const piece of this.#held) stream.write(piece)
    this.#held = []
    this.#append(stream)
    return stream
  }

  #append(source: PassThrough | Buffer): void {
    this.#archive.append(source, { name: this.path, date: fixedDate, mode })
  }
}
