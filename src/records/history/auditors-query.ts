/** The two documented questions of auditors, asked with the statements shipped in `sql/queries/`. */

import type { Action } from '../../domain/request.ts'
import { columnOf } from '../../platform/sql/catalogue.ts'
import type { Row } from '../../platform/sql/database.ts'
import { tableName } from '../../platform/sql/keyed.ts'
import { readQuery } from '../../platform/sql/script.ts'
import { forgetFlag, historyTable, type HistoryTable } from './history-table.ts'
import { rowsOf, textOf } from './row.ts'

export interface AuditorsQuestion {
  /** As submitted in the request: an address, a number or a user name. */
  readonly consumer: string
  readonly tenantKey: number
  /** UTC epoch seconds, both included. */
  readonly from: number
  readonly to: number
  /** The full trail with what was searched in vain; otherwise the distinct values that requests of one action found. */
  readonly audit: boolean
  /** Of which action, where it is not the full trail. Default: export, as documented. */
  readonly action?: Action
}

/** Of whom rows are, and of which kind; null: the rows do not say. */
export interface WrittenAs {
  readonly consumer: string
  readonly kind: string | null
}

export async function askHistory(table: HistoryTable, question: AuditorsQuestion): Promise<readonly Row[]> {
  const { consumer, tenantKey: tenant, from, to } = question
  // Where the table stands, and under the name that it has there.
  const documented = await readQuery(question.audit ? 'audit' : 'export')
  const flag = `FORGET = ${forgetFlag(question.action ?? 'export')}`
  const sql = documented.replace(historyTable.name, ':table:').replace('FORGET = 0', flag)
  const column = columnOf(table.shape, 'CONSUMER_ID')
  const result: unknown = await table.database.run((knex) => {
    const asked = column === null ? consumer : table.database.dialect.bound(knex, consumer, column)
    return knex.raw(sql, { table: tableName(table.shape), tenant, consumer: asked, from, to })
  })
  return rowsOf(result)
}

/** Every identifier that the history has of a tenant in a period, as it was submitted. */
export async function writtenIn(
  table: HistoryTable,
  { tenantKey, from, to }: Pick<AuditorsQuestion, 'tenantKey' | 'from' | 'to'>,
): Promise<readonly WrittenAs[]> {
  const named = table.layout === 'full' ? (['CONSUMER_ID', 'KIND'] as const) : (['CONSUMER_ID'] as const)
  const result: unknown = await table.database.run((knex) =>
    table
      .from(knex)
      .distinct(table.select(...named))
      .where(table.column('TENANT_KEY'), tenantKey)
      .whereBetween(table.column('CREATED_TS'), [from, to]),
  )
  return rowsOf(result).flatMap((row) => {
    const consumer = textOf(row, 'CONSUMER_ID')
    return consumer === null ? [] : [{ consumer, kind: textOf(row, 'KIND') }]
  })
}
