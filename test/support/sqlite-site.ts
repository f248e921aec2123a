/** A customer's site on SQLite: databases filled by statements, read back and compared cell by cell. */

import Database from 'better-sqlite3'

import type { TableOfWorld } from '../../src/demo/world/tables.ts'

export type Connection = Database.Database
export type SqlRow = Readonly<Record<string, string | number | null>>

/** Opens the file, creating it; closed when the work is over. */
export function withSqliteFile<T>(path: string, work: (database: Connection) => T): T {
  const database = new Database(path)
  try {
    return work(database)
  } finally {
    database.close()
  }
}

/** Keeps everybody else out of the file until the returned function is called. */
export function lockSqliteFile(path: string): () => void {
  const database = new Database(path)
  database.exec('begin exclusive')
  return () => {
    database.close()
  }
}

export function createSqlite(
  path: string,
  tables: readonly TableOfWorld[],
  fill: (database: Connection) => void,
): void {
  withSqliteFile(path, (database) => {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = off')
    for (const { name, columns, primaryKey, indexes } of tables) {
      const parts = columns.map((column) => `${column.name} ${column.type}`)
      database.exec(`create table ${name} (${parts.join(', ')}, primary key (${primaryKey.join(', ')}))`)
      for (const [n, index] of indexes.entries()) {
        database.exec(`create index ${name}_x${n + 1} on ${name} (${index.join(', ')})`)
      }
    }
    database.transaction(fill)(database)
  })
}

export function insertRow(database: Connection, table: string, row: SqlRow): void {
  const names = Object.keys(row)
  database
    .prepare(`insert into ${table} (${names.join(', ')}) values (${names.map((name) => `@${name}`).join(', ')})`)
    .run(row)
}

export function rowsOf(path: string, sql: string, parameters: SqlRow = {}): readonly SqlRow[] {
  return withSqliteFile(path, (database) => {
    const statement = database.prepare<[SqlRow], SqlRow>(sql)
    return statement.all(parameters)
  })
}

/** Names of the tables that are not ours. */
function tablesIn(database: Connection, schema: string): readonly string[] {
  const statement = database.prepare<[], { name: string }>(
    `select name from ${schema}.sqlite_master where type = 'table' and upper(name) not in ('CTL_GDPR_HISTORY', 'LETHE_FINDING') order by name`,
  )
  return statement.all().map(({ name }) => name)
}

/** Every row of every table, in the order of the rows. */
export function contentOf(path: string): ReadonlyMap<string, readonly SqlRow[]> {
  return withSqliteFile(path, (database) => {
    const read = (table: string) => database.prepare<[], SqlRow>(`select rowid as at, * from ${table} order by rowid`)
    return new Map(tablesIn(database, 'main').map((table) => [table, read(table).all()]))
  })
}

/** How many cells differ from the copy that was made before, by `TABLE.COLUMN`; throws when rows came or went. */
export function changedCells(before: string, after: string): Readonly<Record<string, number>> {
  return withSqliteFile(after, (database) => {
    database.prepare('attach ? as before').run(before)
    const changed: Record<string, number> = {}
    for (const table of tablesIn(database, 'before')) {
      const columns = database.prepare<[string], { name: string }>('select name from pragma_table_info(?)').all(table)
      const sums = columns.map(({ name }) => `sum(a.${name} is not b.${name}) as ${name}`)
      const joined = `main.${table} a join before.${table} b on a.rowid = b.rowid`
      const [row] = database
        .prepare<[], Record<string, number>>(`select count(*) as "*", ${sums.join(', ')} from ${joined}`)
        .all()
      const sizes = ['main', 'before'].map((schema) => countIn(database, `${schema}.${table}`))
      const { '*': same = -1, ...cells } = row ?? {}
      if (sizes.some((size) => size !== same)) throw new Error(`rows of ${table} came or went`)
      for (const [column, count] of Object.entries(cells)) if (count > 0) changed[`${table}.${column}`] = count
    }
    return changed
  })
}

function countIn(database: Connection, table: string): number {
  const [row] = database.prepare<[], { n: number }>(`select count(*) as n from ${table}`).all()
  return row?.n ?? 0
}
