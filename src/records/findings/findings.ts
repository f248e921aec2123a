/** LETHE_FINDING, Lethe's own record: everything that was found, committed before anything is erased. */

import type { Database } from '../../platform/sql/database.ts'
import type { FilledHistory } from './deliver.ts'
import { findSet, recordedPart, type FindSet, type RecordedPart } from './find-set.ts'
import { findOrCreateRecord, type RecordSettings } from './finding-table.ts'
import type { RunPart, Writer } from './run-part.ts'

export interface Findings {
  readonly of: (part: RunPart) => RecordedPart
  readonly by: (part: RunPart, writer: Writer) => FindSet
}

export interface FindingsOptions extends RecordSettings {
  /** Stands in the same database. */
  readonly history: FilledHistory
  /** Random, and never the same again. */
  readonly newToken: () => string
}

/** Throws StepFailed `history` when the table is missing and may not be created, or lacks a column. */
export async function openFindings(database: Database, options: FindingsOptions): Promise<Findings> {
  const { history, newToken } = options
  const table = await findOrCreateRecord(database, options)
  return {
    of: (part) => recordedPart(table, part),
    by: (part, writer) => findSet({ table, history, newToken }, part, writer),
  }
}
