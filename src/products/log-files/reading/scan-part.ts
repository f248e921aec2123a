/** Scans a part of a plain UTF-8 file: the work that is shared out between threads. */

import { closeSync, openSync } from 'node:fs'

import { identityOf, lineDigest } from '../locator.ts'
import { spansIn } from '../matching/confirm.ts'
import type { NeedleIndex } from '../matching/index-of-needles.ts'
import type { Scanner } from '../matching/scanner.ts'
import { chunksOf, context, type Chunk } from './chunks.ts'
import { plainFeed } from './feed.ts'
import { HitPacker, type Hit, type PackedHits } from './hits.ts'
import type { ReadBytes } from './window.ts'

export interface Part {
  readonly path: string
  readonly from: number
  readonly to: number
  /** Size of the file when the search began; what is appended later is not looked at. */
  readonly size: number
  /** Device and inode: a file that was rotated meanwhile is another one. */
  readonly file: string
}

/** One part after the other, however many are asked for at once: they share the scanner's buffer. */
export function scanInTurn(scanner: Scanner, index: NeedleIndex): (part: Part) => Promise<PackedHits> {
  let last: Promise<unknown> = Promise.resolve()
  return (part) => {
    const next = last.then(() => scanPart(part, scanner, index))
    last = next.catch(() => {})
    return next
  }
}

async function scanPart(part: Part, scanner: Scanner, index: NeedleIndex): Promise<PackedHits> {
  const file = openSync(part.path, 'r')
  try {
    if (identityOf(file).file !== part.file) throw Object.assign(new Error('rotated'), { code: 'ROTATED' })
    const start = Math.max(0, part.from - context)
    const feed = plainFeed(file, start, Math.min(part.size, part.to + context))
    const hits = new HitPacker()
    for await (const chunk of chunksOf(feed, scanner.buffer, { ...part, start }, 'utf-8')) {
      const base = chunk.offsetOf(0)
      const read: ReadBytes = (from, to) => scanner.buffer.subarray(from - base, to - base)
      const linesAt = (offset: number): string => lineDigest(read, offset)
      for (const hit of hitsOf(chunk, { scanner, index, linesAt })) hits.add(hit)
    }
    return hits.packed()
  } finally {
    closeSync(file)
  }
}

/** What hits are found with: the chunk stands in the scanner's buffer. */
export interface Means {
  readonly scanner: Scanner
  readonly index: NeedleIndex
  /** The digest of the line ends before an offset. */
  readonly linesAt: (offset: number) => string
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

export function* hitsOf(chunk: Chunk, { scanner, index, linesAt }: Means): Iterable<Hit> {
  for (const { start, end, needle } of spansIn(scanner, index, chunk)) {
    const offset = chunk.offsetOf(start)
    const value = decoder.decode(scanner.buffer.subarray(start, end))
    yield { offset, length: chunk.offsetOf(end) - offset, needle, value, lines: linesAt(offset) }
  }
}
