/** Tables of a test world as data: rows with the cells that are somebody's, strangers' rows, and a look at every byte. */

import type { Database } from '../../src/platform/sql/database.ts'

export interface OwnedCell {
  readonly column: string
  /** Subject key and identifier as submitted. */
  readonly owners: readonly (readonly [subjectKey: string, consumerId: string])[]
}

export interface WorldRow {
  readonly values: Readonly<Record<string, string | number | null>>
  readonly owned: readonly OwnedCell[]
}

export interface WorldTable {
  readonly name: string
  readonly columns: Readonly<Record<string, string>>
  readonly key: readonly string[]
  /** Written into the DDL after the columns. */
  readonly constraint?: string
  readonly rows: readonly WorldRow[]
}

export async function createTables(database: Database, tables: readonly WorldTable[]): Promise<void> {
  for (const table of tables) {
    const columns = Object.entries(table.columns).map(([name, type]) => `${name} ${typeIn(database, type)}`)
    await database.knex.raw(
      `create table ${table.name} (${[...columns, ...(table.constraint === undefined ? [] : [table.constraint])].join(', ')})`,
    )
    for (const row of table.rows) {
      const names = Object.keys(row.values)
      await database.knex.raw(
        `insert into ${table.name} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
        Object.values(row.values),
      )
    }
  }
  database.refresh()
}

/**
 * SQL Server keeps any character in national columns only, tells upper from lower case only where a collation says so,
 * and takes `x` and `x ` for the same in a unique index.
 */
function typeIn(database: Database, type: string): string {
  if (!database.dialect.textType.startsWith('nvarchar')) return type
  return type.replace(' unique', '').replace(/^((?:var)?char\(\d+\))/, 'n$1 collate Latin1_General_100_BIN2')
}

/** Every cell of the world as text, by `table key column`; bytes count, so text is compared in hexadecimal. */
export async function cellsOf(database: Database, tables: readonly WorldTable[]): Promise<ReadonlyMap<string, string>> {
  const cells = new Map<string, string>()
  for (const table of tables) {
    const keys = table.key.map((name, i) => `cast(${name} as varchar(60)) as key_${i}`)
    for (const row of await rowsOf(database, `select ${keys.join(', ')}, t.* from ${table.name} t`)) {
      const named = new Map(Object.entries(row).map(([name, value]) => [name.toUpperCase(), value]))
      const key = table.key.map((_, i) => String(named.get(`KEY_${i}`))).join(':')
      for (const [name, value] of named) cells.set(`${table.name} ${key} ${name}`, bytesOf(value))
    }
  }
  return cells
}

async function rowsOf(database: Database, sql: string): Promise<readonly Record<string, unknown>[]> {
  const result: unknown = await database.knex.raw(sql)
  const rows: unknown = Array.isArray(result) ? result : Reflect.get(Object(result), 'rows')
  return Array.isArray(rows) ? rows.map((row: unknown) => ({ ...Object(row) })) : []
}

function bytesOf(value: unknown): string {
  return typeof value === 'string' ? `text ${Buffer.from(value).toString('hex')}` : `${typeof value} ${String(value)}`
}

/** Cells that belong to a subject, as `table key column`. */
export function ownedCells(tables: readonly WorldTable[]): ReadonlySet<string> {
  return new Set(
    tables.flatMap((table) =>
      table.rows.flatMap((row) => {
        const key = table.key.map((name) => String(row.values[name])).join(':')
        return row.owned.map((cell) => `${table.name} ${key} ${cell.column.toUpperCase()}`)
      }),
    ),
  )
}

/** What `find` must yield with a value: one line per owner and cell. */
export function expectedFindings(tables: readonly WorldTable[]): readonly string[] {
  return tables
    .flatMap((table) =>
      table.rows.flatMap((row) => {
        const locator = table.key.map((name) => String(row.values[name])).join(':')
        return row.owned.flatMap(({ column, owners }) =>
          owners.map(([subject, id]) =>
            [subject, id, table.name, column, locator, String(row.values[column]).trimEnd()]
              .map((part, i) => (i === 2 || i === 3 ? part.toUpperCase() : part))
              .join(' | '),
          ),
        )
      }),
    )
    .sort()
}
