/** What SQL Server's catalogue views say of a table; all of them show a login what it may use, without further rights. */

import type { Knex } from 'knex'

import type { ColumnShape, TableShape } from '../../catalogue.ts'
import type { Rights } from '../../dialect.ts'
import { rowsOf } from '../../rows.ts'
import { groupIndexes, isTrue, text as textOf } from './rows.ts'

export async function describe(knex: Knex, schema: string | null, table: string): Promise<TableShape | null> {
  const [found] = await rowsOf(
    knex.raw(
      `select o.object_id as id, s.name as schema_name, o.name as table_name from sys.objects o
     join sys.schemas s on s.schema_id = o.schema_id
     where lower(o.name) = lower(?) and s.name = coalesce(?, schema_name()) and o.type in ('U', 'V')`,
      [table, schema],
    ),
  )
  if (found === undefined) return null
  const id = Number(found['id'])
  const columns = await rowsOf(
    knex.raw(
      `select c.name as column_name, t.name as type_name, c.max_length as bytes, c.precision as digits, c.scale as scale,
            c.is_nullable as is_nullable, c.collation_name as collation_name
     from sys.columns c join sys.types t on t.user_type_id = c.system_type_id where c.object_id = ? order by c.column_id`,
      [id],
    ),
  )
  const indexes = await rowsOf(
    knex.raw(
      `select i.name as index_name, i.is_unique as is_unique, i.has_filter as is_partial, c.name as column_name
     from sys.indexes i
     join sys.index_columns ic on ic.object_id = i.object_id and ic.index_id = i.index_id and ic.is_included_column = 0
     join sys.columns c on c.object_id = ic.object_id and c.column_id = ic.column_id
     where i.object_id = ? and i.is_disabled = 0 and (i.has_filter = 0 or i.is_unique = 1)
     order by i.index_id, ic.key_ordinal`,
      [id],
    ),
  )
  return {
    schema: textOf(found['schema_name']),
    name: textOf(found['table_name']),
    columns: new Map(columns.map((row) => [textOf(row['column_name']).toUpperCase(), columnShape(row)])),
    indexes: groupIndexes(indexes),
  }
}

/** `sys.dm_db_partition_stats` would be as good and takes VIEW DATABASE STATE. */
export async function estimateRows(knex: Knex, table: TableShape): Promise<number | null> {
  const [row] = await rowsOf(
    knex.raw(
      'select sum(p.rows) as row_count from sys.partitions p where p.object_id = object_id(?) and p.index_id in (0, 1)',
      [bracketed(table)],
    ),
  )
  return row?.['row_count'] === undefined || row['row_count'] === null ? null : Number(row['row_count'])
}

/** UPDATE may be granted on single columns, so it is asked for each of those that are written. */
export async function rights(knex: Knex, table: TableShape, columns: readonly ColumnShape[]): Promise<Rights> {
  const name = bracketed(table)
  const [row] = await rowsOf(
    knex.raw(
      `select has_perms_by_name(?, 'OBJECT', 'SELECT') as may_select, has_perms_by_name(?, 'OBJECT', 'INSERT') as may_insert,
            has_perms_by_name(?, 'OBJECT', 'DELETE') as may_delete,
            (select count(*) from openjson(?) c where coalesce(has_perms_by_name(?, 'OBJECT', 'UPDATE', c.value, 'COLUMN'), 0) = 0)
              as not_updatable`,
      [name, name, name, JSON.stringify(columns.map((column) => column.name)), name],
    ),
  )
  return {
    select: isTrue(row?.['may_select']),
    insert: isTrue(row?.['may_insert']),
    update: Number(row?.['not_updatable'] ?? 1) === 0,
    delete: isTrue(row?.['may_delete']),
  }
}

/** Characters outside of its code page become `?` in a varchar, unless that is UTF-8. */
export function keepCharacters(table: TableShape, column: ColumnShape): string | null {
  const [, size = ''] = /^(?:var)?char\((\w+)\)$/.exec(column.declared) ?? []
  if (size === '' || column.collation?.endsWith('_UTF8') === true) return null
  const national = `nvarchar(${size === 'max' || Number(size) > 4_000 ? 'max' : size})`
  const nullable = column.nullable ? 'NULL' : 'NOT NULL'
  return `ALTER TABLE ${bracketed(table)} ALTER COLUMN ${bracket(column.name)} ${national} ${nullable};`
}

export function bracketed(table: Pick<TableShape, 'schema' | 'name'>): string {
  return [table.schema ?? 'dbo', table.name].map(bracket).join('.')
}

export function bracket(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`
}

const wholeTypes = ['bigint', 'int', 'smallint', 'tinyint', 'bit']

function columnShape(row: Record<string, unknown>): ColumnShape {
  const type = textOf(row['type_name'])
  const isText = /char$/.test(type)
  const bytes = Number(row['bytes'])
  const characters = type.startsWith('n') ? bytes / 2 : bytes
  const isExact = type === 'numeric' || type === 'decimal'
  const isWhole = wholeTypes.includes(type) || (isExact && Number(row['scale']) === 0)
  const isFraction = isExact || ['float', 'real', 'money', 'smallmoney'].includes(type)
  const length = `(${bytes < 0 ? 'max' : characters})`
  const precision = isExact ? `(${Number(row['digits'])},${Number(row['scale'])})` : ''
  const collation = textOf(row['collation_name'])
  return {
    name: textOf(row['column_name']),
    declared: `${type}${isText ? length : precision}`,
    // The old types text and ntext cannot be compared; they count among the others, which are compared as text.
    family: isText ? 'text' : isWhole ? 'integer' : isFraction ? 'decimal' : 'other',
    length: isText && bytes >= 0 ? characters : null,
    ...(isText && bytes >= 0 && !type.startsWith('n') ? { bytes } : {}),
    nullable: isTrue(row['is_nullable']),
    ...(/^\w+$/.test(collation) && isText ? { collation } : {}),
  }
}
