/** What Oracle's data dictionary says of a table. Column aliases are quoted: Oracle would return them in upper case. */

import type { Knex } from 'knex'

import type { ColumnShape, TableShape } from '../../catalogue.ts'
import type { Rights } from '../../dialect.ts'
import { rowsOf } from '../../rows.ts'
import { groupIndexes, isTrue, text as textOf } from './rows.ts'

export async function describe(knex: Knex, schema: string | null, table: string): Promise<TableShape | null> {
  const found = await rowsOf(
    knex.raw(
      `select owner as "owner", table_name as "table_name", column_name as "column_name", data_type as "type_name",
            char_length as "characters", data_length as "bytes", data_precision as "digits", data_scale as "scale", nullable as "nullable"
     from all_tab_columns where upper(table_name) = upper(?) and owner = coalesce(upper(?), user)
     order by case when table_name = upper(?) then 0 else 1 end, table_name, column_id`,
      [table, schema, table],
    ),
  )
  const [first] = found
  if (first === undefined) return null
  // A quoted name may differ from another one by its case alone.
  const columns = found.filter((row) => row['table_name'] === first['table_name'])
  const indexes = await rowsOf(
    knex.raw(
      `select i.index_name as "index_name", i.uniqueness as "is_unique", c.column_name as "column_name"
     from all_indexes i join all_ind_columns c on c.index_owner = i.owner and c.index_name = i.index_name
     where i.table_owner = ? and i.table_name = ? and i.status <> 'UNUSABLE' order by i.index_name, c.column_position`,
      [textOf(first['owner']), textOf(first['table_name'])],
    ),
  )
  return {
    schema: textOf(first['owner']),
    name: textOf(first['table_name']),
    columns: new Map(columns.map((row) => [textOf(row['column_name']).toUpperCase(), columnShape(row)])),
    indexes: groupIndexes(indexes),
  }
}

export async function estimateRows(knex: Knex, table: TableShape): Promise<number | null> {
  const [row] = await rowsOf(
    knex.raw('select num_rows as "row_count" from all_tables where owner = ? and table_name = ?', [
      table.schema ?? '',
      table.name,
    ]),
  )
  return row?.['row_count'] === undefined || row['row_count'] === null ? null : Number(row['row_count'])
}

/**
 * Rights on the table, on single columns, and those that hold for any table. READ lets a login select, and not lock the
 * rows it is about to change, so UPDATE and DELETE count only together with SELECT.
 */
export async function rights(knex: Knex, table: TableShape, columns: readonly ColumnShape[]): Promise<Rights> {
  const owner = table.schema ?? ''
  const rows = await rowsOf(
    knex.raw(
      `select privilege as "privilege", null as "column_name" from all_tab_privs where table_schema = ? and table_name = ?
     union all select privilege, column_name from all_col_privs where table_schema = ? and table_name = ?
     union all select replace(privilege, ' ANY TABLE', ''), null from session_privs where privilege like '% ANY TABLE'
     union all select 'OWNER', null from dual where ? = user`,
      [owner, table.name, owner, table.name, owner],
    ),
  )
  const held = new Set(rows.map((row) => `${textOf(row['privilege'])} ${textOf(row['column_name'])}`.trimEnd()))
  const may = (right: string): boolean => held.has('OWNER') || held.has(right)
  return {
    select: may('SELECT') || may('READ'),
    insert: may('INSERT'),
    update: may('SELECT') && (may('UPDATE') || columns.every((column) => held.has(`UPDATE ${column.name}`))),
    delete: may('SELECT') && may('DELETE'),
  }
}

function columnShape(row: Record<string, unknown>): ColumnShape {
  const type = textOf(row['type_name']).toLowerCase()
  const isText = type.includes('char')
  const isNumber = type === 'number'
  const digits = row['digits'] === null ? null : Number(row['digits'])
  // INTEGER has a scale and no precision, a plain NUMBER neither.
  const isWhole = isNumber && Number(row['scale'] ?? 1) === 0
  const precision = isNumber && digits !== null ? `(${digits}, ${Number(row['scale'])})` : ''
  const length = Number(row['characters'])
  return {
    name: textOf(row['column_name']),
    declared: isText ? `${type}(${length} char)` : `${type}${precision}`,
    // A CLOB cannot be compared and counts among the others: `to_char` refuses what is too long, loudly.
    family: isText ? 'text' : isWhole ? 'integer' : isNumber ? 'decimal' : 'other',
    length: isText ? length : null,
    // Characters of several bytes may fill a column that has room for as many of one.
    ...(isText && !type.startsWith('n') ? { bytes: Number(row['bytes']) } : {}),
    nullable: isTrue(row['nullable']),
  }
}
