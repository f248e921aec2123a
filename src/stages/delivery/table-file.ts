/** One CSV of the archive: what one product has of one person in one table. */

import type { ExportRow } from '../../domain/report.ts'
import type { ZipEntry } from '../../platform/archive/zip-entry.ts'
import { CsvPiece } from '../../platform/csv/pieces.ts'
import type { ManifestEntry } from './manifest.ts'

/**
 * One line a value, not one a record: each table has other columns, the person asked for the values, and every line
 * says by itself which identifier led to it and, with `fact_id`, which line of the history it is.
 */
const header = ['identifier', 'column', 'fact_id', 'value']

export class TableFile {
  readonly subjectKey: string
  readonly #product: string
  readonly #table: string
  readonly #entry: ZipEntry
  readonly #piece = new CsvPiece()
  #rows = 0

  /** `first` is a row of this file; it is not added by this. */
  constructor(first: ExportRow, entry: ZipEntry) {
    this.subjectKey = first.subjectKey
    this.#product = first.product
    this.#table = first.table
    this.#entry = entry
    this.#piece.add(header)
  }

  takes(row: ExportRow): boolean {
    return row.subjectKey === this.subjectKey && row.product === this.#product && row.table === this.#table
  }

  add(row: ExportRow): void {
    this.#piece.add([row.consumerId, row.column, row.locator, row.value ?? ''])
    this.#rows += 1
  }

  get full(): boolean {
    return this.#piece.full
  }

  async flush(): Promise<void> {
    await this.#entry.write(this.#piece.take())
  }

  async close(): Promise<ManifestEntry> {
    await this.flush()
    const { path, bytes, sha256 } = this.#entry.close()
    return { path, product: this.#product, table: this.#table, rows: this.#rows, bytes, sha256 }
  }
}
