/** SQL Server (2017 or later: TRANSLATE) through tedious, as knex drives it. */

import type { Knex } from 'knex'

import { separators } from '../../text/separators.ts'
import type { ColumnShape, TableShape } from '../catalogue.ts'
import type { Dialect, KeyedChange, Rights } from '../dialect.ts'
import { codeOf } from '../failure.ts'
import { conditionsOf, keyedOn, qualified, tableName, valueOf } from '../keyed.ts'
import { rowsOf } from '../rows.ts'
import { streamRows } from '../stream.ts'
import { tlsOptions } from '../tls.ts'
import { groupIndexes, isTrue, text as textOf } from './catalogue-rows.ts'

const otherSeparators = separators.filter((mark) => mark !== ' ')

export const mssql: Dialect = {
  // 2,100 parameters in one statement.
  rowsPerInsert: 150,
  textType: 'nvarchar(4000)',
  config: (settings) => {
    const tls = tlsOptions(settings.tls)
    return {
      client: 'mssql',
      connection: {
        server: settings.host ?? 'localhost',
        port: settings.port ?? 1433,
        database: settings.database ?? '',
        user: settings.user ?? '',
        password: settings.password ?? '',
        options: {
          encrypt: tls !== null,
          trustServerCertificate: false,
          useUTC: true,
          appName: 'lethe',
          ...(tls === null ? {} : { cryptoCredentialsDetails: tls }),
          ...(settings.tls.serverName === undefined ? {} : { serverName: settings.tls.serverName }),
        },
      },
      compileSqlOnError: false,
      pool: { min: 0, max: 4 },
    }
  },
  text: (knex, reference, column) =>
    column.family === 'text' ? knex.raw('??', [reference]) : knex.raw('cast(?? as nvarchar(100))', [reference]),
  jsonTexts: (knex, json, like) => knex.raw(`select v from openjson(?) with (v ${textType(like)} '$')`, [json]),
  jsonRows: (knex, json, columns) =>
    knex.raw(`openjson(?) with (${columns.map((c) => `${c.name} ${c.like.declared} '$.${c.name}'`).join(', ')}) as j`, [
      json,
    ]),
  stripped: (knex, reference) =>
    knex.raw(
      `replace(translate(cast(?? as nvarchar(4000)), N'${otherSeparators.join('')}', N'${' '.repeat(otherSeparators.length)}'), N' ', N'')`,
      [reference],
    ),
  address: (knex, reference) =>
    knex.raw(
      `lower(ltrim(rtrim(case when charindex('<', ??) > 0 and charindex('>', ??) > charindex('<', ??)
        then substring(??, charindex('<', ??) + 1, charindex('>', ??) - charindex('<', ??) - 1) else ?? end)))`,
      Array.from({ length: 8 }, () => reference),
    ),
  change: keyedChange,
  setLockTimeout: async (trx, milliseconds) => {
    await trx.raw(`set lock_timeout ${Math.trunc(milliseconds)}`)
  },
  failure: (error) => {
    const code = codeOf(error)
    const number: unknown = Reflect.get(Object(error), 'number')
    if (number === 1205 || number === 1222) return 'lock'
    if (number === 208 || number === 207) return 'missing-table'
    if (number === 229 || number === 230 || code === 'ELOGIN') return 'missing-right'
    return /^E(SOCKET|TIMEOUT|CONN|CLOSE|INSTLOOKUP|CANCEL)/.test(code) ? 'connection' : 'statement'
  },
  describe,
  estimateRows: async (knex, table) => {
    const [row] = await rowsOf(
      knex.raw(
        'select sum(row_count) as n from sys.dm_db_partition_stats where object_id = object_id(?) and index_id in (0, 1)',
        [bracketed(table)],
      ),
    )
    return row?.['n'] === undefined || row['n'] === null ? null : Number(row['n'])
  },
  rights,
  stream: (_knex, query, options) => streamRows(query, options.signal),
}

/** Compared as the column's own type: an nvarchar parameter would keep an index on a varchar column from serving. */
function textType(like: ColumnShape): string {
  return like.family === 'text' && like.length !== null ? like.declared : 'nvarchar(4000)'
}

function keyedChange(knex: Knex, change: KeyedChange): Knex.Raw {
  const keys = change.keys.map((key, i) => knex.raw(`?? = j.k${i}`, [qualified('t', key)]))
  const where = conditionsOf(knex, change, [...keys, knex.raw('? = j.v', [valueOf(knex, mssql, change.column)])])
  const source = [tableName(change.table), mssql.jsonRows(knex, change.rows, keyedOn(mssql, change)), where]
  return change.change === 'delete'
    ? knex.raw('delete t from ?? as t cross join ? where ?', source)
    : knex.raw('update t set ?? = ? from ?? as t cross join ? where ?', [
        qualified('t', change.column),
        change.change.set,
        ...source,
      ])
}

function bracketed(table: TableShape): string {
  return [table.schema ?? 'dbo', table.name].map((part) => `[${part.replaceAll(']', ']]')}]`).join('.')
}

async function rights(knex: Knex, table: TableShape): Promise<Rights> {
  const name = bracketed(table)
  const [row] = await rowsOf(
    knex.raw(
      `select has_perms_by_name(?, 'OBJECT', 'SELECT') as s, has_perms_by_name(?, 'OBJECT', 'UPDATE') as u,
            has_perms_by_name(?, 'OBJECT', 'DELETE') as d`,
      [name, name, name],
    ),
  )
  return { select: isTrue(row?.['s']), update: isTrue(row?.['u']), delete: isTrue(row?.['d']) }
}

async function describe(knex: Knex, schema: string | null, table: string): Promise<TableShape | null> {
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
            c.is_nullable as is_nullable
     from sys.columns c join sys.types t on t.user_type_id = c.system_type_id where c.object_id = ? order by c.column_id`,
      [id],
    ),
  )
  const indexes = await rowsOf(
    knex.raw(
      `select i.name as index_name, i.is_unique as is_unique, c.name as column_name from sys.indexes i
     join sys.index_columns ic on ic.object_id = i.object_id and ic.index_id = i.index_id and ic.is_included_column = 0
     join sys.columns c on c.object_id = ic.object_id and c.column_id = ic.column_id
     where i.object_id = ? and i.is_disabled = 0 and (i.has_filter = 0 or i.is_unique = 1) order by i.index_id, ic.key_ordinal`,
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

function columnShape(row: Record<string, unknown>): ColumnShape {
  const type = textOf(row['type_name'])
  const isText = /char$/.test(type)
  const bytes = Number(row['bytes'])
  const characters = type.startsWith('n') ? bytes / 2 : bytes
  const exact = type === 'numeric' || type === 'decimal'
  const whole = type.endsWith('int') || type === 'bit' || (exact && Number(row['scale']) === 0)
  return {
    name: textOf(row['column_name']),
    declared: isText
      ? `${type}(${bytes < 0 ? 'max' : characters})`
      : exact
        ? `${type}(${Number(row['digits'])},${Number(row['scale'])})`
        : type,
    family:
      isText || type === 'text' || type === 'ntext'
        ? 'text'
        : whole
          ? 'integer'
          : exact || type === 'float' || type === 'real'
            ? 'decimal'
            : 'other',
    length: isText && bytes >= 0 ? characters : null,
    nullable: isTrue(row['is_nullable']),
  }
}
