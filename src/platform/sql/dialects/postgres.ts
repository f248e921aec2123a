/** PostgreSQL through pg; selects are read through a cursor. */

import type { Knex } from 'knex'

import type { Dialect, KeyedChange } from '../dialect.ts'
import { liesByInPostgres } from './catalogue/row-order.ts'
import { inKeyRanges } from '../key-ranges.ts'
import { allOf, countEqual, isOneOf, keyedBy, keyedOn, notHeld, tableName, valueOf } from '../keyed.ts'
import { streamRows } from '../stream.ts'
import { deleteEqualOfPostgres, deleteSomeOfPostgres, insertIntoPostgres } from './bulk/postgres.ts'
import { describe, estimateRows, identifier, regclass } from './catalogue/postgres.ts'
import { postgresFailure } from './failures/postgres.ts'
import { askPostgres } from './inquiries/postgres.ts'
import { postgresConfig, textsWithinEncoding } from './postgres-client.ts'
import { postgresText, postgresTexts } from './texts/postgres.ts'

/** A process that was stopped in the middle of a transaction must not keep others from its rows for longer. */
const idleMs = 20_000

export const postgres: Dialect = {
  rowsPerInsert: 1000,
  textType: 'text',
  textsOfAnyType: false,
  config: postgresConfig,
  text: postgresText,
  // Compared with a text, a column of these types would be made one, whose index it has not.
  jsonTexts: (knex, json, like) => {
    const type = like === null ? '' : (/^(citext|character(?=\())/.exec(like.declared)?.[0] ?? '')
    const cast = type === '' ? '' : `::${type === 'character' ? 'bpchar' : type}`
    return knex.raw(`select jsonb_array_elements_text(?::jsonb)${cast}`, [textsWithinEncoding(knex, json)])
  },
  bound: (knex, value) => knex.raw('?', [value]),
  isOneOf,
  jsonRows: (knex, json, columns) =>
    knex.raw(`jsonb_to_recordset(?::jsonb) as j(${columns.map((c) => `${c.name} ${c.like.declared}`).join(', ')})`, [
      json,
    ]),
  texts: postgresTexts,
  indexesExpressions: true,
  exactly: (knex, value, column) =>
    column.family === 'text' ? knex.raw('(cast(? as text) collate "C")', [value]) : value,
  countable: (knex, column) => knex.raw('??', [column.name]),
  change: keyedChange,
  insertRows: insertIntoPostgres,
  deleteSome: deleteSomeOfPostgres,
  countEqual: (knex, rows) => countEqual(knex, postgres, rows),
  deleteEqual: (knex, rows) => deleteEqualOfPostgres(knex, postgres, rows),
  lockFirst: null,
  setLockTimeout: async (trx, milliseconds) => {
    await trx.raw(
      `set local lock_timeout = ${Math.trunc(milliseconds)}; set local idle_in_transaction_session_timeout = ${idleMs}`,
    )
  },
  failure: postgresFailure,
  ...askPostgres,
  keepCharacters: () => null,
  describe,
  estimateRows,
  liesBy: liesByInPostgres,
  grant: ({ right, table, columns, login }) => {
    const named = columns.length === 0 ? '' : ` (${columns.map(identifier).join(', ')})`
    return `GRANT ${right}${named} ON ${regclass(table)} TO ${identifier(login)};`
  },
  stream: (knex, query, options) =>
    inKeyRanges({ knex, dialect: postgres }, query, options, (part) => streamRows(part, options.signal)),
}

function keyedChange(knex: Knex, change: KeyedChange): Knex.Raw {
  const table = tableName(change.table)
  const keys = keyedBy(knex, postgres, 't', change.keys)
  const value = knex.raw('? = j.v', [valueOf(knex, postgres, change.column)])
  const where = allOf(knex, [...keys, value, ...notHeld(knex, postgres, change)])
  const rows = postgres.jsonRows(knex, change.rows, keyedOn(postgres, change))
  return change.change === 'delete'
    ? knex.raw('delete from ?? as t using ? where ?', [table, rows, where])
    : knex.raw('update ?? as t set ?? = ? from ? where ?', [table, change.column.name, change.change.set, rows, where])
}
