/** What H2 takes of a statement: all of it, all but what is named here with its reason, or nothing. */

import type { Wired } from '../statements/drive.ts'
import type { Statement } from '../statements/server.ts'
import type { H2Parameter } from './process.ts'

export interface Translation {
  readonly sql: string
  readonly parameters: readonly H2Parameter[]
  /** What H2 has not, and what stood in its place; empty: the statement is executed as it is. */
  readonly replaced: readonly string[]
}

export type Judgement = Translation | { readonly cannot: string }

interface Limit {
  readonly reason: string
  readonly pattern: RegExp
}

interface Replacement extends Limit {
  readonly by: string
}

interface Dialect {
  /** Statements that H2 cannot execute at all. */
  readonly cannot: readonly Limit[]
  readonly replacements: readonly Replacement[]
  /** A JSON parameter read as rows: its number and its columns. */
  readonly json: RegExp
  readonly column: RegExp
  readonly parameter: RegExp
  /** The number of the first parameter. */
  readonly first: number
}

const mssql: Dialect = {
  cannot: [
    { reason: 'the server’s own catalogue and rights', pattern: /\bsys\.\w|\bhas_perms_by_name\b/ },
    { reason: 'a bulk load', pattern: /^insert bulk / },
  ],
  replacements: [
    { reason: 'SET LOCK_TIMEOUT -1 before a select: left out', pattern: /^set lock_timeout -1; /, by: '' },
    { reason: '@@ROWCOUNT behind a delete: left out', pattern: /;select @@rowcount$/, by: '' },
    { reason: 'COLLATE in an expression: left out', pattern: / collate \w+/g, by: '' },
    { reason: 'the style of CONVERT: left out', pattern: /(convert\(nvarchar\(100\), \S+), \d+\)/g, by: '$1)' },
    {
      reason: 'UPDATE … FROM: the same rows by EXISTS',
      pattern: /^update t set (\S+) = (@p\d+) from (\S+) as t cross join (.*?) as j where (.*)$/s,
      by: 'update $3 as t set $1 = $2 where exists (select 1 from $4 as j where $5)',
    },
    {
      reason: 'DELETE … FROM: the same rows by EXISTS',
      pattern: /^delete t from (\S+) as t cross join (.*?) as j where (.*)$/s,
      by: 'delete from $1 as t where exists (select 1 from $2 as j where $3)',
    },
  ],
  json: /openjson\(@p(\d+)\) with \(((?:[^()]|\([^()]*\))*)\)/,
  column: /(\w+) (\w+(?:\([^)]*\))?) '\$(?:\.(\w+))?'/g,
  parameter: /@p(\d+)/,
  first: 0,
}

const oracle: Dialect = {
  cannot: [
    { reason: 'the server’s own catalogue and rights', pattern: /\ball_(tab|ind|tables|col)|\bsession_privs\b/ },
    { reason: 'Oracle’s session settings', pattern: /^alter session set / },
  ],
  replacements: [
    { reason: 'WAIT of FOR UPDATE: left out', pattern: / for update wait \d+$/, by: ' for update' },
    {
      reason: 'the session’s format of dates: written out',
      pattern: /\bto_date\((\w+)\)/g,
      by: `to_date($1, 'YYYY-MM-DD"T"HH24:MI:SS')`,
    },
    {
      reason: 'the session’s format of times: written out',
      pattern: /\bto_timestamp\((\w+)\)/g,
      by: `to_timestamp($1, 'YYYY-MM-DD"T"HH24:MI:SS')`,
    },
  ],
  json: /json_table\(:(\d+), '\$\[\*\]' error on error columns \(((?:[^()]|\([^()]*\))*)\)\)/,
  column: /(\w+) (number|varchar2\(\d+\)) path '\$(?:\.(\w+))?' (?:null|error) on error/g,
  parameter: /(?<![\w:]):(\d+)/,
  first: 1,
}

const dialects: Readonly<Record<Wired, Dialect>> = { mssql, oracledb: oracle }

/** The rows of a JSON parameter come from one array for each of their columns. */
const jsonReason = 'rows of a JSON parameter: the same rows from arrays'

export function forH2(client: Wired, statement: Statement): Judgement {
  const dialect = dialects[client]
  const limit = dialect.cannot.find(({ pattern }) => statement.sql.search(pattern) >= 0)
  if (limit !== undefined) return { cannot: limit.reason }
  const replaced = new Set<string>()
  let sql = statement.sql
  for (const { reason, pattern, by } of dialect.replacements) {
    const without = sql.replace(pattern, by)
    if (without !== sql) replaced.add(reason)
    sql = without
  }
  if (dialect.json.test(sql)) replaced.add(jsonReason)
  return { ...bound(dialect, sql, statement.parameters), replaced: [...replaced] }
}

/** Parameters by number, in the order in which the statement names them. */
function bound(dialect: Dialect, sql: string, given: Statement['parameters']): Omit<Translation, 'replaced'> {
  const parameters: H2Parameter[] = []
  const bind = (value: H2Parameter): string => `?${parameters.push(value)}`
  const places = new RegExp(`${dialect.json.source}|${dialect.parameter.source}`, 'g')
  const rewritten = sql.replace(places, (_: string, json: string | undefined, columns = '', single = '') => {
    const value = given[Number(json ?? single) - dialect.first] ?? null
    return json === undefined ? bind(value) : rowsFrom([...columns.matchAll(dialect.column)], String(value), bind)
  })
  return { sql: rewritten, parameters }
}

/** More texts than this fit no array of H2. */
const mostInArray = 65_536

/** A select of the columns, each with its declared type, over arrays of equal length. */
function rowsFrom(columns: readonly RegExpMatchArray[], json: string, bind: (value: H2Parameter) => string): string {
  const rows: unknown = JSON.parse(json)
  const items: readonly unknown[] = Array.isArray(rows) ? rows : []
  const selected = columns.map(([, name = '', type = ''], i) => `cast(u${i} as ${type}) as ${name}`).join(', ')
  const names = columns.map((_, i) => `u${i}`).join(', ')
  const pieces = Array.from({ length: Math.max(1, Math.ceil(items.length / mostInArray)) }, (_, i) => {
    const some = items.slice(i * mostInArray, (i + 1) * mostInArray)
    const arrays = columns.map(([, , , property]) => {
      return `cast(${bind(some.map((item) => textIn(item, property)))} as varchar array)`
    })
    return `select ${selected} from unnest(${arrays.join(', ')}) as u (${names})`
  })
  return `(${pieces.join(' union all ')})`
}

function textIn(item: unknown, property: string | undefined): string | null {
  const value: unknown = property === undefined ? item : Reflect.get(Object(item), property)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null
}
