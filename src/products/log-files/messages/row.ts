/** A row of a delimited log: a line, or several where a field in quotes holds line ends. */

import type { Ends, EventStretch } from './event.ts'
import { fieldsOf, isOpen } from './fields.ts'
import { lineEnd, lineStart, nextLine } from './lines.ts'

/** How rows are told: by the number of their fields. */
export interface RowShape {
  readonly delimiter: string
  readonly columns: number
}

/** More lines than this no row has. */
const mostLines = 64

export function rowAround(text: string, place: number, shape: RowShape | null, ends: Ends): EventStretch {
  const line = lineStart(text, place)
  const behind = lineEnd(text, line)
  const alone = { start: line, end: withoutReturn(text, behind) }
  const isWhole = (line > 0 || ends.atStart) && (behind < text.length || ends.atEnd)
  if (!isWhole || shape === null || shape.columns < 2 || isRow(text, line, alone.end, shape))
    return { ...alone, whole: isWhole }
  return joined(text, line, shape, ends) ?? { ...alone, whole: true }
}

/** Lines above are tried until one begins a row that goes on over this line; null when none does. */
function joined(text: string, line: number, shape: RowShape, ends: Ends): EventStretch | null {
  let start = line
  for (let count = 0; count < mostLines; count += 1) {
    const end = endOfRow(text, start, shape, ends)
    if (end === 'unknown') return { start, end: lineEnd(text, line), whole: false }
    if (end !== null) return end > line ? { start, end, whole: true } : null
    if (start === 0) return ends.atStart ? null : { start, end: lineEnd(text, line), whole: false }
    const above = lineStart(text, start - 1)
    if (isRow(text, above, withoutReturn(text, start - 1), shape)) return null
    start = above
  }
  return null
}

/** Of a row of the right number of fields, the last of its lines with an open field only before its end; else null. */
function endOfRow(text: string, start: number, shape: RowShape, ends: Ends): number | null | 'unknown' {
  let line: number | null = start
  for (let count = 0; count < mostLines && line !== null; count += 1) {
    const end = withoutReturn(text, lineEnd(text, line))
    if (end === text.length && !ends.atEnd) return 'unknown'
    const fields = fieldsOf(text.slice(start, end), shape.delimiter)
    if (!isOpen(fields)) return fields.length === shape.columns ? end : null
    line = nextLine(text, line)
  }
  return line === null && !ends.atEnd ? 'unknown' : null
}

function isRow(text: string, start: number, end: number, { delimiter, columns }: RowShape): boolean {
  const fields = fieldsOf(text.slice(start, end), delimiter)
  return fields.length === columns && !isOpen(fields)
}

function withoutReturn(text: string, end: number): number {
  return end > 0 && text[end - 1] === '\r' ? end - 1 : end
}
