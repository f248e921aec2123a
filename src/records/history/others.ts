/** Rows that others wrote: the Info Mart's own job keeps its trail in the same table, and may have redacted before us. */

import type { Knex } from 'knex'

import { columnOf } from '../../platform/sql/catalogue.ts'
import type { HistoryColumn, HistoryTable } from './history-table.ts'
import { integerOf, rowsOf, textOf } from './row.ts'

export interface AskOfOthers {
  readonly tenantKey: number
  /** As submitted; null: of whomever. */
  readonly consumers: readonly string[] | null
  /** UTC epoch seconds. */
  readonly since: number
}

/** Rows of one identifier, or with null of whomever, that were written in one second. */
export interface RowsOfOthers {
  readonly consumer: string | null
  /** UTC epoch seconds. */
  readonly createdTs: number
  readonly rows: number
}

const atOnce = 500

/** Of a table with the documented columns alone they may be ours: only our runs say in which seconds we wrote. */
export async function rowsOfOthers(table: HistoryTable, ask: AskOfOthers): Promise<readonly RowsOfOthers[]> {
  if (ask.consumers === null) return await grouped(table, ask, null)
  const consumers = [...new Set(ask.consumers)]
  const rows: RowsOfOthers[] = []
  for (let from = 0; from < consumers.length; from += atOnce) {
    rows.push(...(await grouped(table, ask, consumers.slice(from, from + atOnce))))
  }
  return rows
}

async function grouped(
  table: HistoryTable,
  { tenantKey, since }: AskOfOthers,
  consumers: readonly string[] | null,
): Promise<readonly RowsOfOthers[]> {
  const names: readonly HistoryColumn[] = consumers === null ? ['CREATED_TS'] : ['CONSUMER_ID', 'CREATED_TS']
  const rows = await table.database.run((knex) => {
    const query = table
      .from(knex)
      .select(table.select(...names))
      .count({ N: '*' })
      .where(table.column('TENANT_KEY'), tenantKey)
      .where(table.column('CREATED_TS'), '>=', since)
      .groupBy(names.map(table.column))
    if (table.layout === 'full') query.whereNull(table.column('RUN_ID'))
    return consumers === null ? query : query.where(oneOf(knex, table, consumers))
  })
  return rowsOf(rows).map((row) => ({
    consumer: consumers === null ? null : textOf(row, 'CONSUMER_ID'),
    createdTs: integerOf(row, 'CREATED_TS'),
    rows: integerOf(row, 'N'),
  }))
}

/** Each bound in the type of the column, whose index then serves. */
function oneOf(knex: Knex, { database, shape, column }: HistoryTable, consumers: readonly string[]): Knex.Raw {
  const consumer = columnOf(shape, 'CONSUMER_ID')
  const bound = consumers.map((one) => (consumer === null ? one : database.dialect.bound(knex, one, consumer)))
  return knex.raw(`?? in (${bound.map(() => '?').join(', ')})`, [column('CONSUMER_ID'), ...bound])
}
