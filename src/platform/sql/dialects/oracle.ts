/** Oracle (12.2 or later: JSON_TABLE) through oracledb's thin driver. An empty string is NULL there. */

import type { Knex } from 'knex'
import oracledb from 'oracledb'

import { separators } from '../../text/separators.ts'
import type { ColumnShape, TableShape } from '../catalogue.ts'
import type { Dialect, KeyedChange, Rights } from '../dialect.ts'
import { codeOf } from '../failure.ts'
import { conditionsOf, keyedOn, qualified, tableName, valueOf } from '../keyed.ts'
import { rowsOf } from '../rows.ts'
import { streamRows } from '../stream.ts'
import { groupIndexes, isTrue, text as textOf } from './catalogue-rows.ts'

export const oracle: Dialect = {
  rowsPerInsert: 100,
  textType: 'varchar2(4000)',
  config: (settings) => {
    const scheme = settings.tls.mode === 'required' ? 'tcps' : 'tcp'
    return {
      client: 'oracledb',
      // knex chooses `fetch first` over rownum by it.
      version: '19.3',
      connection: {
        user: settings.user ?? '',
        password: settings.password ?? '',
        connectString: `${scheme}://${settings.host ?? 'localhost'}:${settings.port ?? 1521}/${settings.database ?? ''}`,
        ...(settings.tls.serverName === undefined
          ? {}
          : { sslServerDNMatch: true, sslServerCertDN: settings.tls.serverName }),
      },
      compileSqlOnError: false,
      pool: { min: 0, max: 4 },
    }
  },
  text: (knex, reference, column) =>
    column.family === 'text' ? knex.raw('??', [reference]) : knex.raw('to_char(??)', [reference]),
  jsonTexts: (knex, json) =>
    knex.raw("select v from json_table(?, '$[*]' columns (v varchar2(4000) path '$'))", [clob(json)]),
  jsonRows: (knex, json, columns) =>
    knex.raw(
      `json_table(?, '$[*]' columns (${columns.map((c) => `${c.name} ${c.like.declared} path '$.${c.name}'`).join(', ')})) j`,
      [clob(json)],
    ),
  stripped: (knex, reference) => knex.raw(`translate(??, '#${separators.join('')}', '#')`, [reference]),
  address: (knex, reference) =>
    knex.raw("lower(trim(coalesce(regexp_substr(??, '<([^<>]*)>', 1, 1, null, 1), ??)))", [reference, reference]),
  change: keyedChange,
  // Oracle has no lock timeout for an update: the rows are locked first, with this wait, by `lockRows`.
  setLockTimeout: async () => Promise.resolve(),
  failure: (error) => {
    const code = Number(/^(?:ORA-)?(\d+)$/.exec(oracleCode(error))?.[1] ?? 0)
    if (code === 60 || code === 54 || code === 30006) return 'lock'
    if (code === 942 || code === 904) return 'missing-table'
    if (code === 1031 || code === 1017 || code === 41900) return 'missing-right'
    const cut = [28, 1012, 1033, 1034, 1089, 3113, 3114, 3135, 12154, 12514, 12541, 12545, 12547].includes(code)
    return cut || oracleCode(error).startsWith('NJS-5') ? 'connection' : 'statement'
  },
  describe,
  estimateRows: async (knex, table) => {
    const [row] = await rowsOf(
      knex.raw('select num_rows as "n" from all_tables where owner = ? and table_name = ?', [
        table.schema ?? '',
        table.name,
      ]),
    )
    return row?.['n'] === undefined || row['n'] === null ? null : Number(row['n'])
  },
  rights,
  stream: (_knex, query, options) => streamRows(query, options.signal),
}

/** A parameter above 32,767 bytes must be a CLOB; knex hands the object through to the driver. */
function clob(json: string): Knex.RawBinding {
  const binding: unknown = { val: json, type: oracledb.CLOB, dir: oracledb.BIND_IN }
  return isBinding(binding) ? binding : json
}

function isBinding(value: unknown): value is Knex.RawBinding {
  return typeof value === 'object'
}

/** No join in an update, so the keys and present values are compared as a tuple; an index on the key serves it. */
function keyedChange(knex: Knex, change: KeyedChange): Knex.Raw {
  const on = keyedOn(oracle, change)
  const keys = change.keys.map((key) => knex.raw('??', [qualified('t', key)]))
  const columns = [...keys, valueOf(knex, oracle, change.column)]
  const tuple = knex.raw(
    `(${columns.map(() => '?').join(', ')}) in (select ${on.map((c) => c.name).join(', ')} from ?)`,
    [...columns, oracle.jsonRows(knex, change.rows, on)],
  )
  const where = conditionsOf(knex, change, [tuple])
  const table = tableName(change.table)
  return change.change === 'delete'
    ? knex.raw('delete from ?? t where ?', [table, where])
    : knex.raw('update ?? t set ?? = ? where ?', [table, qualified('t', change.column), change.change.set, where])
}

function oracleCode(error: unknown): string {
  const code = codeOf(error)
  const number: unknown = Reflect.get(Object(error), 'errorNum')
  return typeof number === 'number' && number > 0 ? String(number) : code.replace(/^ORA-0*/, '')
}

async function rights(knex: Knex, table: TableShape): Promise<Rights> {
  const rows = await rowsOf(
    knex.raw(
      `select privilege as "privilege" from all_tab_privs where table_schema = ? and table_name = ?
     union all select 'OWNER' from dual where ? = user`,
      [table.schema ?? '', table.name, table.schema ?? ''],
    ),
  )
  const held = new Set(rows.map((row) => textOf(row['privilege'])))
  const may = (right: string): boolean => held.has('OWNER') || held.has(right)
  return { select: may('SELECT') || may('READ'), update: may('UPDATE'), delete: may('DELETE') }
}

async function describe(knex: Knex, schema: string | null, table: string): Promise<TableShape | null> {
  const columns = await rowsOf(
    knex.raw(
      `select owner as "owner", table_name as "table_name", column_name as "column_name", data_type as "type_name",
            char_length as "characters", data_precision as "digits", data_scale as "scale", nullable as "nullable"
     from all_tab_columns where upper(table_name) = upper(?) and owner = coalesce(upper(?), user) order by column_id`,
      [table, schema],
    ),
  )
  const [first] = columns
  if (first === undefined) return null
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

function columnShape(row: Record<string, unknown>): ColumnShape {
  const type = textOf(row['type_name'])
  const isText = /CHAR/.test(type)
  const isNumber = type === 'NUMBER'
  const digits = row['digits'] === null ? null : Number(row['digits'])
  return {
    name: textOf(row['column_name']),
    declared: isText
      ? `${type.toLowerCase()}(${Number(row['characters'])})`
      : isNumber && digits !== null
        ? `number(${digits}, ${Number(row['scale'])})`
        : type.toLowerCase(),
    family:
      isText || /CLOB/.test(type)
        ? 'text'
        : isNumber && Number(row['scale'] ?? 1) === 0
          ? 'integer'
          : isNumber
            ? 'decimal'
            : 'other',
    length: isText ? Number(row['characters']) : null,
    nullable: isTrue(row['nullable']),
  }
}
