/** Values in quotes, or in the tags of a log filter, that go on over the end of their line. */

import { isAttribute, kindOfLine } from './line-kinds.ts'
import { beginning, lineEnd, lineStart, nextLine } from './lines.ts'

/** More lines than this no value has; a quote that is still open there was none. */
const mostLines = 64
/** How much of the end of a line tells whether a value ends with it. */
const tail = 64

/** `'`, `"`, `<#`, `<#'`. (Source: log filter, `tag()`: its default tags.) */
const opening = /^(?:(<#)[ \t]*(['"]?)|(['"]))/
const attributeStart = /^[ \t]*(?:'[^'\r\n]{1,256}'|"[^"\r\n]{1,256}"|[\w.:-]{1,256})[ \t]+/

/** What a value that begins so ends with; null when nothing opens it. */
function closingOf(value: string): RegExp | null {
  const [, tag, inTag = '', alone = ''] = opening.exec(value) ?? []
  const quote = inTag || alone
  if (tag === undefined && quote === '') return null
  return new RegExp(`${quote}[ \\t]*${tag === undefined ? '' : '#>'}[ \\t\\r]*$`)
}

/**
 * Where the value ends that begins at `start` of its line and is open at its end: at the end of the line that closes
 * it. Null when it is not open, or when nothing closes it; `unknown` when that stands beyond the text.
 */
export function endOfOpenValue(text: string, start: number, atEnd: boolean): number | null | 'unknown' {
  const closing = closingOf(text.slice(start, start + tail))
  const ownEnd = lineEnd(text, start)
  if (closing === null || closing.test(text.slice(Math.max(start + 1, ownEnd - tail), ownEnd))) return null
  let line = nextLine(text, start)
  for (let count = 0; count < mostLines; count += 1) {
    if (line === null) break
    const written = beginning(text, line)
    if (isAttribute(written) || kindOfLine(written) === 'head') return null
    const end = lineEnd(text, line)
    if (closing.test(text.slice(Math.max(line, end - tail), end))) return end
    line = nextLine(text, line)
  }
  return line === null && !atEnd ? 'unknown' : null
}

/** Whether the line that begins at `line` lies within such a value. */
export function continuesValue(
  text: string,
  line: number,
  { atStart, atEnd }: { readonly atStart: boolean; readonly atEnd: boolean },
): boolean | 'unknown' {
  let above = line
  for (let count = 0; count < mostLines; count += 1) {
    if (above === 0) return atStart ? false : 'unknown'
    above = lineStart(text, above - 1)
    const written = beginning(text, above)
    const start = attributeStart.exec(written)?.[0].length
    const end = start === undefined ? null : endOfOpenValue(text, above + start, atEnd)
    if (end === 'unknown') return 'unknown'
    if (end !== null) return end >= line
    if (isAttribute(written) || kindOfLine(written) === 'head') return false
  }
  return false
}
