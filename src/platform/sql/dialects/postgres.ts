/** PostgreSQL through pg; selects are read through a cursor. */

import type { Knex } from 'knex'

import type { Dialect, KeyedChange } from '../dialect.ts'
import { codeOf } from '../failure.ts'
import { allOf, isOneOf, keyedOn, notHeld, qualified, tableName, valueOf } from '../keyed.ts'
import { streamRows } from '../stream.ts'
import { tlsOptions } from '../tls.ts'
import { describe, estimateRows, identifier, regclass, rights } from './catalogue/postgres.ts'
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
  estimateRows,
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

/** pg and knex report a cut connection without a code, and knex writes the statement before the driver's words. */
function isLostConnection(error: unknown): boolean {
  return (
    error instanceof Error &&
    /(?:^| - )(?:Connection terminated|Client has encountered|Connection ended|Knex: Timeout)/.test(error.message)
  )
}
