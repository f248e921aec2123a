/** CTL_GDPR_HISTORY: what was found, committed before anything is erased, and the auditors' view of it. */

import type { Knex } from 'knex'

import type { Finding, OwnerTurns, RecordedFinding } from '../../domain/finding.ts'
import type { Unrecordable } from '../../domain/outcome.ts'
import type { Subjects } from '../../domain/product.ts'
import type { ExportRow } from '../../domain/report.ts'
import type { Database, Row } from '../../platform/sql/database.ts'
import type { SqlClient } from '../../platform/sql/settings.ts'
import { askHistory, type AuditorsQuestion } from './auditors-query.ts'
import { readExportRows } from './export-rows.ts'
import { fillHistory, type FillingRows } from './fill.ts'
import { deleteFindings, insertFindings } from './history-rows.ts'
import { secondsNeeded, type HistoryRun } from './history-run.ts'
import { createHistoryTable, findHistoryTable, historyFailed, type HistoryTable } from './history-table.ts'
import { readRecorded, tallyRun, type HistoryTally } from './recorded.ts'
import { purgeHistory, type OpenRun } from './retention.ts'
import { shownTexts, type ShownTexts } from './shown.ts'
import { turnsOf } from './turns.ts'
import { unrecordableOf, type Named } from './unrecordable.ts'
import { unseenFindings } from './unseen.ts'

export interface History {
  /** Seconds of CREATED_TS that a run over so many products must have for itself. */
  readonly secondsNeeded: (products: number, turns: OwnerTurns) => number
  /** The same for a new run, and how those of its people who gave the same identifier will be told apart. */
  readonly timesOf: (subjects: Subjects, products: number) => RunTimes
  /** Identifiers whose findings the table could not hold, or not tell from another's: they must not be searched. */
  readonly unrecordable: (run: Named) => readonly Unrecordable[]
  /** Removes the rows of a find that did not finish. */
  readonly begin: (run: HistoryRun) => Promise<void>
  /** Committed when it returns. */
  readonly append: (run: HistoryRun, findings: readonly Finding[]) => Promise<void>
  /** Appends those findings that hold something and are not recorded yet; returns how many. */
  readonly appendUnseen: (run: HistoryRun, findings: readonly Finding[]) => Promise<number>
  readonly recorded: (run: HistoryRun) => AsyncIterable<RecordedFinding>
  readonly tally: (run: HistoryRun) => Promise<HistoryTally>
  /** One subject's values in the order table, column. */
  readonly exportRows: (run: HistoryRun, subjectKey: string) => AsyncIterable<ExportRow>
  /** Deletes what is older, in epoch seconds, except what open runs need; returns the number of rows. */
  readonly purge: (olderThan: number, openRuns: readonly OpenRun[]) => Promise<number>
  readonly ask: (question: AuditorsQuestion) => Promise<readonly Row[]>
  /** What its columns cannot hold of a finding, as it is shown there. */
  readonly shownOf: (finding: Finding) => ShownTexts
  /** Inserts a row for each of these rows of another table of the database. */
  readonly insertFrom: (trx: Knex.Transaction, rows: FillingRows) => Promise<void>
}

export interface RunTimes {
  readonly seconds: number
  /** Nobody has a turn where the table has columns for person and kind. */
  readonly turns: OwnerTurns
}

export interface HistorySettings {
  readonly client: SqlClient
  /** Whether a missing table may be created. */
  readonly create: boolean
}

/** Throws StepFailed `history` when the table is missing and may not be created, or lacks a documented column. */
export async function openHistory(database: Database, settings: HistorySettings): Promise<History> {
  const table = await findOrCreate(database, settings)
  return {
    secondsNeeded: (products, turns) => secondsNeeded(table.layout, products, turns),
    timesOf: (subjects, products) => {
      const turns = table.layout === 'full' ? {} : turnsOf(subjects)
      return { turns, seconds: secondsNeeded(table.layout, products, turns) }
    },
    unrecordable: (run) => unrecordableOf(table, run),
    begin: (run) => deleteFindings(table, run),
    append: (run, findings) => insertFindings(table, run, findings),
    appendUnseen: async (run, findings) => {
      const unseen = await unseenFindings(table, run, findings)
      await insertFindings(table, run, unseen)
      return unseen.length
    },
    recorded: (run) => readRecorded(table, run),
    tally: (run) => tallyRun(table, run),
    exportRows: (run, subjectKey) => readExportRows(table, run, subjectKey),
    purge: (olderThan, openRuns) => purgeHistory(table, olderThan, openRuns),
    ask: (question) => askHistory(table, question),
    shownOf: (finding) => shownTexts(table, finding),
    insertFrom: (trx, rows) => fillHistory(table, trx, rows),
  }
}

async function findOrCreate(database: Database, settings: HistorySettings): Promise<HistoryTable> {
  const present = await findHistoryTable(database)
  if (present !== null) return present
  if (!settings.create) throw historyFailed('the table `CTL_GDPR_HISTORY` is missing')
  await createHistoryTable(database, settings.client)
  const created = await findHistoryTable(database)
  if (created === null) throw historyFailed('the table `CTL_GDPR_HISTORY` was created and cannot be seen')
  return created
}
