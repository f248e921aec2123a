/** The parts of a field that holds several values: cut at list signs, but never within quotes or brackets. */

import { connectives, listSigns, numberSchemes, userSchemes } from '../signs.ts'

/** A part of a text, without the blanks around it. */
export interface TextPiece {
  readonly text: string
  readonly start: number
}

/** One piece for a text without list signs. */
export function piecesOf(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = []
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
    if (place < text.length && (!listSigns.test(sign) || isWithin(text, start, place))) continue
    pieces.push(trimmed(text, start, place))
    start = place + 1
  }
  return pieces.filter((piece) => piece.text !== '')
}

const entity = /&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,6});$/i
const link = new RegExp(`^\\s*(?:.*<)?(?:${[...numberSchemes, ...userSchemes].join('|')}):`, 'i')
const parameter = /^;[a-z][\w-]*(?:[=@;>]|$)/i

/** The semicolon of `&#43;`, or before a parameter of a link: `sip:212…;user=phone@…`. */
function isWithin(text: string, start: number, place: number): boolean {
  if (text.charAt(place) !== ';') return false
  if (entity.test(text.slice(Math.max(start, place - 9), place + 1))) return true
  return parameter.test(text.slice(place, place + 64)) && link.test(text.slice(start, place))
}

/** The parts between which words such as `or` stand; one for a text without such words. */
export function joinedIn({ text, start }: TextPiece): readonly TextPiece[] {
  const parts: TextPiece[] = []
  let from = 0
  for (const word of text.matchAll(connectives)) {
    parts.push(trimmed(text, from, word.index))
    from = word.index + word[0].length
  }
  return [...parts, trimmed(text, from, text.length)].map((part) => ({ ...part, start: start + part.start }))
}

/** The pieces that blanks separate. */
export function wordsOf({ text, start }: TextPiece): readonly TextPiece[] {
  return [...text.matchAll(/\S+/g)].map((word) => ({ text: word[0], start: start + word.index }))
}

function closes(sign: string): string {
  return sign === '"' ? '"' : sign === '<' ? '>' : ''
}

function trimmed(text: string, start: number, end: number): TextPiece {
  const part = text.slice(start, end)
  return { text: part.trim(), start: start + part.length - part.trimStart().length }
}
