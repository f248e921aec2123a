/** Scans a part of a plain UTF-8 file: the work that is shared out between threads. */

import { closeSync, openSync, readSync } from 'node:fs'

import { onDisk } from '../byte-names.ts'
import { identityOf } from './file-on-disk.ts'
import { searchText } from '../../match/bytes/confirm.ts'
import type { NeedleIndex } from '../../match/bytes/index-of-needles.ts'
import { scanCapacity, type Scanner } from '../../match/bytes/scanner.ts'
import { context, type Chunk } from './chunks.ts'
import { asNoText, asRotated } from './failures.ts'
import { textFlaw } from './is-text.ts'
import { countHidden } from './hidden-values.ts'
import { checksum, packHits, type Hit } from './hits.ts'
import type { ScannedPart } from './scan-messages.ts'

export interface FilePart {
  readonly path: string
  readonly from: number
  readonly to: number
  /** Size of the file when the search began; what is appended later is not looked at. */
  readonly size: number
  /** Device and inode: a file that was rotated meanwhile is another one. */
  readonly file: string
}

/** How much of a part is new in the scanner's buffer, with what surrounds it on both sides. */
const step = scanCapacity - 2 * context

export function scanPart(part: FilePart, scanner: Scanner, index: NeedleIndex): ScannedPart {
  const file = openSync(onDisk(part.path), 'r')
  try {
    if (identityOf(file).file !== part.file) throw asRotated()
    const hits: Hit[] = []
    let hidden = 0
    for (let from = part.from; from < part.to; from += step) {
      const stretch = readStretch(file, scanner.buffer, { ...part, from, to: Math.min(from + step, part.to) })
      const found = hitsOf(stretch, scanner, index)
      for (const hit of found.hits) hits.push(hit)
      hidden += found.hidden
    }
    return { hits: packHits(hits), hidden }
  } finally {
    closeSync(file)
  }
}

type PartStretch = Pick<Chunk, 'length' | 'from' | 'to' | 'offsetOf'>

/** Less than it was asked for when the file has become shorter. */
function readStretch(
  file: number,
  buffer: Uint8Array,
  { from, to, size }: Omit<FilePart, 'path' | 'file'>,
): PartStretch {
  const start = Math.max(0, from - context)
  const wanted = Math.min(size, to + context) - start
  let length = 0
  for (let read = -1; length < wanted && read !== 0; length += read)
    read = readSync(file, buffer, length, wanted - length, start + length)
  return { length, from: from - start, to: Math.min(length, to - start), offsetOf: (place) => start + place }
}

export interface Scanned {
  readonly hits: readonly Hit[]
  readonly hidden: number
}

/** The text of the stretch stands in the scanner's buffer. */
export function hitsOf(stretch: PartStretch, scanner: Scanner, index: NeedleIndex): Scanned {
  const { spans, controls } = searchText(scanner, index, stretch)
  const flaw = controls === 0 ? null : textFlaw(scanner.buffer.subarray(stretch.from, stretch.to))
  if (flaw !== null) throw asNoText(flaw)
  const hits = spans.map(({ start, end, needle }) => {
    const offset = stretch.offsetOf(start)
    return { offset, length: stretch.offsetOf(end) - offset, needle, sum: checksum(scanner.buffer, start, end) }
  })
  const view = scanner.buffer.subarray(0, stretch.length)
  return { hits, hidden: countHidden(view, stretch.from, stretch.to) }
}
