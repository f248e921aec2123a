/** LETHE_FINDING, Lethe's own record: everything that was found, committed before anything is erased. */

import type { Fence } from '../../domain/fence.ts'
import type { RowBefore } from '../../domain/product.ts'
import type { Database } from '../../platform/sql/database.ts'
import { fencedDatabase } from '../../platform/sql/fenced.ts'
import type { OwnTableSettings } from '../../platform/sql/own-tables.ts'
import type { FilledHistory } from './deliver.ts'
import { rowsOfForgets, type EarlierAsk } from './earlier-rows.ts'
import { findSet, recordedPart, type FindSet, type RecordedPart } from './find-set.ts'
import { findOrCreateRecord, type FindingTable } from './finding-table.ts'
import { linesInHistory, purgeRun, runsInRecord, type RunInRecord, type ShownLine } from './purge.ts'
import type { RunPart, Writer } from './run-part.ts'

export interface Findings {
  /** The same, into which nothing is written any more once the lease is lost. */
  readonly under: (fence: Fence) => Findings
  readonly of: (part: RunPart) => RecordedPart
  readonly by: (part: RunPart, writer: Writer) => FindSet
  /** What forgets recorded in some tables of a product. */
  readonly earlier: (ask: EarlierAsk) => AsyncIterable<RowBefore>
  /** Every run that has rows. */
  readonly runs: () => AsyncIterable<RunInRecord>
  /** What the history shows of a run, as it shows it, a page at a time. */
  readonly linesOf: (run: RunInRecord) => AsyncIterable<readonly ShownLine[]>
  /** Deletes everything of the run; returns the number of rows. */
  readonly purge: (runId: string) => Promise<number>
}

export interface FindingsOptions extends OwnTableSettings {
  /** Stands in the same database. */
  readonly history: FilledHistory
  /** Random, and never the same again. */
  readonly newToken: () => string
}

/** Throws StepFailed `history` when the table is missing and may not be created, or lacks a column. */
export async function openFindings(database: Database, options: FindingsOptions): Promise<Findings> {
  return findingsIn(await findOrCreateRecord(database, options), options)
}

function findingsIn(table: FindingTable, options: FindingsOptions): Findings {
  const { history, newToken } = options
  return {
    under: (fence) => findingsIn({ ...table, database: fencedDatabase(table.database, fence) }, options),
    of: (part) => recordedPart(table, part),
    by: (part, writer) => findSet({ table, history, newToken }, part, writer),
    earlier: (ask) => rowsOfForgets(table, ask),
    runs: () => runsInRecord(table),
    linesOf: (run) => linesInHistory(table, run),
    purge: (runId) => purgeRun(table, runId),
  }
}
