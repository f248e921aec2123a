/** LETHE_FINDING, Lethe's own record: everything that was found, committed before anything is erased. */

import type { HistoryLine } from '../../domain/history-line.ts'
import type { NotedHold } from '../../domain/hold.ts'
import type { Fence } from '../../domain/fence.ts'
import type { RowBefore } from '../../domain/row-before.ts'
import type { Database } from '../../platform/sql/database.ts'
import { fencedDatabase } from '../../platform/sql/fenced.ts'
import type { OwnTableSettings } from '../../platform/sql/own-tables.ts'
import type { FilledHistory } from './deliver.ts'
import { rowsOfForgets, type EarlierAsk } from './earlier-rows.ts'
import { findSet, recordedPart, type FindSet, type RecordedPart } from './find-set.ts'
import { findOrCreateRecord, type FindingTable } from './finding-table.ts'
import { linesInHistory, purgeRun, runsInRecord, type RunInRecord } from './purge.ts'
import { addHold, releaseHold, type HoldNote } from './holds/noted-holds.ts'
import { filesIn, isOver, noteOver, type OverNote } from './over.ts'
import type { RunPart, Writer } from './run-part.ts'
import type { TakingUp } from './taken-up.ts'

export interface Findings {
  /** The same, into which nothing is written any more once the lease is lost. */
  readonly under: (fence: Fence) => Findings
  readonly of: (part: RunPart) => RecordedPart
  /** `place`: what its locators count from. */
  readonly by: (part: RunPart, writer: Writer, place?: string | null) => FindSet
  /** What forgets recorded in some tables of a product. */
  readonly earlier: (ask: EarlierAsk) => AsyncIterable<RowBefore>
  /** The same, whose first searches take up what earlier forgets of the same people did not bring to their end. */
  readonly takingUp: (whose: TakingUp['whose']) => Findings
  /** These subjects, or with null all of the run, are answered for good. */
  readonly noteOver: (note: Omit<OverNote, 'token'>) => Promise<void>
  /** Whether that was said of the whole run, or of those who came with this file of it. */
  readonly isOver: (runId: string, file: number | null) => Promise<boolean>
  /** Numbers of the request files for which the run found something; null: for people of no file. */
  readonly filesIn: (runId: string) => Promise<ReadonlySet<number | null>>
  /** Every run that has rows. */
  readonly runs: () => AsyncIterable<RunInRecord>
  /** What the history shows of a run, as it shows it, a page at a time. */
  readonly linesOf: (run: RunInRecord) => AsyncIterable<readonly HistoryLine[]>
  /** A legal hold by command. */
  readonly addHold: (hold: NotedHold, note: HoldNote) => Promise<void>
  readonly releaseHold: (hold: Pick<NotedHold, 'id' | 'by' | 'at'>, note: HoldNote) => Promise<void>
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
  const table = await findOrCreateRecord(database, options)
  return findingsIn(table, { ...options, taking: null })
}

interface Given extends FindingsOptions {
  readonly taking: TakingUp | null
}

function findingsIn(table: FindingTable, given: Given): Findings {
  const { history, newToken, taking } = given
  return {
    under: (fence) => findingsIn({ ...table, database: fencedDatabase(table.database, fence) }, given),
    of: (part) => recordedPart(table, part),
    by: (part, writer, place = null) => findSet({ table, history, newToken, taking, place }, part, writer),
    earlier: (ask) => rowsOfForgets(table, ask),
    takingUp: (whose) => findingsIn(table, { ...given, taking: { whose } }),
    noteOver: (note) => noteOver(table, { ...note, token: newToken() }),
    isOver: (runId, file) => isOver(table, runId, file),
    filesIn: (runId) => filesIn(table, runId),
    runs: () => runsInRecord(table),
    linesOf: (run) => linesInHistory(table, run),
    addHold: (hold, note) => addHold(table, hold, note),
    releaseHold: (hold, note) => releaseHold(table, hold, note),
    purge: (runId) => purgeRun(table, runId),
  }
}
