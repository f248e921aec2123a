/** The first line of a delimited log, which names its columns. */

import { textOf, type ReadExcerpt } from '../../../platform/files/scan/excerpt.ts'
import { boundsOf, messageAround } from './message.ts'
import { columnNames } from './values.ts'

/** The columns in order; null when the line is too long to be read as a whole. */
export function columnsOf(read: ReadExcerpt, delimiter: string): readonly string[] | null {
  const { excerpt, start, end, whole } = messageAround(read, 0, boundsOf('delimited', true, null))
  return whole ? columnNames(textOf(excerpt, start, end), delimiter) : null
}
