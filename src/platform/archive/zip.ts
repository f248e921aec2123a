/** A zip archive written as it comes: back-pressure from the file to the source, and the same bytes for the same entries. */

import { once } from 'node:events'
import { constants } from 'node:zlib'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import type { ZipArchive } from 'archiver'

import { joinBlocks } from './blocks.ts'
import { ZipEntry } from './zip-entry.ts'

/** Deflate runs beside us on a thread of its own; at this level it keeps up with the rows. */
const compression = { level: constants.Z_BEST_SPEED, chunkSize: 64 * 1024 }

/** Entries that may wait for the compressor: enough to keep it busy with small ones, and a bound on memory. */
const mostWaiting = 16

/** Gives the entries of an archive, one after the other. */
export class Zip {
  readonly #archive: ZipArchive
  readonly #stopped: AbortSignal
  #waiting = 0

  constructor(archive: ZipArchive, stopped: AbortSignal) {
    this.#archive = archive
    this.#stopped = stopped
    archive.on('entry', () => {
      this.#waiting -= 1
    })
  }

  /** A new entry; the one before must be closed. `path` must be safe and new, see EntryPaths. */
  async open(path: string): Promise<ZipEntry> {
    while (this.#waiting >= mostWaiting) await once(this.#archive, 'entry', { signal: this.#stopped })
    this.#waiting += 1
    return new ZipEntry(path, this.#archive, this.#stopped)
  }
}

/**
 * Has `work` write the entries, then the directory of the archive, and ends `output`. Archives and entries above 4 GiB
 * and more than 65,535 entries become ZIP64. Fails with the first error of `work` or `output`.
 */
export async function writeZip<T>(output: Writable, work: (zip: Zip) => Promise<T>): Promise<T> {
  // Loaded on first use: whoever exports nothing need not wait for its sixty modules.
  const { ZipArchive } = await import('archiver')
  const archive = new ZipArchive({ zlib: compression })
  const stopped = new AbortController()
  const sent = pipeline(archive, joinBlocks(), output)
  // Whoever waits for the archive must wake up when it fails: there will be no further event.
  sent.catch((error: unknown) => {
    stopped.abort(error)
  })
  try {
    const result = await work(new Zip(archive, stopped.signal))
    // What finalize would reject with, `sent` does; when the output has failed, finalize waits for ever.
    archive.finalize().catch(() => {})
    await sent
    return result
  } catch (error) {
    const first: unknown = stopped.signal.aborted ? stopped.signal.reason : error
    archive.destroy()
    await sent.catch(() => {})
    throw first
  }
}
