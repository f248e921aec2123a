/** Fills the history from another table of the same database, within the server. */

import type { Knex } from 'knex'

import { columnOf, type ColumnShape } from '../../platform/sql/catalogue.ts'
import { tableName } from '../../platform/sql/keyed.ts'
import type { HistoryColumn, HistoryTable } from './history-table.ts'

/** Rows of the other table, without a list of columns. Those of the same names fill ours. */
export interface FillingRows {
  readonly rows: Knex.QueryBuilder
  /** The shape of its column. */
  readonly column: (name: Exclude<HistoryColumn, 'KEY_VALUE'> | 'CONTENT' | Instead) => ColumnShape
}

type Instead = 'HISTORY_TABLE' | 'HISTORY_COLUMN' | 'HISTORY_FACT' | 'HISTORY_VALUE'

/** Where what is shown may differ from what was found. */
const instead: Readonly<Partial<Record<HistoryColumn, Instead>>> = {
  TABLE_NAME: 'HISTORY_TABLE',
  COLUMN_NAME: 'HISTORY_COLUMN',
  FACT_ID: 'HISTORY_FACT',
  KEY_VALUE: 'HISTORY_VALUE',
}

export async function fillHistory(table: HistoryTable, trx: Knex.Transaction, { rows, column }: FillingRows) {
  const names = table.columns.map((name) => table.column(name))
  const values = table.columns.map((name) => valueFor(table, trx, { name, column }))
  const source = rows.clone().select(values).toSQL()
  // A select that is bound would stand in parentheses, which not every engine takes here.
  const insert = `insert into ?? (${names.map(() => '??').join(', ')}) ${source.sql}`
  await trx.raw(insert, [tableName(table.shape), ...names, ...source.bindings])
}

interface Filled {
  readonly name: HistoryColumn
  readonly column: FillingRows['column']
}

function valueFor(table: HistoryTable, trx: Knex.Transaction, { name, column }: Filled): Knex.Raw {
  const { dialect } = table.database
  const from = column(name === 'KEY_VALUE' ? 'CONTENT' : name)
  const other = instead[name]
  const text = dialect.text(trx, from.name, from)
  const value =
    other === undefined
      ? trx.raw('??', [from.name])
      : trx.raw('coalesce(?, ?)', [dialect.text(trx, column(other).name, column(other)), text])
  const target = columnOf(table.shape, name)
  // Where a site keeps its keys as numbers. Texts are never cast: a cast would cut them without a word.
  const isCast = target !== null && target.family !== 'text' && other !== undefined
  return isCast ? trx.raw(`cast(? as ${target.declared})`, [value]) : value
}
