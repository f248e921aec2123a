/** Deletes rows of the history a limited number at a time, so that no statement locks more. */

import type { Knex } from 'knex'

import { columnOf } from '../../platform/sql/catalogue.ts'
import { allOf } from '../../platform/sql/keyed.ts'
import type { HistoryColumn, HistoryTable } from './history-table.ts'
import { integerOf, rowsOf } from './row.ts'

/** A condition over the table's own columns. */
export type Condition = (knex: Knex) => Knex.Raw

/** Returns how many rows went. Not every driver tells what a delete took. */
export async function deleteWhere(table: HistoryTable, condition: Condition): Promise<number> {
  const { database } = table
  const query = table.from(database.knex).where(condition(database.knex)).count({ N: '*' })
  const [counted] = rowsOf(await database.run(() => query))
  const count = counted === undefined ? 0 : integerOf(counted, 'N')
  const rows = database.rowsPerTransaction
  for (let gone = 0; gone < count; gone += rows) {
    await database.transaction(async (trx) => {
      await database.dialect.deleteSome(trx, { table: table.shape, where: condition(trx), rows })
    })
  }
  return count
}

/** The column has this text, or this number. */
export function equals(table: HistoryTable, name: HistoryColumn, value: string | number): Condition {
  const column = columnOf(table.shape, name)
  return (knex) => {
    const bound =
      column === null || typeof value === 'number' ? value : table.database.dialect.bound(knex, value, column)
    return knex.raw('?? = ?', [table.column(name), bound])
  }
}

export function every(...conditions: readonly Condition[]): Condition {
  return (knex) =>
    allOf(
      knex,
      conditions.map((one) => one(knex)),
    )
}
