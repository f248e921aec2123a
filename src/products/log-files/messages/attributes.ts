/** Attributes of an event, one a line: `'KEY' 'value'`, `'KEY' 12`, `AttributeKEY value`, with or without tags. */

import { inside, withoutBlanks, type KeyValue } from './key-value.ts'
import { lineEnd, nextLine } from './lines.ts'
import { endOfOpenValue } from './quoted.ts'

const line = /^[ \t]*(?:'([^'\r\n]+)'|([\w.:-]+))[ \t]+(?=[^ \t\r\n])/

/** Longer keys are none. */
const longestKey = 1024

/** `text` is the message: one character for each byte. */
export function attributesIn(text: string): readonly KeyValue[] {
  const found: KeyValue[] = []
  for (let start: number | null = 0; start !== null;) {
    const end = lineEnd(text, start)
    const [whole, quoted, bare] = line.exec(text.slice(start, Math.min(end, start + longestKey))) ?? []
    const last = whole === undefined ? end : (openEnd(text, start + whole.length) ?? end)
    // `Key:` is read as such.
    if (whole !== undefined && bare?.endsWith(':') !== true) {
      const key = quoted ?? bare?.replace(/^Attribute/, '') ?? ''
      const value = withoutBlanks(text, start + whole.length, last)
      found.push({ key, ...inside(text, value, ["'", '"']) })
    }
    start = nextLine(text, last)
  }
  return found
}

/** The message is whole: what is not closed in it is not open. */
function openEnd(text: string, start: number): number | null {
  const end = endOfOpenValue(text, start, true)
  return end === 'unknown' ? null : end
}
