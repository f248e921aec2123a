/** Draws rows as a table of text, columns padded to their widest cell. */

import { printableCell } from '../app/printable.ts'

export type Align = 'left' | 'right'

export interface Column {
  readonly title: string
  readonly align?: Align
}

export function drawTable(columns: readonly Column[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => printableCell(String(cell))))
  const widths = columns.map((column, index) => {
    return Math.max(column.title.length, ...cells.map((row) => row[index]?.length ?? 0))
  })
  const line = (texts: readonly string[]) =>
    columns
      .map(({ align }, index) => pad(texts[index] ?? '', widths[index] ?? 0, align ?? 'left'))
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '-'.repeat(width)).join('  ')
  return [line(columns.map(({ title }) => title)), rule, ...cells.map(line)].map((text) => `${text}\n`).join('')
}

function pad(text: string, width: number, align: Align): string {
  return align === 'right' ? text.padStart(width) : text.padEnd(width)
}
