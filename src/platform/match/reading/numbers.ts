/** The numbers of a field that holds several, with nothing but numbers and what separates them. */

import { readInternational } from '../numbering.ts'
import { separators, stripSeparators } from '../signs.ts'
import { numberIn, withoutFraction } from './number.ts'
import { numbersOfRun } from './number-runs.ts'
import { joinedIn, piecesOf, type TextPiece } from './pieces.ts'
import { plain } from './plain.ts'

export interface NumberAt {
  readonly bare: string
  readonly extended: boolean
  readonly start: number
  readonly end: number
}

const within = separators.map((sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`).join('')
const onlyNumbers = new RegExp(`^[+0-9${within}]+$`)
/** A `+` begins a number of its own. */
const runs = new RegExp(`\\+?[0-9${within}]+`, 'g')

/** From here on a group of digits is a number with its area code. */
const complete = 10

export function numbersIn(text: string): readonly NumberAt[] {
  const { text: shown, placeOf } = plain(text, 'number')
  const pieces = piecesOf(shown)
  if (pieces.some((piece) => isPartOfAmount(shown, piece))) return []
  return pieces.flatMap(inPiece).map((found) => ({ ...found, start: placeOf(found.start), end: placeOf(found.end) }))
}

/** `2,125,550,142` is an amount, and what a telephone system dials first is no number either: `9,2125550142`. */
function isPartOfAmount(text: string, { text: piece, start }: TextPiece): boolean {
  if (!/^\d{1,6}$/.test(piece)) return false
  return text.charAt(start - 1) === ',' || text.charAt(start + piece.length) === ','
}

function inPiece(piece: TextPiece): readonly NumberAt[] {
  const parts = joinedIn(piece)
  if (parts.length === 1) return inPart(piece)
  const each = parts.map(inPart)
  return each.every((found) => found.length > 0) ? each.flat() : []
}

function inPart(piece: TextPiece): readonly NumberAt[] {
  const { text, start } = piece
  const whole = numberIn(text)
  const found = whole === null ? inRecording(piece) : [{ ...whole, start, end: start + text.length }]
  // The zeros of a fraction are no digits of another number.
  return onlyNumbers.test(text) && withoutFraction(text) === null ? [...found, ...inRuns(piece)] : found
}

/** `q-8000-2125550142-20260102-101530.wav`: words and digits, none of them mixed as in an id. */
const recording = /^(?=.*\p{L})(?:\p{L}+|\d+)(?:[-_](?:\p{L}+|\d+))+(?:\.\w{2,4})?$/u

function inRecording({ text, start }: TextPiece): readonly NumberAt[] {
  if (!recording.test(text)) return []
  return [...text.matchAll(/\d+(?:-\d+)*/g)].flatMap((run) => standingAlone(run[0], start + run.index))
}

/** `2125550142.0 9175550000.0`: up to the fraction of zeros of a complete number, where another one follows. */
const upToFraction = /[^]*?\d{10}[.]0+(?=[\s/]+[+(]?(?:\D?\d){7})|[^]+/g
const endingFraction = /(?<=\d{10})[.]0+$/

function inRuns({ text, start }: TextPiece): readonly NumberAt[] {
  const found: NumberAt[] = []
  for (const run of text.matchAll(runs)) {
    for (const stretch of run[0].matchAll(upToFraction)) {
      found.push(...inStretch(stretch[0], start + run.index + stretch.index))
    }
  }
  return found
}

function inStretch(text: string, start: number): readonly NumberAt[] {
  const digits = text.replace(endingFraction, '')
  const found: NumberAt[] = []
  let place = start
  for (const number of numbersOfRun(digits)) {
    const next = place + number.length
    const end = next === start + digits.length ? start + text.length : next
    found.push(...numberAt(number, place, end), ...(/\d\D+\d/.test(number) ? standingAlone(number, place) : []))
    place = next
  }
  return found
}

function numberAt(text: string, place: number, end: number): readonly NumberAt[] {
  const bare = stripSeparators(text)
  const lead = text.search(/[+(\d]/)
  return bare === '' ? [] : [{ bare, extended: false, start: place + Math.max(0, lead), end }]
}

/** `8000-2125550142-20260102`: digits of other lengths stand beside a number; together they are none of any plan. */
function standingAlone(text: string, place: number): readonly NumberAt[] {
  const groups = [...text.matchAll(/\d+/g)]
  if (groups.length > 1 && (!text.includes('-') || readInternational(text.replace(/\D/g, '')) !== null)) return []
  return groups
    .filter((group) => group[0].length >= complete)
    .map((group) => {
      const start = place + group.index
      return { bare: group[0], extended: false, start, end: start + group[0].length }
    })
}
