/** The two documented questions of auditors, asked with the statements shipped in `sql/queries/`. */

import type { Row } from '../../platform/sql/database.ts'
import { readQuery } from '../../platform/sql/script.ts'
import type { HistoryTable } from './history-table.ts'
import { rowsOf } from './row.ts'

export interface AuditorsQuestion {
  /** As submitted in the request: an address, a number or a user name. */
  readonly consumer: string
  readonly tenantKey: number
  /** UTC epoch seconds, both included. */
  readonly from: number
  readonly to: number
  /** The full trail with what was searched in vain; otherwise the distinct values that exports found. */
  readonly audit: boolean
}

export async function askHistory(table: HistoryTable, question: AuditorsQuestion): Promise<readonly Row[]> {
  const { consumer, tenantKey: tenant, from, to } = question
  const sql = await readQuery(question.audit ? 'audit' : 'export')
  const result: unknown = await table.database.run((knex) => knex.raw(sql, { tenant, consumer, from, to }))
  return rowsOf(result)
}
