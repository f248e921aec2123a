/** Colours for people: which words have which, and that a text of others has none. */

import { randomUUID } from 'node:crypto'

import picocolors from 'picocolors'

export type Tone = 'good' | 'bad' | 'waiting' | 'title'

const { green, red, yellow, bold } = picocolors.createColors(true)
const colours: Readonly<Record<Tone, (text: string) => string>> = {
  good: green,
  bad: red,
  waiting: yellow,
  title: bold,
}

/** Nobody else can write it, so that whatever stands in a file name or a table is not taken for ours. */
const mark = `\u0000${randomUUID()}\u0000`

/** A word that has a colour wherever it is shown to somebody who sees colours; elsewhere it is the word. */
export function toned(text: string, tone: Tone | null): string {
  return tone === null ? text : `${mark}${tone}:${text}${mark}`
}

/** The text as an output gets it: every piece by `made`, those that have a tone with their colour. */
export function coloured(text: string, hasColours: boolean, made: (piece: string) => string): string {
  const show = (piece: string): string => {
    const [tone = '', ...words] = piece.split(':')
    const colour = Object.entries(colours).find(([name]) => name === tone)?.[1]
    const shown = made(words.join(':'))
    return hasColours && colour !== undefined ? colour(shown) : shown
  }
  return text
    .split(mark)
    .map((piece, at) => (at % 2 === 0 ? made(piece) : show(piece)))
    .join('')
}

const good: readonly string[] = ['done', 'ok', 'accepted']
const waiting: readonly string[] = ['pending', 'running', 'deferred', 'open', 'held', 'warning']
const bad: readonly string[] = [
  'failed',
  'error',
  'refused',
  'rejected',
  'cancelled',
  'given-up',
  'lost',
  'unsealed',
  'unplaced',
]

/** Of a state or an outcome, by its word. */
export function toneOf(word: string): Tone | null {
  if (good.includes(word)) return 'good'
  if (waiting.includes(word)) return 'waiting'
  return bad.includes(word) ? 'bad' : null
}

/** `NO_COLOR` keeps every colour away, `FORCE_COLOR` shows them in a pipe too; without either a terminal that knows them has them. */
export function seesColours(isTerminal: boolean, environment: Readonly<Record<string, string | undefined>>): boolean {
  const { NO_COLOR = '', FORCE_COLOR = '', TERM } = environment
  if (NO_COLOR !== '') return false
  if (FORCE_COLOR !== '') return !['0', 'false'].includes(FORCE_COLOR)
  return isTerminal && TERM !== 'dumb'
}
