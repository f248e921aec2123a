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
  for (const line of text.matchAll(/^[ \t]*(?:'([^'\r\n]+)'|([\w.:-]+))[ \t]+([^\r\n]*[^\s])/gm)) {
    const [whole, quoted, bare, value = ''] = line
    const start = message.start + line.index + whole.length - value.length
    const key = quoted ?? bare?.replace(/^Attribute/, '') ?? ''
    found.push(...present({ key: named(key), ...unquoted(value, start) }, text, message.start))
  }
  return found
}

/** Fields between delimiters, with or without double quotes; `columns` names them in order. */
export function delimitedValues(delimiter: string, columns: readonly string[]): ReadValues {
  return (message) => {
    const text = latin(message)
    return fieldsOf(text, delimiter).flatMap(({ value, start }, column) => {
      const key = columns[column] ?? ''
      return key === '' ? [] : present({ key, ...unquoted(value, message.start + start) }, text, message.start)
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

/** In double quotes a delimiter belongs to the field. */
function fieldsOf(text: string, delimiter: string): readonly { readonly value: string; readonly start: number }[] {
  const mark = delimiter.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  const fields = new RegExp(`("[^"]*(?:""[^"]*)*"|[^${mark}\\r\\n]*)(?:${mark}|$)`, 'gy')
  const found: { readonly value: string; readonly start: number }[] = []
  for (const { 0: whole, 1: value = '', index } of text.matchAll(fields)) {
    found.push({ value, start: index })
    if (index + whole.length >= text.length) break
  }
  return found
}

/** One character for each byte, so that positions in the text are places in the excerpt. */
function latin({ excerpt, start, end }: Message): string {
  return Buffer.from(excerpt.bytes.slice(start, end)).toString('latin1')
}

function named(key: string): string {
  return Buffer.from(key, 'latin1').toString('utf8')
}

function unquoted(value: string, start: number): { readonly start: number; readonly end: number } {
  const quote = value[0] ?? ''
  const last = value.lastIndexOf(quote)
  const isQuoted = (quote === "'" || quote === '"') && last > 0
  return isQuoted ? { start: start + 1, end: start + last } : { start, end: start + value.length }
}

/** Stars or a tag: an earlier masking or the log filter of the server was here. (Source: log filter, `hide`, `tag`.) */
function present(value: KeyValue, text: string, offset: number): readonly KeyValue[] {
  const content = text.slice(value.start - offset, value.end - offset)
  const masked = content === '' || content.includes('***') || /^([*#_xX-])\1*$|^<#.*#>$/.test(content)
  return masked ? [] : [value]
}
