/** Fills the auditors' history from the record, piece by piece; a piece and its mark are committed together. */

import type { Knex } from 'knex'

import { StepFailed } from '../../domain/errors.ts'
import type { Finding } from '../../domain/finding.ts'
import type { ColumnShape } from '../../platform/sql/catalogue.ts'
import type { FindingTable, RecordColumn } from './finding-table.ts'
import { insertRow, onceCells, partCells, type Shown } from './record-rows.ts'
import { entriesOf, type RunPart, type Writer } from './run-part.ts'
import { completeSearches, deliveredUpTo, rowsOfSearch, type CompleteSearch } from './searches.ts'

/** The auditors' table in the same database. */
export interface FilledHistory {
  /** What its columns cannot hold of a finding, as it is shown there. */
  readonly shownOf: (finding: Finding) => Shown
  /** Inserts a row for each of these rows of the record. */
  readonly insertFrom: (trx: Knex.Transaction, rows: HistoryRows) => Promise<void>
}

export interface HistoryRows {
  /** Without a list of columns. */
  readonly rows: Knex.QueryBuilder
  readonly column: (column: RecordColumn) => ColumnShape
}

const rowsPerPiece = 1000

export interface Delivering {
  readonly part: RunPart
  readonly by: Writer
  readonly history: FilledHistory
  readonly signal?: AbortSignal
}

/** Everything that the part has recorded and the history does not show yet. */
export async function deliverAll(table: FindingTable, delivering: Delivering): Promise<void> {
  const { part, signal } = delivering
  const delivered = await deliveredUpTo(table, part)
  for (const search of await completeSearches(table, part)) {
    for (let from = delivered.get(search.search) ?? 0; from < search.lastSeq; from += rowsPerPiece) {
      signal?.throwIfAborted()
      await deliverPiece(table, delivering, { search, from, to: Math.min(from + rowsPerPiece, search.lastSeq) })
    }
  }
}

interface HistoryPiece {
  readonly search: CompleteSearch
  readonly from: number
  readonly to: number
}

async function deliverPiece(
  table: FindingTable,
  { part, by, history }: Delivering,
  piece: HistoryPiece,
): Promise<void> {
  const { search, from, to } = piece
  const mark = { ...partCells(part, by), ...onceCells('delivered', search.search, to) }
  try {
    await table.database.transaction(async (trx) => {
      // First: of two who deliver the same piece, one is refused here.
      await insertRow(trx, table, mark)
      const rows = table
        .from(trx)
        .where(entriesOf(table, part, 'finding'))
        .where(rowsOfSearch(table, search))
      rows.where(table.name('SEQ_NO'), '>', from).where(table.name('SEQ_NO'), '<=', to)
      await history.insertFrom(trx, { rows, column: table.column })
    })
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    const now = (await deliveredUpTo(table, part)).get(search.search) ?? 0
    if (now < to) throw error
  }
}
