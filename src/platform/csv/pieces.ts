/** CSV as RFC 4180 has it (CRLF, UTF-8, quoted where needed), in pieces that are worth a write each. */

import { stringify } from 'csv-stringify/sync'

import { makeInert } from './inert.ts'

/**
 * Size of a piece in characters. A stream that is written to row by row spends four times as long on its own
 * machinery as on the rows.
 */
const pieceSize = 64 * 1024

/** With CRLF between rows, a lone CR or LF in a cell is quoted only on request, and readers would end the row there. */
const rfc4180 = { record_delimiter: '\r\n', quote_record_delimiter: true }

/** Rows of cells on their way to a piece. */
export class CsvPiece {
  #rows: (readonly string[])[] = []
  #size = 0

  /** Adds a row of cells, each made inert. */
  add(cells: readonly string[]): void {
    const row = cells.map(makeInert)
    for (const cell of row) this.#size += cell.length + 1
    this.#rows.push(row)
  }

  get full(): boolean {
    return this.#size >= pieceSize
  }

  /** The rows added since the last time, as UTF-8; empty when there were none. */
  take(): Buffer {
    const text = stringify(this.#rows, rfc4180)
    this.#rows = []
    this.#size = 0
    return Buffer.from(text, 'utf8')
  }
}
