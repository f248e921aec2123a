/** What SQL Server's catalogue views say of a table; all of them show a login what it may use, without further rights. */

import type { Knex } from 'knex'

import type { ColumnShape, TableShape } from '../../catalogue.ts'
import type { Row } from '../../database.ts'
import type { Rights, Touched } from '../../rights.ts'
import { rowsOf } from '../../rows.ts'
import { bracket, bracketed, columnShape, columnsOf } from './mssql-columns.ts'
import { groupIndexes, isTrue, text as textOf, triggerCopies } from './rows.ts'

export async function describe(knex: Knex, schema: string | null, table: string): Promise<TableShape | null> {
  const found = await tableNamed(knex, schema, table)
  if (found === null) return null
  const columns = await columnsOf(knex, Number(found['id']))
  const indexes = await indexesOf(knex, Number(found['id']))
  const isView = textOf(found['type']) === 'V'
  return {
    schema: textOf(found['schema_name']),
    name: textOf(found['table_name']),
    columns: new Map(columns.map((row) => [textOf(row['column_name']).toUpperCase(), columnShape(row, found)])),
    indexes: groupIndexes(indexes),
    ...(isView ? { isView: true as const } : {}),
    ...obstacleOf(found),
    ...policiesOf(found),
    ...copiesOf(found),
  }
}

/**
 * Names are compared in a collation of our own: under a Turkish one `i` is no `I`. A column of a view that an older server
 * does not have is looked for in vain inside, and found as the NULL outside.
 */
async function tableNamed(knex: Knex, schema: string | null, table: string): Promise<Row | null> {
  const [found] = await rowsOf(
    knex.raw(
      `select o.object_id as id, s.name as schema_name, o.name as table_name, o.type as type, user_name() as login,
            (select d.compatibility_level from sys.databases d where d.database_id = db_id()) as compatibility,
            has_perms_by_name(db_name(), 'DATABASE', 'VIEW DEFINITION') as sees_policies,
            (select string_agg(p.name, ', ') from sys.security_policies p
             join sys.security_predicates f on f.object_id = p.object_id
             where (f.target_object_id = o.object_id or o.type = 'V') and f.predicate_type = 0 and p.is_enabled = 1) as policies,
            (select string_agg(g.name, ', ') from sys.triggers g where g.parent_id = o.object_id and g.is_disabled = 0)
              as triggers,
            objectproperty(o.object_id, 'HasUpdateTrigger') as has_update_trigger,
            objectproperty(o.object_id, 'HasDeleteTrigger') as has_delete_trigger,
            t.temporal_type as temporal, object_name(t.history_table_id) as history_table,
            t.is_tracked_by_cdc as is_captured, t.is_published as is_published, l.ledger as ledger
     from sys.objects o
     join sys.schemas s on s.schema_id = o.schema_id
     left join sys.tables t on t.object_id = o.object_id
     cross join (select null as ledger_type) as unknown
     outer apply (select ledger_type as ledger from sys.tables as ledgers where ledgers.object_id = o.object_id) as l
     where o.name collate ${names} = ? and s.name collate ${names} = coalesce(?, schema_name()) and o.type in ('U', 'V')
     order by case when o.name collate Latin1_General_BIN2 = ? then 0 else 1 end`,
      [table, schema, table],
    ),
  )
  return found ?? null
}

const names = 'Latin1_General_CI_AS'

function indexesOf(knex: Knex, id: number): Promise<readonly Row[]> {
  return rowsOf(
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
}

/** Below it the server knows no OPENJSON. */
const lowestCompatibility = 130

function obstacleOf(found: Row): Pick<TableShape, 'obstacle'> {
  const level = Number(found['compatibility'] ?? lowestCompatibility)
  if (level >= lowestCompatibility) return {}
  const message = `stands in a database of compatibility level ${level}, and statements of Lethe take ${lowestCompatibility}`
  const remedy = `ALTER DATABASE CURRENT SET COMPATIBILITY_LEVEL = ${lowestCompatibility};`
  return { obstacle: { to: 'search', message, remedy } }
}

/** Policies that the login may not see count as possible. */
function policiesOf(found: Row): Pick<TableShape, 'policies'> {
  const named = textOf(found['policies'])
  if (named !== '') return { policies: named }
  return isTrue(found['sees_policies']) ? {} : { policies: null }
}

function copiesOf(found: Row): Pick<TableShape, 'copies'> {
  const history = textOf(found['history_table'])
  const triggers = textOf(found['triggers'])
  const isTriggered = isTrue(found['has_update_trigger']) || isTrue(found['has_delete_trigger'])
  const copies = [
    ...(Number(found['temporal'] ?? 0) === 2
      ? [`is system-versioned: its history table${history === '' ? '' : ` \`${history}\``} keeps every earlier row`]
      : []),
    ...(isTrue(found['is_captured']) ? ['is under change data capture, whose tables keep earlier values'] : []),
    ...(Number(found['ledger'] ?? 0) > 0 ? ['is a ledger table, whose history keeps every earlier row'] : []),
    ...(isTrue(found['is_published']) ? ['is published for replication to other databases'] : []),
    ...(isTriggered || triggers !== '' ? [triggerCopies(triggers)] : []),
  ]
  return copies.length === 0 ? {} : { copies }
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
export async function rights(knex: Knex, table: TableShape, { read, written }: Touched): Promise<Rights> {
  const name = bracketed(table)
  const [looked, changed] = [read, written].map((columns) => JSON.stringify(columns.map((column) => column.name)))
  const [row] = await rowsOf(
    knex.raw(
      `select has_perms_by_name(?, 'OBJECT', 'SELECT') as may_select, has_perms_by_name(?, 'OBJECT', 'INSERT') as may_insert,
            has_perms_by_name(?, 'OBJECT', 'DELETE') as may_delete,
            (select count(*) from openjson(?) c where coalesce(has_perms_by_name(?, 'OBJECT', 'SELECT', c.value, 'COLUMN'), 0) = 0)
              as not_readable,
            (select count(*) from openjson(?) c where coalesce(has_perms_by_name(?, 'OBJECT', 'UPDATE', c.value, 'COLUMN'), 0) = 0)
              as not_updatable`,
      [name, name, name, looked ?? '[]', name, changed ?? '[]', name],
    ),
  )
  const unreadable = Number(row?.['not_readable'] ?? 0)
  const select = unreadable === 0 && (read.length > 0 || isTrue(row?.['may_select']))
  return {
    select,
    selectsSome: !select && unreadable < read.length,
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
