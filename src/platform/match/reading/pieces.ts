/** The parts of a field that holds several values: cut at list signs, but never within quotes or brackets. */

import { listSigns } from '../signs.ts'

/** A part of a text, without the blanks around it. */
export interface Piece {
  readonly text: string
  readonly start: number
}

/** One piece for a text without list signs. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = []
  let start = 0
  let closing = ''
  for (let place = 0; place <= text.length; place += 1) {
    const sign = text.charAt(place)
    if (closing !== '' && place < text.length) {
      if (sign === closing) closing = ''
      continue
    }
    const close = closes(sign)
    if (close !== '' && text.includes(close, place + 1)) closing = close
    if (place < text.length && !listSigns.test(sign)) continue
    pieces.push(trimmed(text, start, place))
    start = place + 1
  }
  return pieces.filter((piece) => piece.text !== '')
}

/** The pieces that blanks separate. */
export function wordsOf({ text, start }: Piece): readonly Piece[] {
  return [...text.matchAll(/\S+/g)].map((word) => ({ text: word[0], start: start + word.index }))
}

function closes(sign: string): string {
  return sign === '"' ? '"' : sign === '<' ? '>' : ''
}

function trimmed(text: string, start: number, end: number): Piece {
  const part = text.slice(start, end)
  return { text: part.trim(), start: start + part.length - part.trimStart().length }
}
