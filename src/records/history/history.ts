/** CTL_GDPR_HISTORY: the auditors' view of what was found, filled from the record; others may write into it too. */

import type { Knex } from 'knex'

import type { Finding } from '../../domain/finding.ts'
import type { Unrecordable } from '../../domain/outcome.ts'
import type { Subjects } from '../../domain/product.ts'
import type { Database, Row } from '../../platform/sql/database.ts'
import type { OwnTableSettings } from '../../platform/sql/own-tables.ts'
import { askHistory, writtenIn, type AuditorsQuestion, type WrittenAs } from './auditors-query.ts'
import { earlierRows, type EarlierPart, type EarlierRows } from './earlier.ts'
import { fillHistory, type FillingRows } from './fill.ts'
import { findOrCreateHistory } from './history-table.ts'
import { rowsOfOthers, type AskOfOthers, type RowsOfOthers } from './others.ts'
import { purgeHistory, type PurgedBy, type PurgedRows } from './purge.ts'
import { shownTexts, type ShownTexts } from './shown.ts'
import { unrecordableOf } from './unrecordable.ts'

export interface History {
  /** Identifiers that the table cannot hold: they must not be searched. */
  readonly unrecordable: (subjects: Subjects) => readonly Unrecordable[]
  /** What its columns cannot hold of a finding, as it is shown there. */
  readonly shownOf: (finding: Finding) => ShownTexts
  /** Inserts a row for each of these rows of another table of the database. */
  readonly insertFrom: (trx: Knex.Transaction, rows: FillingRows) => Promise<void>
  /** Rows that were written when the history still was the record. */
  readonly earlier: (part: EarlierPart) => EarlierRows
  /** Rows that we did not write, or where nothing tells that may be ours. */
  readonly others: (ask: AskOfOthers) => Promise<readonly RowsOfOthers[]>
  readonly purge: (by: PurgedBy) => Promise<PurgedRows>
  readonly ask: (question: AuditorsQuestion) => Promise<readonly Row[]>
  /** Identifiers as they were submitted, each once. */
  readonly writtenIn: (period: Pick<AuditorsQuestion, 'tenantKey' | 'from' | 'to'>) => Promise<readonly WrittenAs[]>
}

/** Throws StepFailed `history` when the table is missing and may not be created, or lacks a documented column. */
export async function openHistory(database: Database, settings: OwnTableSettings): Promise<History> {
  const table = await findOrCreateHistory(database, settings)
  return {
    unrecordable: (subjects) => unrecordableOf(table, subjects),
    shownOf: (finding) => shownTexts(table, finding),
    insertFrom: (trx, rows) => fillHistory(table, trx, rows),
    earlier: (part) => earlierRows(table, part),
    others: (ask) => rowsOfOthers(table, ask),
    purge: (by) => purgeHistory(table, by),
    ask: (question) => askHistory(table, question),
    writtenIn: (period) => writtenIn(table, period),
  }
}
