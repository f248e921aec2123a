/** Puts masks into a stream of bytes at recorded places, and leaves alone what is not what was recorded. */

import { detectEncoding, type Encoding, type EncodingSetting } from '../reading/encoding.ts'
import type { Feed } from '../reading/feed.ts'
import { compare, maskOfLength } from './mask.ts'

export interface Edit {
  readonly offset: number
  readonly length: number
  readonly value: string
}

export interface MaskStyle {
  readonly character: string
  /** Written in place of each value whatever its length; null keeps every length. */
  readonly fixed: string | null
  readonly encoding: EncodingSetting
}

/** Edits that overlap or touch, as one stretch. */
interface Stretch {
  readonly offset: number
  readonly end: number
  readonly edits: readonly Edit[]
}

const pieceSize = 65_536

/** The whole text with its values masked. */
export async function* edited(feed: Feed, edits: readonly Edit[], style: MaskStyle): AsyncIterable<Buffer> {
  let position = 0
  const text: { encoding: Encoding; begun: boolean } = { encoding: 'utf-8', begun: false }
  const take = async (length: number): Promise<Buffer> => {
    const bytes = Buffer.allocUnsafe(length)
    let filled = 0
    for (let read = -1; filled < length && read !== 0; filled += read) read = await feed.next(bytes.subarray(filled))
    if (!text.begun) text.encoding = detectEncoding(bytes.subarray(0, filled), style.encoding)
    text.begun = true
    position += filled
    return bytes.subarray(0, filled)
  }
  for (const stretch of [...stretchesOf(edits), null]) {
    const until = stretch?.offset ?? Infinity
    while (position < until) {
      const copied = await take(Math.min(pieceSize, until - position))
      if (copied.length === 0) return
      yield copied
    }
    if (stretch === null) return
    const original = await take(stretch.end - stretch.offset)
    yield masked(original, stretch, style, text.encoding)
  }
}

function stretchesOf(edits: readonly Edit[]): readonly Stretch[] {
  const stretches: Stretch[] = []
  for (const edit of [...edits].sort((a, b) => a.offset - b.offset)) {
    const last = stretches.at(-1)
    const end = edit.offset + edit.length
    if (last === undefined || edit.offset >= last.end) stretches.push({ offset: edit.offset, end, edits: [edit] })
    else
      stretches[stretches.length - 1] = {
        offset: last.offset,
        end: Math.max(end, last.end),
        edits: [...last.edits, edit],
      }
  }
  return stretches
}

function masked(original: Buffer, stretch: Stretch, style: MaskStyle, encoding: Encoding): Buffer {
  const result = Buffer.from(original)
  let changed = false
  for (const { offset, length, value } of stretch.edits) {
    const place = offset - stretch.offset
    const sign = { character: style.character, encoding }
    const seen = compare(original.subarray(place, place + length), value, sign)
    if (seen !== 'found' && seen !== 'partly') continue
    maskOfLength(length, style.character, encoding).copy(result, place)
    changed = true
  }
  if (style.fixed === null || !changed) return result
  const text =
    encoding === 'utf-16le' || encoding === 'utf-16be' ? Buffer.from(style.fixed, 'utf16le') : Buffer.from(style.fixed)
  return encoding === 'utf-16be' ? text.swap16() : text
}
