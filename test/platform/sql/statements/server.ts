/** A server that is none: it remembers every statement, and answers so that the engine goes on to its next one. */

import { catalogueAnswers, type Catalogue } from './catalogue.ts'

export type Parameter = string | number | null

export interface Statement {
  /** E.g. `info-mart, scanned: find`. */
  readonly operation: string
  readonly sql: string
  readonly parameters: readonly Parameter[]
}

export interface Server {
  readonly statements: readonly Statement[]
  /** What runs until `work` is over belongs to this operation. */
  readonly during: <T>(operation: string, work: () => Promise<T>) => Promise<T>
  /** Rows by the column names that the statement gives them; `fold` is what the engine does to an unquoted name. */
  readonly answer: (sql: string, parameters: readonly Parameter[]) => readonly Readonly<Record<string, unknown>>[]
}

export function createServer(catalogue: Catalogue, fold: (name: string) => string): Server {
  const statements: Statement[] = []
  const created = new Set<string>()
  let operation = 'connect'
  return {
    statements,
    during: async (name, work) => {
      operation = name
      try {
        return await work()
      } finally {
        operation = 'outside'
      }
    },
    answer: (sql, parameters) => {
      statements.push({ operation, sql, parameters })
      const table = /^create table (\w+)/i.exec(sql)?.[1]
      if (table !== undefined) created.add(table.toUpperCase())
      const fromCatalogue = catalogueAnswers(catalogue, created, { sql, parameters })
      if (fromCatalogue !== null) return fromCatalogue
      // knex asks SQL Server for the count this way, and reads it from a column without a name.
      if (sql.endsWith('select @@rowcount')) return [{ '': 1 }]
      if (!/^(set lock_timeout -1; )?select/i.test(sql)) return []
      return rowsFor(sql, resultColumns(sql, fold))
    },
  }
}

/** Names of the columns of a select, as the engine returns them. */
function resultColumns(sql: string, fold: (name: string) => string): readonly string[] {
  const list = topLevel(sql.replace(/^set lock_timeout -1; /, '').replace(/^select (distinct )?/i, ''))
  return list.map((item) => {
    const quoted = /(?:\[(\w+)\]|"(\w+)")$/.exec(item)
    return quoted?.[1] ?? quoted?.[2] ?? fold(/(\w+|\*)$/.exec(item)?.[1] ?? '')
  })
}

/** The items before the first `from` outside of parentheses. */
function topLevel(sql: string): readonly string[] {
  const items = ['']
  let depth = 0
  for (const part of sql.split(/([(),]| from )/i)) {
    if (depth === 0 && /^ from $/i.test(part)) break
    if (part === '(') depth += 1
    if (part === ')') depth -= 1
    if (depth === 0 && part === ',') items.push('')
    else items.push((items.pop() ?? '') + part)
  }
  return items.map((item) => item.trim())
}

const people = ['2125550101', 'ada.sample@example.com', 'SueSmith']

/** Everything the engine asks for, by the name it gives it; rows that are nobody's are passed over in memory. */
function rowsFor(sql: string, columns: readonly string[]): readonly Readonly<Record<string, unknown>>[] {
  const rows: readonly Readonly<Record<string, unknown>>[] = sql.includes('CTL_UD_TO_UDE_MAPPING')
    ? [
        { ud_key: 'AcctNum', ud_table: 'IRF_USER_DATA_CUST_1', ud_column: 'CUSTOM_DATA_1' },
        { ud_key: 'SSN', ud_table: 'IRF_USER_DATA_CUST_1', ud_column: 'CUSTOM_DATA_2' },
      ]
    : people.map((person, i) => ({
        ...Object.fromEntries(columns.filter((name) => /^c\d+$/.test(name)).map((name) => [name, person])),
        ...Object.fromEntries(columns.filter((name) => /^[kr]\d+$/.test(name)).map((name) => [name, String(i + 1)])),
        ...historyRow,
        via: '1',
        // The lowest and the highest key of a table that is read in ranges.
        lethe_key: sql.includes('max(') ? '5000000' : '1',
        tn: '1',
        tenant_key: 1,
        v: person,
      }))
  return rows.map((row) => Object.fromEntries(columns.map((name) => [name, row[name] ?? null])))
}

/** Of the history and of the record. */
const historyRow = {
  TENANT_KEY: 1,
  FORGET: 1,
  CONSUMER_ID: '+12125550101',
  TABLE_NAME: 'INTERACTION_FACT',
  COLUMN_NAME: 'SOURCE_ADDRESS',
  FACT_ID: '1',
  KEY_VALUE: '2125550101',
  CREATED_TS: 1_000,
  RUN_ID: 'run',
  PRODUCT: 'info-mart',
  SUBJECT_KEY: '1.consumer-1',
  KIND: 'phone',
  N: 1,
  FOUND: 1,
  ENTRY: 'finding',
  SEARCH: 1,
  COMPLETES: '1.1.token',
  LAST_SEQ: 2_400,
  CONTENT_KIND: 'text',
  CONTENT: '2125550101',
  REASON: 'a row has no key',
} as const
