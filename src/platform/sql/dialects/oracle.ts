/** Oracle (12.2 or later: JSON_TABLE) through oracledb's thin driver. An empty string is NULL there. */

import type { Knex } from 'knex'
import oracledb from 'oracledb'

import type { ColumnShape } from '../catalogue.ts'
import type { Dialect, JsonColumn, KeyedChange, Setting } from '../dialect.ts'
import type { Grant } from '../rights.ts'
import { liesByInOracle } from './catalogue/row-order.ts'
import { inKeyRanges } from '../key-ranges.ts'
import { allOf, keyedOn, notHeld, qualified, tableName, valueOf } from '../keyed.ts'
import { oracleFailure } from './failures/oracle.ts'
import { countEqualInOracle, deleteEqualOfOracle, deleteSomeOfOracle, insertIntoOracle } from './bulk/oracle.ts'
import { describe, estimateRows, rights } from './catalogue/oracle.ts'
import { askOracle } from './inquiries/oracle.ts'
import { oracleConfig } from './oracle-client.ts'
import { oracleRows } from './oracle-rows.ts'
import { isPadded, oracleText, oracleTexts } from './texts/oracle.ts'
import { typeNamesNoRow } from '../failure.ts'

export const oracle: Dialect = {
  rowsPerInsert: 100,
  textType: 'varchar2(4000)',
  textsOfAnyType: false,
  config: oracleConfig,
  text: oracleText,
  // A text that fits no column is nobody's value, and no reason to refuse the others.
  jsonTexts: (knex, json, like) =>
    knex.raw(
      `select ${paddedAs('v', like)} from json_table(?, '$[*]' error on error columns (v varchar2(4000) path '$' null on error))`,
      [clob(json)],
    ),
  bound: (knex, value) => knex.raw('?', [value]),
  isOneOf: (knex, { reference, column }, values) => {
    const fitting = values.filter((value) => fits(value, column))
    if (fitting.length === 0) return knex.raw('1 = 0')
    const marks = fitting.map((value) => (typeof value === 'string' ? paddedAs('?', column) : '?'))
    return knex.raw(fitting.length === 1 ? `?? = ${marks.join()}` : `?? in (${marks.join(', ')})`, [
      reference,
      ...fitting,
    ])
  },
  jsonRows,
  texts: oracleTexts,
  indexesExpressions: true,
  // A session compares texts by their bytes; a column with a collation of its own is looked at in memory.
  exactly: (_knex, value) => value,
  countable: (knex, column) => knex.raw('dbms_lob.substr(to_clob(??), 1000, 1)', [column.name]),
  change: keyedChange,
  insertRows: insertIntoOracle,
  deleteSome: deleteSomeOfOracle,
  countEqual: (knex, rows) => countEqualInOracle(knex, oracle, rows),
  deleteEqual: (knex, rows) => deleteEqualOfOracle(knex, oracle, rows),
  lockFirst,
  // Nothing of the kind exists: an update waits for ever, so its rows are locked first, with a limit.
  setLockTimeout: () => Promise.resolve(),
  failure: oracleFailure,
  ...askOracle,
  grant,
  tryTable: () => Promise.resolve([]),
  showAll: (login) => `GRANT EXEMPT REDACTION POLICY, EXEMPT ACCESS POLICY TO ${login.toUpperCase()};`,
  keepCharacters: (table) =>
    table.encoding === undefined
      ? null
      : `-- The character set of the database is ${table.encoding}: have it migrated to AL32UTF8.`,
  describe,
  estimateRows,
  liesBy: liesByInOracle,
  rights,
  stream: (knex, query, options) =>
    inKeyRanges({ knex, dialect: oracle }, query, options, (part) => oracleRows(knex, part, options)),
}

/** A parameter above 32,767 bytes must be a CLOB; knex hands the object through to the driver. */
function clob(json: string): Knex.RawBinding {
  const binding: unknown = { val: json, type: oracledb.CLOB, dir: oracledb.BIND_IN }
  return isBinding(binding) ? binding : json
}

function isBinding(value: unknown): value is Knex.RawBinding {
  return typeof value === 'object'
}

/** The blanks at the end of a CHAR count when it is compared with anything but a CHAR; NCHAR counts characters anyway. */
function paddedAs(value: string, like: ColumnShape | null): string {
  if (like === null || !isPadded(like)) return value
  return `cast(${value} as ${like.declared.startsWith('n') ? like.declared.replace(' char', '') : like.declared})`
}

/** Cut to the width of a CHAR, a longer text would be another one. */
function fits(value: Setting, column: ColumnShape): boolean {
  return typeof value !== 'string' || !isPadded(column) || value.length <= (column.length ?? 0)
}

/** Values that do not fit are an error: as NULL they would match no row, and nobody would know. */
function jsonRows(knex: Knex, json: string, columns: readonly JsonColumn[]): Knex.Raw {
  const paths = columns.map(({ name, like }) => `${name} ${jsonType(like)} path '$.${name}' error on error`)
  const values = columns.map(({ name, like }) => `${converted(name, like)} as ${name}`)
  return knex.raw(
    `(select ${values.join(', ')} from json_table(?, '$[*]' error on error columns (${paths.join(', ')}))) j`,
    [clob(json)],
  )
}

/** JSON_TABLE knows VARCHAR2 and NUMBER; texts that the session reads back serve for all else. */
function jsonType({ family, length, declared }: ColumnShape): string {
  if (family === 'text') return `varchar2(${(length ?? 0) > 4000 ? 32767 : 4000})`
  return /^(number|float|binary_)/.test(declared) ? 'number' : 'varchar2(4000)'
}

function converted(name: string, like: ColumnShape): string {
  if (like.family === 'text') return paddedAs(name, like)
  if (/^(number|float|binary_)/.test(like.declared)) return name
  if (like.declared === 'date') return `to_date(${name})`
  if (/^timestamp\(\d\) with time zone/.test(like.declared)) return `to_timestamp_tz(${name})`
  if (like.declared.startsWith('timestamp')) return `to_timestamp(${name})`
  throw typeNamesNoRow(like.name, like.declared)
}

/** No join in an update, so the keys and present values are compared as a tuple; an index on the key serves it. */
function rowsToChange(knex: Knex, change: KeyedChange): Knex.Raw {
  const on = keyedOn(oracle, change)
  const keys = change.keys.map((key) => knex.raw('??', [qualified('t', key)]))
  const columns = [...keys, valueOf(knex, oracle, change.column)]
  const tuple = knex.raw(
    `(${columns.map(() => '?').join(', ')}) in (select ${on.map(({ name }) => `j.${name}`).join(', ')} from ?)`,
    [...columns, oracle.jsonRows(knex, change.rows, on)],
  )
  return allOf(knex, [tuple, ...notHeld(knex, oracle, change)])
}

function keyedChange(knex: Knex, change: KeyedChange): Knex.Raw {
  const where = rowsToChange(knex, change)
  const table = tableName(change.table)
  return change.change === 'delete'
    ? knex.raw('delete from ?? ?? where ?', [table, 't', where])
    : knex.raw('update ?? ?? set ?? = ? where ?', [table, 't', qualified('t', change.column), change.change.set, where])
}

/** In key order, so that two of them do not wait for each other. */
function lockFirst(knex: Knex, change: KeyedChange, milliseconds: number): Knex.Raw {
  const keys = change.keys.map((key) => qualified('t', key))
  return knex.raw(
    `select 1 as "locked" from ?? ?? where ? order by ${keys.map(() => '??').join(', ')} for update wait ${Math.ceil(milliseconds / 1000)}`,
    [tableName(change.table), 't', rowsToChange(knex, change), ...keys],
  )
}

/** To change rows a login must also be able to lock them, which takes SELECT and not only READ. */
function grant({ right, table, columns, login }: Grant): string {
  const named = columns.length === 0 ? '' : ` (${columns.map(quoted).join(', ')})`
  const rights = right === 'SELECT' ? right : `SELECT, ${right}${named}`
  const owner = table.schema === null ? '' : `${quoted(table.schema)}.`
  return `GRANT ${rights} ON ${owner}${quoted(table.name)} TO ${login.toUpperCase()};`
}

function quoted(name: string): string {
  return `"${name}"`
}
