/** Values of named keys and columns in a message: they belong to whoever the message mentions. */

import { attributesIn } from './attributes.ts'
import { fieldsOf } from './fields.ts'
import { inside, isMasked, type KeyValue } from './key-value.ts'
import { keyNamed } from './keys.ts'
import { latin } from './lines.ts'
import type { Message } from './message.ts'
import { namedValuesIn } from './named-values.ts'

/** The values under these keys (as `keyNamed` makes them) that are not empty and not masked already. */
export type ReadValues = (message: Message, keys: ReadonlySet<string>) => readonly KeyValue[]

/** One a line. */
export const namedValues: ReadValues = (message, keys) => {
  const text = latin(message.excerpt, message.start, message.end)
  return present(message, text, keys, namedValuesIn(text, keys))
}

/** Attributes, and named values in whatever lines the event has. */
export const eventValues: ReadValues = (message, keys) => {
  const text = latin(message.excerpt, message.start, message.end)
  return present(message, text, keys, [...attributesIn(text), ...namedValuesIn(text, keys)])
}

/** Fields between delimiters, with or without double quotes; `columns` names them in order. */
export function delimitedValues(delimiter: string, columns: readonly string[]): ReadValues {
  return (message, keys) => {
    const text = latin(message.excerpt, message.start, message.end)
    const values = fieldsOf(text, latinText(delimiter)).flatMap(({ value, start }, column) => {
      const key = columns[column] ?? ''
      return key === '' ? [] : [{ key: latinText(key), ...inside(text, { start, end: start + value.length }, ['"']) }]
    })
    return present(message, text, keys, values)
  }
}

/** The names in the first line of a delimited log. */
export function columnNames(line: string, delimiter: string): readonly string[] {
  return fieldsOf(line.replace(/^\ufeff/, ''), delimiter).map(({ value }) => {
    const quoted = /^"(.*)"$/.exec(value.trim())?.[1]
    return quoted?.replaceAll('""', '"') ?? value.trim()
  })
}

export function latinText(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** With their names as texts, at their places in the excerpt. */
function present(
  { start }: Message,
  text: string,
  keys: ReadonlySet<string>,
  values: readonly KeyValue[],
): readonly KeyValue[] {
  return values.flatMap((value) => {
    const key = Buffer.from(value.key, 'latin1').toString()
    if (!keys.has(keyNamed(key)) || isMasked(text.slice(value.start, value.end))) return []
    return [{ key, start: start + value.start, end: start + value.end }]
  })
}
