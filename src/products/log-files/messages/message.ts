/** What belongs together in a log: a line, or in T-Server format a head line with its indented lines. */

import { StepFailed } from '../../../domain/errors.ts'
import type { Format } from '../settings.ts'
import type { Excerpt, ReadExcerpt } from '../../../platform/files/scan/excerpt.ts'

export interface Message {
  readonly excerpt: Excerpt
  /** Places in the excerpt, the last line end not included. */
  readonly start: number
  readonly end: number
  /** False when it goes on beyond what could be read of it. */
  readonly whole: boolean
}

/** How a message is told, and how far it may go to either side of a mention, in bytes: memory stays bounded. */
export interface MessageBounds {
  readonly format: Format
  readonly farthest: number
}

const nearest = 2048
const [farthest, farthestWithKeys] = [524_288, 16_777_216]

/** Keys can be told only in a message that is there as a whole; without any it may be cut. */
export function boundsOf(format: Format, withKeys: boolean): MessageBounds {
  return { format, farthest: withKeys ? farthestWithKeys : farthest }
}

/** The message around a file offset. */
export function messageAround(read: ReadExcerpt, offset: number, bounds: MessageBounds): Message {
  const { format } = bounds
  for (let reach = nearest; ; reach = Math.min(4 * reach, bounds.farthest)) {
    const excerpt = read(offset - reach, offset + reach)
    const { bytes, atStart, atEnd } = excerpt
    const place = excerpt.placeOf(offset)
    const start = messageStart(bytes, place, format)
    const end = messageEnd(bytes, place, format)
    // Of T-Server messages the line end is not enough: the next line may belong to it.
    const known = format === 't-server' ? end + 1 : end
    const whole = (start > 0 || atStart) && (known < bytes.length || atEnd)
    if (whole || reach >= bounds.farthest) return { excerpt, start, end: withoutReturn(bytes, end), whole }
  }
}

/** Nothing is skipped in silence: without the whole message its columns cannot be counted, nor its keys seen. */
export function tooLong(): StepFailed {
  const message =
    'a log holds a message too long to tell its keys (16 MiB, in a compressed log 100 KiB, to either side of a mention); ' +
    'check `format` and `delimiter` of this log, unpack it, or search it without `keys`'
  return new StepFailed('file', message, { retryable: false })
}

function messageStart(bytes: Uint8Array, place: number, format: Format): number {
  let start = lineStart(bytes, place)
  while (format === 't-server' && start > 0 && isIndented(bytes, start)) start = lineStart(bytes, start - 1)
  return start
}

function messageEnd(bytes: Uint8Array, place: number, format: Format): number {
  let end = lineEnd(bytes, place)
  while (format === 't-server' && end + 1 < bytes.length && isIndented(bytes, end + 1)) end = lineEnd(bytes, end + 1)
  return end
}

function withoutReturn(bytes: Uint8Array, end: number): number {
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
