/** What belongs together in a log: a line, or in T-Server format a head line with its indented lines. */

import type { Format } from '../settings.ts'
import type { Excerpt, ReadExcerpt } from '../reading/excerpt.ts'

export interface Message {
  readonly excerpt: Excerpt
  /** Places in the excerpt, the last line end not included. */
  readonly start: number
  readonly end: number
}

/** A message goes no further than this to either side of a mention, in bytes: memory stays bounded. */
const farthest = 262_144
const nearest = 2048

/** The message around a file offset. */
export function messageAround(read: ReadExcerpt, offset: number, format: Format): Message {
  for (let reach = nearest; ; reach *= 4) {
    const excerpt = read(offset - reach, offset + reach)
    const place = excerpt.placeOf(offset)
    const start = messageStart(excerpt.bytes, place, format)
    const end = messageEnd(excerpt.bytes, place, format)
    const whole = (start > 0 || excerpt.atStart) && (end < excerpt.bytes.length || excerpt.atEnd)
    if (whole || reach >= farthest) return { excerpt, start, end }
  }
}

function messageStart(bytes: Uint8Array, place: number, format: Format): number {
  let start = lineStart(bytes, place)
  while (format === 't-server' && start > 0 && isIndented(bytes, start)) start = lineStart(bytes, start - 1)
  return start
}

function messageEnd(bytes: Uint8Array, place: number, format: Format): number {
  let end = lineEnd(bytes, place)
  while (format === 't-server' && end + 1 < bytes.length && isIndented(bytes, end + 1)) end = lineEnd(bytes, end + 1)
  return end > 0 && bytes[end - 1] === 0x0d ? end - 1 : end
}

function lineStart(bytes: Uint8Array, place: number): number {
  return place === 0 ? 0 : bytes.lastIndexOf(0x0a, place - 1) + 1
}

function lineEnd(bytes: Uint8Array, place: number): number {
  const end = bytes.indexOf(0x0a, place)
  return end < 0 ? bytes.length : end
}

function isIndented(bytes: Uint8Array, line: number): boolean {
  return bytes[line] === 0x20 || bytes[line] === 0x09
}
