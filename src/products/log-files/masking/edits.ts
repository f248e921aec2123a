/** Puts masks into a stream of bytes at recorded places, and leaves alone what is not what was recorded. */

import { detectEncoding, type Encoding, type EncodingSetting } from '../../../platform/files/scan/encoding.ts'
import type { Feed } from '../../../platform/files/scan/feed.ts'
import { compare, encodedText, maskOver } from './mask.ts'

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
interface EditStretch {
  readonly offset: number
  readonly end: number
  readonly edits: readonly Edit[]
}

const pieceSize = 65_536

/** The whole text with its values masked; `done` is told of each that is masked now. */
export async function* edited(
  feed: Feed,
  edits: readonly Edit[],
  style: MaskStyle,
  done: (edit: Edit) => void,
): AsyncIterable<Buffer> {
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
    const { result, gone } = masked(original, stretch, style, text.encoding)
    gone.forEach(done)
    yield result
  }
}

function stretchesOf(edits: readonly Edit[]): readonly EditStretch[] {
  const stretches: EditStretch[] = []
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

interface MaskedStretch {
  readonly result: Buffer
  /** Nothing is left of these. */
  readonly gone: readonly Edit[]
}

function masked(original: Buffer, stretch: EditStretch, style: MaskStyle, encoding: Encoding): MaskedStretch {
  const result = Buffer.from(original)
  const sign = { character: style.character, encoding }
  const seen = stretch.edits.map((edit) => {
    const place = edit.offset - stretch.offset
    return { edit, place, is: compare(original.subarray(place, place + edit.length), edit.value, sign) }
  })
  const written = seen.filter(({ is }) => is === 'found' || is === 'partly')
  for (const { edit, place } of written)
    maskOver(original.subarray(place, place + edit.length), sign).copy(result, place)
  const gone = seen.filter(({ is }) => is !== 'different').map(({ edit }) => edit)
  return { result: style.fixed === null || written.length === 0 ? result : encodedText(style.fixed, encoding), gone }
}
