/** What the history shows of a finding whose texts it cannot hold: cut, and marked with a digest of the whole. */

import { textOfContent, type Finding } from '../../domain/finding.ts'
import { sha256 } from '../../platform/crypto/hash.ts'
import { columnOf, type ColumnShape } from '../../platform/sql/catalogue.ts'
import type { HistoryColumn, HistoryTable } from './history-table.ts'

/** Null: the text itself fits, or there is none. */
export interface ShownTexts {
  readonly table: string | null
  readonly column: string | null
  readonly fact: string | null
  readonly value: string | null
}

export function shownTexts(table: HistoryTable, { target, locator, content }: Finding): ShownTexts {
  const cut = (column: HistoryColumn, text: string | null): string | null => {
    const shape = columnOf(table.shape, column)
    return shape === null || text === null || fits(shape, text) ? null : shortened(shape, text)
  }
  const value = content === null ? null : textOfContent(content)
  return {
    table: cut('TABLE_NAME', target.table),
    column: cut('COLUMN_NAME', target.column),
    fact: cut('FACT_ID', locator),
    // Bytes are kept as what tells of them, and that is not what an auditor reads.
    value: cut('KEY_VALUE', value) ?? (typeof content === 'object' && content?.kind === 'blob' ? value : null),
  }
}

function fits({ length, bytes }: ColumnShape, text: string): boolean {
  return (length === null || text.length <= length) && (bytes === undefined || Buffer.byteLength(text) <= bytes)
}

/** Long enough that two texts with the same beginning are told apart. */
const digits = 16

function shortened(column: ColumnShape, text: string): string {
  const mark = `~sha256:${sha256(text).slice(0, digits)}`
  let head = text.slice(0, Math.max(0, (column.length ?? text.length) - mark.length))
  while (head !== '' && !fits(column, head + mark)) head = head.slice(0, -1)
  // Half a character is none.
  if (/[\uD800-\uDBFF]$/.test(head)) head = head.slice(0, -1)
  return fits(column, head + mark) ? head + mark : mark.slice(-(column.length ?? mark.length))
}
