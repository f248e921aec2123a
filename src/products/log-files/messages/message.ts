/** What belongs together in a log: a line, a row, or an event of several lines. */

import type { Format } from '../settings.ts'
import type { Excerpt, ReadExcerpt } from '../../../platform/files/scan/excerpt.ts'
import { eventAround, type Ends, type EventStretch } from './event.ts'
import { latin } from './lines.ts'
import { rowAround, type RowShape } from './row.ts'

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
  /** Of a delimited log whose columns are known. */
  readonly row: RowShape | null
}

const nearest = 2048
const [farthest, farthestWithKeys] = [524_288, 16_777_216]

/** Keys can be told only in a message that is there as a whole; without any it may be cut. */
export function boundsOf(format: Format, withKeys: boolean, row: RowShape | null): MessageBounds {
  return { format, farthest: withKeys ? farthestWithKeys : farthest, row }
}

/** The message around a file offset. */
export function messageAround(read: ReadExcerpt, offset: number, bounds: MessageBounds): Message {
  for (let reach = nearest; ; reach = Math.min(4 * reach, bounds.farthest)) {
    const excerpt = read(offset - reach, offset + reach)
    const { start, end, whole } = stretchAround(latin(excerpt), excerpt.placeOf(offset), bounds, excerpt)
    if (whole || reach >= bounds.farthest) return { excerpt, start, end, whole }
  }
}

function stretchAround(text: string, place: number, { format, row }: MessageBounds, ends: Ends): EventStretch {
  return format === 't-server' ? eventAround(text, place, ends) : rowAround(text, place, row, ends)
}
