/** The members of a zip archive as streams: enough of the format to search archived logs. */

import { readSync } from 'node:fs'
import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'

export interface ZipMember {
  readonly name: string
  readonly content: AsyncIterable<Uint8Array>
}

const [endMark, entryMark] = [0x06054b50, 0x02014b50]
const endSize = 22
const longestComment = 65_535

/** Throws when the archive is broken, encrypted or uses ZIP64 or another packing than stored and deflated. */
export async function* zipMembers(file: number, size: number): AsyncIterable<ZipMember> {
  const tail = readAt(file, Math.max(0, size - endSize - longestComment), Math.min(size, endSize + longestComment))
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || tail.readUInt32LE(end) !== endMark) throw new Error('no zip archive')
  const directory = readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12))
  for (let at = 0, count = tail.readUInt16LE(end + 10); count > 0; count -= 1) {
    if (directory.readUInt32LE(at) !== entryMark) throw new Error('broken zip archive')
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) => directory.readUInt16LE(at + place))
    const name = directory.toString('utf8', at + 46, at + 46 + (nameLength ?? 0))
    if (!name.endsWith('/')) yield { name, content: contentOf(file, directory, at) }
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0)
  }
}

function contentOf(file: number, directory: Buffer, at: number): AsyncIterable<Uint8Array> {
  const [flags, method] = [directory.readUInt16LE(at + 8), directory.readUInt16LE(at + 10)]
  if ((flags & 1) !== 0 || (method !== 0 && method !== 8)) throw new Error('unreadable zip member')
  const packed = directory.readUInt32LE(at + 20)
  const header = readAt(file, directory.readUInt32LE(at + 42), 30)
  const start = directory.readUInt32LE(at + 42) + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  const raw = Readable.from(piecesOf(file, start, packed))
  return method === 0 ? raw : raw.pipe(createInflateRaw())
}

function* piecesOf(file: number, start: number, length: number): Iterable<Buffer> {
  for (let at = 0; at < length; at += 65_536) yield readAt(file, start + at, Math.min(65_536, length - at))
}

function readAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  if (readSync(file, bytes, 0, length, position) !== length) throw new Error('cut off zip archive')
  return bytes
}
