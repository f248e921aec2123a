/** What PostgreSQL's catalogue says of a table. */

import type { Knex } from 'knex'

import type { ColumnShape, Obstacle, TableShape } from '../../catalogue.ts'
import type { Row } from '../../database.ts'
import { rowsOf } from '../../rows.ts'
import {
  aDocument,
  computedMessage,
  groupIndexes,
  holdsNoText,
  isTrue,
  lengthIn,
  text as textOf,
  triggerCopies,
  unsearched,
  fewDigits,
} from './rows.ts'

export function regclass(table: Pick<TableShape, 'schema' | 'name'>): string {
  return [table.schema ?? 'public', table.name].map(identifier).join('.')
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** About. */
const bytesPerRow = 100

export async function estimateRows(knex: Knex, table: TableShape): Promise<number | null> {
  const [row] = await rowsOf(
    // A table that was never looked at by ANALYZE has no number of rows, but a size.
    knex.raw(
      `select (case when reltuples < 0 and relkind in ('r', 'm') then pg_relation_size(oid) / ${bytesPerRow} else reltuples::bigint end)::text as n
     from pg_class where oid = ?::regclass`,
      [regclass(table)],
    ),
  )
  const rows = Number(row?.['n'] ?? -1)
  return rows < 0 ? null : rows
}

/** In the order in which the server looks names up, with the schemas that the login may not use: these it passes over. */
export const searchPath = `select n.oid, n.nspname, p.place
  from unnest(string_to_array(current_setting('search_path'), ',')) with ordinality as p(part, place)
  join pg_namespace n on n.nspname = case when btrim(p.part, ' "') = '$user' then current_user::text else btrim(p.part, ' "') end`

export async function describe(knex: Knex, schema: string | null, table: string): Promise<TableShape | null> {
  // Names fold in a collation of their own: in a Turkish database `lower('I')` is no `i`.
  const [found] = await rowsOf(
    knex.raw(
      `select c.oid::text as id, n.nspname as schema, c.relname as name, c.relkind as kind, current_user::text as login,
            has_schema_privilege(n.oid, 'usage') as enters, row_security_active(c.oid) as hides, pg_relation_is_updatable(c.oid, false) as changes,
            (select string_agg(t.tgname, ', ' order by t.tgname) from pg_trigger t
             where t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled <> 'D' and t.tgtype & 24 <> 0) as triggers,
            (select string_agg(r.rulename, ', ' order by r.rulename) from pg_rewrite r
             where r.ev_class = c.oid and c.relkind in ('r', 'p') and r.ev_type in ('2', '4')) as rules,
            (select string_agg(distinct v.oid::regclass::text, ', ') from pg_depend d join pg_rewrite r on r.oid = d.objid
             join pg_class v on v.oid = r.ev_class where d.classid = 'pg_rewrite'::regclass and d.refobjid = c.oid
             and d.refclassid = 'pg_class'::regclass and v.relkind = 'm') as copies
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where lower(c.relname::text collate "C") = lower(?::text collate "C") and c.relkind in ('r', 'p', 'v', 'm', 'f') and
       case when ?::text is null then pg_table_is_visible(c.oid) or not has_schema_privilege(n.oid, 'usage')
         and n.oid in (select p.oid from (${searchPath}) p) else n.nspname = ? end
     order by enters desc, c.relname = ? desc, c.relname = lower(?::text collate "C") desc limit 1`,
      [table, schema, schema, table, table],
    ),
  )
  if (found === undefined) return null
  const columns = await columnsOf(knex, textOf(found['id']))
  const indexes = await indexesOf(knex, textOf(found['id']))
  return {
    schema: textOf(found['schema']),
    name: textOf(found['name']),
    columns: new Map(columns.map((row) => [textOf(row['name']).toUpperCase(), columnShape(row)])),
    indexes: groupIndexes(indexes),
    ...obstacleOf(found),
    ...copiesOf(found),
  }
}

function copiesOf(found: Row): Pick<TableShape, 'copies'> {
  const [triggers, rules, views] = [found['triggers'], found['rules'], found['copies']].map(textOf)
  const copies = [
    ...(triggers === '' ? [] : [triggerCopies(triggers ?? '')]),
    ...(rules === '' ? [] : [`has rules (${rules ?? ''}), which may keep earlier values elsewhere`]),
    ...(views === '' ? [] : [`is copied into the materialized view(s) ${views ?? ''}, until they are refreshed`]),
  ]
  return copies.length === 0 ? {} : { copies }
}

/** A domain counts as what it is made of. Properties that only later servers know are read as of the row as a whole. */
function columnsOf(knex: Knex, id: string): Promise<readonly Row[]> {
  return rowsOf(
    knex.raw(
      `with recursive typed as (
       select a.attnum, a.attname, a.attnotnull, a.attcollation, to_jsonb(a) as about, a.atttypid as base, a.atttypmod as modifier
       from pg_attribute a where a.attrelid = ?::oid and a.attnum > 0 and not a.attisdropped
       union all
       select a.attnum, a.attname, a.attnotnull, a.attcollation, a.about, t.typbasetype, t.typtypmod
       from typed a join pg_type t on t.oid = a.base where t.typtype = 'd'
     )
     select a.attname as name, format_type(a.base, a.modifier) as declared, t.typname as type, t.typcategory as category,
            a.attnotnull as required, a.about ->> 'attgenerated' as generated, a.about ->> 'attidentity' as identity,
            case when to_jsonb(c) ->> 'collisdeterministic' = 'false' then c.collname end as loose
     from typed a join pg_type t on t.oid = a.base left join pg_collation c on c.oid = a.attcollation
     where t.typtype <> 'd' order by a.attnum`,
      [id],
    ),
  )
}

function indexesOf(knex: Knex, id: string): Promise<readonly Row[]> {
  return rowsOf(
    knex.raw(
      `select i.indexrelid::text as index_name, i.indisunique as is_unique, i.indpred is not null as is_partial,
            a.attname as column_name,
            case when k.attnum = 0 then pg_get_indexdef(i.indexrelid, k.position::int, true) end as expression
     from pg_index i cross join lateral unnest(i.indkey) with ordinality as k(attnum, position)
     left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
     where i.indrelid = ?::oid and i.indisvalid and (i.indpred is null or i.indisunique) and k.position <= i.indnkeyatts
     order by i.indexrelid, k.position`,
      [id],
    ),
  )
}

/** Bits of `pg_relation_is_updatable`: what UPDATE and DELETE do to a view without triggers. */
const canUpdate = 4
const canDelete = 16

function obstacleOf(found: Row): Pick<TableShape, 'obstacle'> {
  if (!isTrue(found['enters'])) return { obstacle: closedSchema(textOf(found['schema']), textOf(found['login'])) }
  if (isTrue(found['hides'])) return { obstacle: policyObstacle(textOf(found['login'])) }
  // A view that is made of one table can be changed; PostgreSQL says so itself.
  const [kind, changes] = [textOf(found['kind']), Number(found['changes'])]
  if (!['v', 'm'].includes(kind) || (changes & (canUpdate | canDelete)) === (canUpdate | canDelete)) return {}
  const what = kind === 'm' ? 'a materialized view' : 'a view'
  const message = `is ${what} whose rows PostgreSQL cannot change; name the table that holds them`
  return { obstacle: { to: 'change', message } }
}

function closedSchema(schema: string, login: string): Obstacle {
  return {
    to: 'read',
    message: `stands in the schema \`${schema}\`, in which the login may look at nothing; let the DBA grant it USAGE`,
    remedy: `GRANT USAGE ON SCHEMA ${identifier(schema)} TO ${identifier(login)};`,
  }
}

function policyObstacle(login: string): Obstacle {
  return {
    to: 'search',
    message:
      'has row level security, whose policies may hide rows from the login: what is hidden could not be told from what is not there; let the login see every row (BYPASSRLS)',
    remedy: `ALTER ROLE ${identifier(login)} BYPASSRLS;`,
  }
}

function columnShape(row: Row): ColumnShape {
  const declared = textOf(row['declared'])
  const isText = /^(character|text|citext|bpchar|"?name"?$)/.test(declared) && textOf(row['category']) !== 'A'
  const whole = /^(smallint|integer|bigint)(?!.*\[)|^numeric\(\d+(,0)?\)$/.test(declared)
  const fraction = /^(numeric|real|double)(?!.*\[)/.test(declared)
  const loose = textOf(row['loose'])
  return {
    name: textOf(row['name']),
    declared,
    family: isText ? 'text' : whole ? 'integer' : fraction ? 'decimal' : 'other',
    length: isText ? lengthIn(declared) : null,
    nullable: !isTrue(row['required']),
    ...(loose === '' ? {} : { collation: loose }),
    ...columnObstacle(row, declared),
  }
}

/** By the first letter of the catalogue's category: arrays, rows, geometry, ranges, bits. */
const unsearchedKinds: Readonly<Record<string, string>> = {
  A: 'is an array, whose items are not searched one by one',
  C: 'is a row in itself, whose fields are not searched one by one',
  G: holdsNoText,
  R: holdsNoText,
  V: holdsNoText,
}
const documents = ['json', 'jsonb', 'xml', 'hstore', 'tsvector']

function columnObstacle(row: Row, declared: string): Pick<ColumnShape, 'obstacle'> {
  const type = textOf(row['type'])
  const document = documents.includes(type) ? aDocument : undefined
  const why = type === 'bytea' ? holdsNoText : (document ?? unsearchedKinds[textOf(row['category'])])
  if (why !== undefined) return { obstacle: unsearched(declared, why) }
  if (declared === 'real') return { obstacle: fewDigits(declared) }
  if (textOf(row['generated']) === '' && textOf(row['identity']) !== 'a') return {}
  return { obstacle: { to: 'change', message: computedMessage } }
}
