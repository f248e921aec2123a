/** PostgreSQL through pg; selects are read through a cursor. */

import type { Knex } from 'knex'

import type { ColumnShape, TableShape } from '../catalogue.ts'
import type { Dialect, KeyedChange, Rights } from '../dialect.ts'
import { codeOf } from '../failure.ts'
import { allOf, isOneOf, keyedOn, notHeld, qualified, tableName, valueOf } from '../keyed.ts'
import { rowsOf } from '../rows.ts'
import { streamRows } from '../stream.ts'
import { tlsOptions } from '../tls.ts'
import { groupIndexes, isTrue, lengthIn, text as textOf } from './catalogue-rows.ts'
import { ignoredAround, ignoredInAddresses, ignoredInNumbers, linkedAddress } from './ignored.ts'

export const postgres: Dialect = {
  rowsPerInsert: 1000,
  textType: 'text',
  textsOfAnyType: false,
  config: (settings) => ({
    client: 'pg',
    connection: {
      host: settings.host ?? 'localhost',
      port: settings.port ?? 5432,
      database: settings.database ?? '',
      user: settings.user ?? '',
      ...(settings.password === undefined ? {} : { password: settings.password }),
      ssl: tlsOptions(settings.tls) ?? false,
      application_name: 'lethe',
    },
    ...(settings.schema === undefined ? {} : { searchPath: [settings.schema] }),
    compileSqlOnError: false,
    pool: { min: 0, max: 4 },
  }),
  text: (knex, reference) => knex.raw('cast(?? as text)', [reference]),
  jsonTexts: (knex, json) => knex.raw('select jsonb_array_elements_text(?::jsonb)', [json]),
  isOneOf,
  jsonRows: (knex, json, columns) =>
    knex.raw(`jsonb_to_recordset(?::jsonb) as j(${columns.map((c) => `${c.name} ${c.like.declared}`).join(', ')})`, [
      json,
    ]),
  // Most numbers are stored plain: looking whether there is anything to strip takes a third of the time of stripping.
  stripped: (knex, reference) =>
    knex.raw(
      `case when cast(?? as text) ~ '[^0-9+]' then translate(
        case when strpos(cast(?? as text), '@') > 0 then split_part(split_part(cast(?? as text), '@', 1), ':', 2)
        else cast(?? as text) end, ${quoted(ignoredInNumbers.join(''))}, '') else cast(?? as text) end`,
      Array.from({ length: 5 }, () => reference),
    ),
  unpadded: (knex, reference) => knex.raw(`btrim(cast(?? as text), ${quoted(ignoredAround.join(''))})`, [reference]),
  address: (knex, reference) =>
    knex.raw(
      `replace(lower(translate(coalesce(substring(cast(?? as text) from '<([^<>]*)>'), cast(?? as text)),
        ${quoted(ignoredInAddresses.join(''))}, '')), '${linkedAddress}', '')`,
      [reference, reference],
    ),
  change: keyedChange,
  lockFirst: null,
  setLockTimeout: async (trx, milliseconds) => {
    await trx.raw(`set local lock_timeout = ${Math.trunc(milliseconds)}`)
  },
  failure: (error) => {
    const code = codeOf(error)
    if (code === '40P01' || code === '55P03' || code === '40001') return 'lock'
    if (code === '42P01' || code === '42703' || code === '3F000') return 'missing-table'
    if (code === '42501' || code.startsWith('28')) return 'missing-right'
    const cut = code.startsWith('08') || code.startsWith('57P') || /^E[A-Z]+$/.test(code) || code === '53300'
    return cut || (code === '' && isLostConnection(error)) ? 'connection' : 'statement'
  },
  keepCharacters: () => null,
  describe,
  estimateRows: async (knex, table) => {
    const [row] = await rowsOf(
      knex.raw('select reltuples::bigint::text as n from pg_class where oid = ?::regclass', [regclass(table)]),
    )
    const rows = Number(row?.['n'] ?? -1)
    return rows < 0 ? null : rows
  },
  rights,
  grant: ({ right, table, columns, login }) => {
    const named = columns.length === 0 ? '' : ` (${columns.map(identifier).join(', ')})`
    return `GRANT ${right}${named} ON ${regclass(table)} TO ${identifier(login)};`
  },
  stream: (_knex, query, options) => streamRows(query, options.signal),
}

function keyedChange(knex: Knex, change: KeyedChange): Knex.Raw {
  const table = tableName(change.table)
  const keys = change.keys.map((key, i) => knex.raw(`?? = j.k${i}`, [qualified('t', key)]))
  const value = knex.raw('? = j.v', [valueOf(knex, postgres, change.column)])
  const where = allOf(knex, [...keys, value, ...notHeld(knex, postgres, change)])
  const rows = postgres.jsonRows(knex, change.rows, keyedOn(postgres, change))
  return change.change === 'delete'
    ? knex.raw('delete from ?? as t using ? where ?', [table, rows, where])
    : knex.raw('update ?? as t set ?? = ? from ? where ?', [table, change.column.name, change.change.set, rows, where])
}

function quoted(literal: string): string {
  return `'${literal.replaceAll("'", "''")}'`
}

function regclass(table: Pick<TableShape, 'schema' | 'name'>): string {
  return [table.schema ?? 'public', table.name].map(identifier).join('.')
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** pg and knex report a cut connection without a code, and knex writes the statement before the driver's words. */
function isLostConnection(error: unknown): boolean {
  return (
    error instanceof Error &&
    /(?:^| - )(?:Connection terminated|Client has encountered|Connection ended|Knex: Timeout)/.test(error.message)
  )
}

async function rights(knex: Knex, table: TableShape, columns: readonly ColumnShape[]): Promise<Rights> {
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

async function describe(knex: Knex, schema: string | null, table: string): Promise<TableShape | null> {
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
