/** The members of an archive that somebody else has made, as streams that fail rather than give less than was packed. */

import type { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'

import { fromFdPromise, type Entry } from 'yauzl'

export interface ZipMember {
  /** As the archive has it, in whatever encoding. */
  readonly name: Buffer
  /** Throws when the member is damaged: its size or its CRC is not what the archive says. */
  readonly content: AsyncIterable<Buffer>
}

/** At the end of a folder's name. */
const slash = 0x2f

/** Of an archive of no entries: its directory's end, and a comment. */
const emptySize = 22

/**
 * In the order of the archive's directory; each is to be read before the next one is asked for. `file` is an open
 * descriptor and stays open. Throws when the archive is broken, encrypted, or packed in another way than deflate.
 */
export async function* zipMembers(file: number): AsyncIterable<ZipMember> {
  // Names are told, never used as paths: whatever they are, the member is searched.
  const zip = await fromFdPromise(file, { autoClose: false, lazyEntries: true, decodeStrings: false })
  if (zip.entryCount === 0 && zip.fileSize > emptySize + zip.comment.length)
    throw new Error('zip archive without entries')
  for await (const entry of zip.eachEntry()) {
    const name = Buffer.from(entry.fileName)
    if (name.at(-1) !== slash) yield { name, content: checked(entry, await zip.openReadStreamPromise(entry)) }
  }
}

async function* checked(entry: Entry, content: Readable): AsyncIterable<Buffer> {
  let sum = 0
  for await (const piece of content) {
    if (!Buffer.isBuffer(piece)) throw new TypeError('a stream of bytes was expected')
    sum = crc32(piece, sum)
    yield piece
  }
  if (sum !== entry.crc32) throw new Error('damaged zip member')
}
