/** Scans a part of a plain UTF-8 file: the work that is shared out between threads. */

import { closeSync, openSync } from 'node:fs'

import { identityOf } from '../locator.ts'
import { spansIn } from '../matching/confirm.ts'
import type { NeedleIndex } from '../matching/index-of-needles.ts'
import type { Scanner } from '../matching/scanner.ts'
import { chunksOf, context, type Chunk } from './chunks.ts'
import { plainFeed } from './feed.ts'
import { checksum, packHits, type Hit, type PackedHits } from './hits.ts'

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
    const hits: Hit[] = []
    for await (const chunk of chunksOf(feed, scanner.buffer, { ...part, start }, 'utf-8')) {
      for (const hit of hitsOf(chunk, scanner, index)) hits.push(hit)
    }
    return packHits(hits)
  } finally {
    closeSync(file)
  }
}

/** The text of the chunk stands in the scanner's buffer. */
export function* hitsOf(chunk: Chunk, scanner: Scanner, index: NeedleIndex): Iterable<Hit> {
  for (const { start, end, needle } of spansIn(scanner, index, chunk)) {
    const offset = chunk.offsetOf(start)
    yield { offset, length: chunk.offsetOf(end) - offset, needle, sum: checksum(scanner.buffer, start, end) }
  }
}
