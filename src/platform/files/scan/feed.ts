/** Where the bytes of a log come from, in order: a part of a plain file, or what a compressed one unpacks to. */

import { createReadStream, readSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'

import { onDisk } from '../byte-names.ts'

/** Puts the next bytes into `target` and says how many; 0 at the end. */
export interface Feed {
  readonly next: (target: Uint8Array) => number | Promise<number>
}

/** Positioned reads of an open file from `from` up to `to`, or up to its end when that comes first. */
export function plainFeed(file: number, from: number, to: number): Feed {
  let position = from
  return {
    next: (target) => {
      const wanted = Math.min(target.length, to - position)
      const read = wanted <= 0 ? 0 : readSync(file, target, 0, wanted, position)
      position += read
      return read
    },
  }
}

/** The bytes of any stream of chunks, handed out in the sizes asked for. */
export function streamFeed(stream: AsyncIterable<Uint8Array>): Feed {
  const chunks = stream[Symbol.asyncIterator]()
  let rest = new Uint8Array(0)
  return {
    next: async (target) => {
      while (rest.length === 0) {
        const next = await chunks.next()
        if (next.done === true) return 0
        rest = new Uint8Array(next.value)
      }
      const size = Math.min(rest.length, target.length)
      target.set(rest.subarray(0, size))
      rest = rest.subarray(size)
      return size
    },
  }
}

/**
 * What a gzip file unpacks to; several members one after the other are one text. Throws at the end when zeros follow
 * the last member: gzip ignores them and whatever comes after, but nobody has looked at it. A file of no bytes is empty.
 */
export async function* gunzipped(path: string): AsyncIterable<Buffer> {
  const { size } = await stat(onDisk(path))
  if (size === 0) return
  const source = createReadStream(onDisk(path))
  const unpacked = createGunzip()
  source.on('error', (error) => unpacked.destroy(error))
  unpacked.on('close', () => source.destroy())
  yield* source.pipe(unpacked)
  if (unpacked.bytesWritten < size) throw Object.assign(new Error('trailing bytes'), { code: 'TRAILING_BYTES' })
}

/** The first bytes of a feed, and the feed with them back in place; the first `target` must have room for them. */
export async function peek(feed: Feed, size: number): Promise<{ readonly head: Uint8Array; readonly whole: Feed }> {
  const buffer = new Uint8Array(size)
  let filled = 0
  for (let read = -1; filled < size && read !== 0; filled += read) read = await feed.next(buffer.subarray(filled))
  const head = buffer.slice(0, filled)
  let given = false
  const next = (target: Uint8Array): number | Promise<number> => {
    if (given || head.length === 0) return feed.next(target)
    given = true
    target.set(head)
    return head.length
  }
  return { head, whole: { next } }
}
