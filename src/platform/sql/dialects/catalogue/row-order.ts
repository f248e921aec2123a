/** Whether the rows of a table lie in the order of a key, so that a range of it is a stretch of the table. */

import type { Knex } from 'knex'

import type { KeyedTable } from '../../dialect.ts'
import { rowsOf } from '../../rows.ts'
import { bracketed } from './mssql-columns.ts'

/** By the statistics of the latest ANALYZE; without one nobody knows. */
export async function liesByInPostgres(knex: Knex, { table, key }: KeyedTable): Promise<boolean> {
  const rows = await rowsOf(
    knex.raw('select 1 from pg_stats where schemaname = ? and tablename = ? and attname = ? and correlation > 0.9', [
      table.schema,
      table.name,
      key.name,
    ]),
  )
  return rows.length > 0
}

/** Of its clustered index; by any other one each row would be looked up, or each range read the whole table. */
export async function liesByInMssql(knex: Knex, { table, key }: KeyedTable): Promise<boolean> {
  const rows = await rowsOf(
    knex.raw(
      `select 1 as lies from sys.indexes i join sys.index_columns c
         on c.object_id = i.object_id and c.index_id = i.index_id and c.key_ordinal = 1
       where i.object_id = object_id(?) and i.type = 1 and col_name(c.object_id, c.column_id) = ?`,
      [bracketed(table), key.name],
    ),
  )
  return rows.length > 0
}

/** The clustering factor is near the number of blocks then, and near that of rows otherwise. */
export async function liesByInOracle(knex: Knex, { table, key }: KeyedTable): Promise<boolean> {
  const rows = await rowsOf(
    knex.raw(
      `select 1 as "lies" from all_indexes i join all_ind_columns c
         on c.index_owner = i.owner and c.index_name = i.index_name and c.column_position = 1
       where i.table_owner = ? and i.table_name = ? and c.column_name = ?
         and (i.index_type = 'IOT - TOP' or i.clustering_factor <= i.num_rows / 10)`,
      [table.schema ?? '', table.name, key.name],
    ),
  )
  return rows.length > 0
}
