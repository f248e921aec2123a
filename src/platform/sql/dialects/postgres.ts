/** PostgreSQL through pg; selects are read through a cursor. */

import type { Knex } from 'knex'

import type { ColumnShape } from '../catalogue.ts'
import type { Dialect, KeyedChange } from '../dialect.ts'
import { allOf, isOneOf, keyedOn, notHeld, qualified, tableName, valueOf } from '../keyed.ts'
import { streamRows } from '../stream.ts'
import { insertIntoPostgres } from './bulk/postgres.ts'
import { describe, estimateRows, identifier, regclass, rights } from './catalogue/postgres.ts'
import { postgresFailure } from './failures/postgres.ts'
import { ignoredAround, ignoredInAddresses, ignoredInNumbers, linkedAddress } from './ignored.ts'
import { postgresConfig, textsWithinEncoding, withinEncoding } from './postgres-client.ts'

export const postgres: Dialect = {
  rowsPerInsert: 1000,
  textType: 'text',
  textsOfAnyType: false,
  config: postgresConfig,
  text: (knex, reference, column) => knex.raw(asText(column), [reference]),
  jsonTexts: (knex, json) => knex.raw('select jsonb_array_elements_text(?::jsonb)', [textsWithinEncoding(knex, json)]),
  isOneOf,
  jsonRows: (knex, json, columns) =>
    knex.raw(`jsonb_to_recordset(?::jsonb) as j(${columns.map((c) => `${c.name} ${c.like.declared}`).join(', ')})`, [
      json,
    ]),
  // Most numbers are stored plain: looking whether there is anything to strip takes a third of the time of stripping.
  stripped: (knex, reference, column) => {
    const value = postgres.text(knex, reference, column)
    return knex.raw(
      `case when ? ~ '[^0-9+]' then translate(
        case when strpos(?, '@') > 0 then split_part(split_part(?, '@', 1), ':', 2)
        else ? end, ${quoted(knex, ignoredInNumbers)}, '') else ? end`,
      Array.from({ length: 5 }, () => value),
    )
  },
  unpadded: (knex, reference, column) =>
    knex.raw(`btrim(?, ${quoted(knex, ignoredAround)})`, [postgres.text(knex, reference, column)]),
  address: (knex, reference, column) => {
    const value = postgres.text(knex, reference, column)
    return knex.raw(
      `replace(lower(translate(coalesce(substring(? from '<([^<>]*)>'), ?),
        ${quoted(knex, ignoredInAddresses)}, '')), '${linkedAddress}', '')`,
      [value, value],
    )
  },
  change: keyedChange,
  insertRows: insertIntoPostgres,
  lockFirst: null,
  setLockTimeout: async (trx, milliseconds) => {
    await trx.raw(`set local lock_timeout = ${Math.trunc(milliseconds)}`)
  },
  failure: postgresFailure,
  showAll: (login) => `ALTER ROLE ${identifier(login)} BYPASSRLS;`,
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

/** An address is read without the size of its network, which `cast` would add; a loose collation takes no pattern. */
function asText({ declared, collation }: ColumnShape): string {
  if (declared === 'inet') return 'host(??)'
  if (declared === 'cidr') return 'abbrev(cast(?? as inet))'
  return collation === undefined ? 'cast(?? as text)' : '(cast(?? as text) collate "default")'
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

function quoted(knex: Knex, characters: readonly string[]): string {
  return `'${withinEncoding(knex, characters.join('')).replaceAll("'", "''")}'`
}
