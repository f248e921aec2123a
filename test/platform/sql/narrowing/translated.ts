/** Conditions for SQL Server and Oracle in the words of PostgreSQL, so that they can be put to texts without such a server. */

import knexModule, { type Knex } from 'knex'

import type { Dialect } from '../../../../src/platform/sql/dialect.ts'
import { mssql } from '../../../../src/platform/sql/dialects/mssql.ts'
import { oracle } from '../../../../src/platform/sql/dialects/oracle.ts'

interface Foreign {
  readonly dialect: Dialect
  /** Writes statements, and is never connected. */
  readonly knex: () => Knex
  /** The type of a column of texts. */
  readonly declared: string
  readonly replacements: readonly (readonly [pattern: RegExp, by: string])[]
}

export const foreign: Readonly<Record<'SQL Server' | 'Oracle', Foreign>> = {
  'SQL Server': {
    dialect: mssql,
    knex: () => knexModule.knex({ client: 'mssql' }),
    declared: 'nvarchar(4000)',
    replacements: [
      [/ collate Latin1_General_\w+/g, ''],
      [/\[(t|v|texts|id)\]/g, '"$1"'],
      [/cast\(("t"\."v") as nvarchar\((?:\d+|max)\)\)/g, '$1'],
      [
        /select v +as v from openjson\(@p(\d+)\) with \(v nvarchar\(4000\) '\$'\)/g,
        'select jsonb_array_elements_text(@p$1::jsonb)',
      ],
      // A pattern of LIKE with sets of characters.
      [/ like N'%((?:\[[^\]]*\]%?)+)'/g, " ~ mssql_pattern('%$1')"],
      [/N'/g, "'"],
    ],
  },
  Oracle: {
    dialect: oracle,
    knex: () => knexModule.knex({ client: 'oracledb', version: '19.3' }),
    declared: 'varchar2(4000 char)',
    replacements: [
      [
        /select v from json_table\(:(\d+), '\$\[\*\]' error on error columns \(v varchar2\(4000\) path '\$' null on error\)\)/g,
        'select jsonb_array_elements_text(:$1::jsonb)',
      ],
      // An empty text is NULL.
      [/\btranslate\(/g, 'oracle_translate('],
      [/\blength\(/g, 'oracle_length('],
      [/\blengthb\(/g, 'octet_length('],
    ],
  },
}

/** What the two servers have and PostgreSQL has not, by their documentation. */
export const functions: readonly string[] = [
  `create function charindex(part text, whole text) returns int language sql immutable as 'select strpos(whole, part)'`,
  `create function datalength(whole text) returns int language sql immutable as 'select 2 * char_length(whole)'`,
  `create function mssql_pattern(pattern text) returns text language sql immutable as
     $$select replace(pattern, '%', '.*')$$`,
  `create function instr(whole text, part text) returns int language sql immutable as 'select strpos(whole, part)'`,
  `create function oracle_translate(whole text, signs text, others text) returns text language sql immutable as
     $$select nullif(translate(whole, signs, others), '')$$`,
  `create function oracle_length(whole text) returns int language sql immutable as $$select nullif(char_length(whole), 0)$$`,
]

interface Statement {
  readonly sql: string
  readonly bindings: readonly string[]
}

/** The statement with its parameters in the order of knex, as PostgreSQL takes it. */
export function translated({ replacements }: Foreign, query: Knex.QueryBuilder): Statement {
  const native = query.toSQL().toNative()
  const sql = replacements.reduce((text, [pattern, by]) => text.replace(pattern, by), native.sql)
  const bindings: string[] = []
  const numbered = sql.replace(/@p(\d+)|(?<![\w:]):(\d+)(?!\d)/g, (_, mssqlPlace?: string, oraclePlace?: string) => {
    const place = mssqlPlace === undefined ? Number(oraclePlace) - 1 : Number(mssqlPlace)
    const value: unknown = native.bindings[place]
    bindings.push(String(typeof value === 'object' && value !== null && 'val' in value ? value.val : value))
    return '?'
  })
  return { sql: numbered, bindings }
}
