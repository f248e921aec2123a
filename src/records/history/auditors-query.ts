/** The two documented questions of auditors, asked with the statements shipped in `sql/queries/`. */

import { columnOf } from '../../platform/sql/catalogue.ts'
import type { Row } from '../../platform/sql/database.ts'
import { tableName } from '../../platform/sql/keyed.ts'
import { readQuery } from '../../platform/sql/script.ts'
import { historyTable, type HistoryTable } from './history-table.ts'
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
  // Where the table stands, and under the name that it has there.
  const sql = (await readQuery(question.audit ? 'audit' : 'export')).replace(historyTable.name, ':table:')
  const column = columnOf(table.shape, 'CONSUMER_ID')
  const result: unknown = await table.database.run((knex) => {
    const asked = column === null ? consumer : table.database.dialect.bound(knex, consumer, column)
    return knex.raw(sql, { table: tableName(table.shape), tenant, consumer: asked, from, to })
  })
  return rowsOf(result)
}
