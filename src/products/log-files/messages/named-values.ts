/** Values of named keys anywhere in a message: `Key: value`, `key=value`, `"key": "value"`. */

import { inside, withoutBlanks, type KeyValue } from './key-value.ts'
import { lineEnd } from './lines.ts'

const patterns = new Map<string, RegExp>()
/** Requests name keys: what was made for them is not kept for ever. */
const mostPatterns = 1000

/** `keys` as `keyNamed` makes them. The message is whole, one character for each byte. */
export function namedValuesIn(text: string, keys: Iterable<string>): readonly KeyValue[] {
  const found: KeyValue[] = []
  for (const key of keys) {
    for (const match of text.matchAll(patternOf(key))) {
      const [whole, name = ''] = match
      const value = valueAt(text, match.index + whole.length)
      if (value !== null) found.push({ key: name, ...value })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** The name in any case, with blanks between its letters or without, a quote behind it perhaps, and the sign. */
function patternOf(key: string): RegExp {
  const known = patterns.get(key)
  if (known !== undefined) return known
  if (patterns.size >= mostPatterns) patterns.clear()
  const letters = Array.from(Buffer.from(key).toString('latin1'), (one) => one.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&'))
  const pattern = new RegExp(
    `(?<![\\w.-])(${letters.join('[ \\t]?')})\\\\*["']?[ \\t]*(?::(?!\\/\\/|:)|=(?!=))[ \\t]*`,
    'gi',
  )
  patterns.set(key, pattern)
  return pattern
}

const closingOf: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}', '<': '>' }
/** A value in quotes may go on over the end of its line so far. */
const farthest = 4096

function valueAt(text: string, start: number): { readonly start: number; readonly end: number } | null {
  const end = lineEnd(text, start)
  const within =
    tagged(text, start, end) ??
    quoted(text, start) ??
    bracketed(text, start, end) ??
    withoutBlanks(text, start, plainEnd(text, start, end))
  const value = inside(text, within, ["'", '"'])
  return value.end > value.start ? value : null
}

function tagged(text: string, start: number, end: number): { readonly start: number; readonly end: number } | null {
  const close = text.startsWith('<#', start) ? text.indexOf('#>', start) : -1
  return close < 0 || close > end ? null : { start, end: close + 2 }
}

/** `"Ada \"the\" Sample"`; where the whole text is escaped, `\"Ada\"`. */
function quoted(text: string, start: number): { readonly start: number; readonly end: number } | null {
  const [open] = /^\\*["']/.exec(text.slice(start, start + 16)) ?? []
  if (open === undefined) return null
  const first = start + open.length
  for (
    let close = text.indexOf(open, first);
    close >= 0 && close < first + farthest;
    close = text.indexOf(open, close + 1)
  ) {
    if (text[close - 1] !== '\\' || open.startsWith('\\')) return { start: first, end: close }
  }
  return null
}

function bracketed(text: string, start: number, end: number): { readonly start: number; readonly end: number } | null {
  const closing = closingOf[text[start] ?? '']
  const close = closing === undefined ? -1 : text.indexOf(closing, start)
  return close < 0 || close > end ? null : { start: start + 1, end: close }
}

/** As in the source: `SocialSecurityNumber: 123456789 …`. Seven digits and more are the value alone. */
const numbers = [/^[+(]?\d(?:[-./()]{0,2}\d){6,}(?![\w:])/, /^[+(]?\d{1,4}(?:[-./() ]{1,2}\d{2,4}){2,5}(?![\w:])/]
/** A tab, two blanks or a bar; or a sign, a blank, or an ampersand before the next key. */
const ends =
  /\t| {2}|\||[,;&]?[ ]*(?<=[,;& ])["']?[A-Za-z_][\w.-]{0,64}["']?[ ]?[:=](?![/:=])|[\])}>](?=[\s,;]|$)|[,;]$/g

function plainEnd(text: string, start: number, end: number): number {
  const rest = text.slice(start, end)
  const number = numbers.map((pattern) => pattern.exec(rest)?.[0].length).find((length) => length !== undefined)
  if (number !== undefined) return start + number
  for (const { index } of rest.matchAll(ends)) if (!closesOwn(rest, index)) return start + index
  return end
}

/** Of `Ada (Sample) Smith` the brackets are a part. */
function closesOwn(rest: string, place: number): boolean {
  const [open] = Object.entries(closingOf).find(([, closing]) => closing === rest[place]) ?? []
  return open !== undefined && rest.slice(0, place).includes(open)
}
