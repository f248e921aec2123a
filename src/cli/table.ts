/** Draws rows as a table of text: columns padded to their widest cell, within the width of whoever looks. */

import { printableCell } from '../app/printable.ts'

import { toned, type Tone } from './screen/colour.ts'
import { padded, widthOf, wrapped } from './screen/text-width.ts'

export type Align = 'left' | 'right'

export interface Column {
  readonly title: string
  readonly align?: Align
  /** What stands in it is long, and stands below its row where that is too narrow. */
  readonly isSentence?: true
  /** Of a cell, by what it says. */
  readonly tone?: (cell: string) => Tone | null
}

type Cells = readonly (readonly string[])[]

const gap = '  '

/** Narrower than this no column is made for the sake of the others. */
const leastWidth = 10

/**
 * Where the rows do not fit, cells are broken into several lines; where not even that helps, each row becomes a list,
 * one cell a line.
 */
export function drawTable(
  all: readonly Column[],
  rows: readonly (readonly (string | number)[])[],
  width = Infinity,
): string {
  // A column in which nothing stands takes its width from the others.
  const isTold = (_: unknown, index: number): boolean => rows.length === 0 || rows.some((row) => row[index] !== '')
  const columns = all.filter(isTold)
  const cells = rows.map((row) => row.filter(isTold).map((cell) => printableCell(String(cell))))
  if (columns.some(isSentence) && naturalWidth(columns, cells) > width) return drawAbove(columns, cells, width)
  return drawGrid(columns, cells, { width, below: () => [] })
}

const isSentence = (column: Column): boolean => column.isSentence === true

/** Sentences are given a whole line each. */
function drawAbove(columns: readonly Column[], cells: Cells, width: number): string {
  const isCell = (_: unknown, index: number): boolean => columns[index]?.isSentence !== true
  const rows = cells.map((row) => row.filter(isCell))
  const below = (at: number): readonly string[] =>
    (cells[at] ?? []).filter((cell, i) => !isCell(cell, i) && cell !== '')
  const grid = fit(columns.filter(isCell), rows, width)
  if (grid === null) return drawGrid(columns, cells, { width, below: () => [] })
  return drawGrid(columns.filter(isCell), rows, { width, below })
}

interface GridForm {
  readonly width: number
  /** Sentences below the row of that number. */
  readonly below: (row: number) => readonly string[]
}

function drawGrid(columns: readonly Column[], cells: Cells, { width, below }: GridForm): string {
  const widths = fit(columns, cells, width)
  if (widths === null) return drawLists(columns, cells, width)
  return drawRows(columns, cells, widths, (row) =>
    below(row).flatMap((text) => wrapped(text, width - gap.length * 2).map((line) => `\n${gap}${gap}${line}`)),
  )
}

function naturalWidths(columns: readonly Column[], cells: Cells): readonly number[] {
  return columns.map(({ title }, index) => {
    return cells.reduce((most, row) => Math.max(most, widthOf(row[index] ?? '')), widthOf(title))
  })
}

function naturalWidth(columns: readonly Column[], cells: Cells): number {
  return naturalWidths(columns, cells).reduce((sum, one) => sum + one, gap.length * (columns.length - 1))
}

/** Null when the columns do not fit beside each other. */
function fit(columns: readonly Column[], cells: Cells, width: number): readonly number[] | null {
  const widths = [...naturalWidths(columns, cells)]
  const least = columns.map(({ title, align }, index) => {
    const natural = widths[index] ?? 0
    return align === 'right' ? natural : Math.min(natural, Math.max(widthOf(title), leastWidth))
  })
  let excess = naturalWidth(columns, cells) - width
  while (excess > 0) {
    const room = widths.map((one, index) => (one > (least[index] ?? 0) ? one : 0))
    const widest = room.indexOf(Math.max(...room))
    if ((room[widest] ?? 0) === 0) return null
    widths[widest] = (widths[widest] ?? 0) - 1
    excess -= 1
  }
  return widths
}

function drawRows(
  columns: readonly Column[],
  cells: Cells,
  ...[widths, below]: readonly [widths: readonly number[], below: (row: number) => readonly string[]]
): string {
  const line = (row: readonly string[]): string => {
    const parts = columns.map((_column, index) => wrapped(row[index] ?? '', widths[index] ?? 0))
    const height = Math.max(...parts.map(({ length }) => length))
    return Array.from({ length: height }, (_, at) =>
      columns
        .map(({ align, tone }, index) => {
          const text = parts[index]?.[at] ?? ''
          const cell = padded(text, widths[index] ?? 0, align ?? 'left')
          return text === '' ? cell : cell.replace(text, () => toned(text, tone?.(row[index] ?? '') ?? null))
        })
        .join(gap)
        .trimEnd(),
    ).join('\n')
  }
  const rule = widths.map((one) => '-'.repeat(one)).join(gap)
  return [line(columns.map(({ title }) => title)), rule, ...cells.map((row, at) => `${line(row)}${below(at).join('')}`)]
    .map((text) => `${text}\n`)
    .join('')
}

function drawLists(columns: readonly Column[], cells: Cells, width: number): string {
  const titles = columns.reduce((most, { title }) => Math.max(most, widthOf(title)), 0)
  const room = Math.max(leastWidth, width - titles - gap.length)
  const list = (row: readonly string[]) =>
    columns.flatMap(({ title, tone }, index) => {
      const cell = row[index] ?? ''
      if (cell === '') return []
      return wrapped(cell, room).map((text, at) => {
        return `${padded(at === 0 ? title : '', titles, 'left')}${gap}${toned(text, tone?.(cell) ?? null)}\n`
      })
    })
  return cells.map((row) => list(row).join('')).join('\n')
}
