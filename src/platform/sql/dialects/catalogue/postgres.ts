/** What PostgreSQL's catalogue says of a table. */

import type { Knex } from 'knex'

import type { ColumnShape, TableShape } from '../../catalogue.ts'
import type { Rights } from '../../dialect.ts'
import { rowsOf } from '../../rows.ts'
import { groupIndexes, isTrue, lengthIn, text as textOf } from './rows.ts'

export function regclass(table: Pick<TableShape, 'schema' | 'name'>): string {
  return [table.schema ?? 'public', table.name].map(identifier).join('.')
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export async function estimateRows(knex: Knex, table: TableShape): Promise<number | null> {
  const [row] = await rowsOf(
    knex.raw('select reltuples::bigint::text as n from pg_class where oid = ?::regclass', [regclass(table)]),
  )
  const rows = Number(row?.['n'] ?? -1)
  return rows < 0 ? null : rows
}

export async function rights(knex: Knex, table: TableShape, columns: readonly ColumnShape[]): Promise<Rights> {
  const name = regclass(table)
  const [row] = await rowsOf(
    knex.raw(
      `select has_table_privilege(?, 'select') or has_any_column_privilege(?, 'select') as s,
            not exists (select 1 from jsonb_array_elements_text(?::jsonb) as c where not has_column_privilege(?, c, 'update')) as u,
            has_table_privilege(?, 'delete') as d`,
      [name, name, JSON.stringify(columns.map((column) => column.name)), name, name],
    ),
  )
  return { select: isTrue(row?.['s']), update: isTrue(row?.['u']), delete: isTrue(row?.['d']) }
}

export async function describe(knex: Knex, schema: string | null, table: string): Promise<TableShape | null> {
  const [found] = await rowsOf(
    knex.raw(
      `select c.oid::text as id, n.nspname as schema, c.relname as name, c.relkind as kind,
            pg_relation_is_updatable(c.oid, false) as changes from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where lower(c.relname) = lower(?) and c.relkind in ('r', 'p', 'v', 'm', 'f') and
       case when ?::text is null then pg_table_is_visible(c.oid) else n.nspname = ? end
     order by c.relname = ? desc, c.relname = lower(?) desc limit 1`,
      [table, schema, schema, table, table],
    ),
  )
  if (found === undefined) return null
  const id = textOf(found['id'])
  const columns = await rowsOf(
    knex.raw(
      `select attname as name, format_type(atttypid, atttypmod) as declared, attnotnull as required
     from pg_attribute where attrelid = ?::oid and attnum > 0 and not attisdropped order by attnum`,
      [id],
    ),
  )
  const indexes = await rowsOf(
    knex.raw(
      `select i.indexrelid::text as index_name, i.indisunique as is_unique, i.indpred is not null as is_partial,
            a.attname as column_name
     from pg_index i cross join lateral unnest(i.indkey) with ordinality as k(attnum, position)
     left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
     where i.indrelid = ?::oid and i.indisvalid and (i.indpred is null or i.indisunique) and k.position <= i.indnkeyatts
     order by i.indexrelid, k.position`,
      [id],
    ),
  )
  return {
    schema: textOf(found['schema']),
    name: textOf(found['name']),
    columns: new Map(columns.map((row) => [textOf(row['name']).toUpperCase(), columnShape(row)])),
    indexes: groupIndexes(indexes),
    ...obstacleOf(textOf(found['kind']), Number(found['changes'])),
  }
}

/** Bits of `pg_relation_is_updatable`: what UPDATE and DELETE do to a view without triggers. */
const canUpdate = 4
const canDelete = 16

/** A view that is made of one table can be changed; PostgreSQL says so itself. */
function obstacleOf(kind: string, changes: number): Pick<TableShape, 'obstacle'> {
  if (!['v', 'm'].includes(kind) || (changes & (canUpdate | canDelete)) === (canUpdate | canDelete)) return {}
  const what = kind === 'm' ? 'a materialized view' : 'a view'
  const message = `is ${what} whose rows PostgreSQL cannot change; name the table that holds them`
  return { obstacle: { to: 'change', message } }
}

function columnShape(row: Record<string, unknown>): ColumnShape {
  const declared = textOf(row['declared'])
  const isText = /^(character|text|citext|bpchar|"?name"?$)/.test(declared)
  const whole = /^(smallint|integer|bigint)|^numeric\(\d+(,0)?\)/.test(declared)
  return {
    name: textOf(row['name']),
    declared,
    family: isText ? 'text' : whole ? 'integer' : /^(numeric|real|double)/.test(declared) ? 'decimal' : 'other',
    length: isText ? lengthIn(declared) : null,
    nullable: !isTrue(row['required']),
  }
}
