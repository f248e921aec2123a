/** Values of named keys and columns in a message: they belong to whoever the message mentions. */

import type { Message } from './message.ts'

/** Places in the message's excerpt. */
export interface KeyValue {
  readonly key: string
  readonly start: number
  readonly end: number
}

/** All values of a message, of whatever key, that are not empty and not masked or tagged already. */
export type ReadValues = (message: Message) => readonly KeyValue[]

/** `'KEY' 'value'`, `'KEY' 12`, `AttributeKEY value`, one a line. */
export function tServerValues(message: Message): readonly KeyValue[] {
  const text = latin(message)
  const found: KeyValue[] = []
  for (const line of text.matchAll(/^[ \t]*(?:'([^'\r\n]+)'|([\w.:-]+))[ \t]+(?=[^ \t\r\n])([^\r\n]*)/gm)) {
    const [whole, quoted, bare, rest = ''] = line
    const start = message.start + line.index + whole.length - rest.length
    const key = quoted ?? bare?.replace(/^Attribute/, '') ?? ''
    const value = withoutBlanksBehind(rest)
    found.push(...present({ key: named(key), ...unquoted(value, start, quotes) }, text, message.start))
  }
  return found
}

const quotes = ["'", '"']

/** Blanks of ASCII alone: the text has one character for each byte, and A0 may be the last byte of a letter. */
function withoutBlanksBehind(text: string): string {
  let end = text.length
  while (end > 0 && ' \t\v\f'.includes(text[end - 1] ?? '')) end -= 1
  return text.slice(0, end)
}

/** Fields between delimiters, with or without double quotes; `columns` names them in order. */
export function delimitedValues(delimiter: string, columns: readonly string[]): ReadValues {
  return (message) => {
    const text = latin(message)
    return fieldsOf(text, Buffer.from(delimiter).toString('latin1')).flatMap(({ value, start }, column) => {
      const key = columns[column] ?? ''
      return key === '' ? [] : present({ key, ...unquoted(value, message.start + start, ['"']) }, text, message.start)
    })
  }
}

/** The names in the first line of a delimited log. */
export function columnNames(line: string, delimiter: string): readonly string[] {
  return fieldsOf(line.replace(/^\ufeff/, ''), delimiter).map(({ value }) => {
    const quoted = /^"(.*)"$/.exec(value.trim())?.[1]
    return quoted?.replaceAll('""', '"') ?? value.trim()
  })
}

interface Field {
  readonly value: string
  readonly start: number
}

function fieldsOf(text: string, delimiter: string): readonly Field[] {
  const found: Field[] = []
  for (let start = 0; start <= text.length;) {
    const end = fieldEnd(text, start, delimiter)
    found.push({ value: text.slice(start, end), start })
    start = end + delimiter.length
  }
  return found
}

/** In double quotes a delimiter belongs to the field; quotes that do not end with it are text like any other. */
function fieldEnd(text: string, start: number, delimiter: string): number {
  const quoted = text[start] === '"' ? quotesEnd(text, start) : null
  if (quoted !== null && (quoted === text.length || text.startsWith(delimiter, quoted))) return quoted
  const end = text.indexOf(delimiter, start)
  return end < 0 ? text.length : end
}

/** Behind the quote that closes the one at `start`; two of them are one of the text. Null when none does. */
function quotesEnd(text: string, start: number): number | null {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 2)) {
    if (text[quote + 1] !== '"') return quote + 1
  }
  return null
}

/** One character for each byte, so that positions in the text are places in the excerpt. */
function latin({ excerpt, start, end }: Message): string {
  return Buffer.from(excerpt.bytes.slice(start, end)).toString('latin1')
}

function named(key: string): string {
  return Buffer.from(key, 'latin1').toString('utf8')
}

/** Of `"Ada" Sample` the quotes are a part. */
function unquoted(
  value: string,
  start: number,
  quotes: readonly string[],
): { readonly start: number; readonly end: number } {
  const end = start + value.length
  const isQuoted = value.length > 1 && quotes.includes(value[0] ?? '') && value.endsWith(value[0] ?? '')
  return isQuoted ? { start: start + 1, end: end - 1 } : { start, end }
}

/**
 * Nothing but stars, or a tag: an earlier masking or the log filter of the server was here. (Source: log filter, `hide`,
 * `tag`.) What stands in clear between stars is a value like any other.
 */
function present(value: KeyValue, text: string, offset: number): readonly KeyValue[] {
  const content = text.slice(value.start - offset, value.end - offset)
  const masked = content === '' || /^([*#_xX-])\1*$|^<#.*#>$/.test(content)
  return masked ? [] : [value]
}
