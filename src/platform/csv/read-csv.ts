/** Reads CSV (RFC 4180): commas, quotes doubled within quotes, any end of line. */

export interface CsvRecord {
  /** In which it begins, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

export type CsvReading =
  | { readonly kind: 'read'; readonly records: readonly CsvRecord[] }
  /** A quote that is not closed, or text behind one that is. */
  | { readonly kind: 'broken'; readonly line: number }

/** Empty lines are no records. */
export function readCsv(text: string): CsvReading {
  const records: CsvRecord[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y
  let cells: string[] = []
  let [line, begins] = [1, 1]
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at <= text.length;) {
    cell.lastIndex = at
    const found = cell.exec(text)
    if (found === null) return { kind: 'broken', line }
    const [whole, quoted, plain = '', end = ''] = found
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0
    at += whole.length
    if (end === ',') continue
    if (cells.some((one) => one !== '')) records.push({ line: begins, cells })
    ;[cells, begins] = [[], line]
    if (end === '') break
  }
  return { kind: 'read', records }
}
