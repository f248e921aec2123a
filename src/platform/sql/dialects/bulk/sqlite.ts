/** Many rows into SQLite: one prepared statement, one transaction. */

import BetterSqlite3 from 'better-sqlite3'
import type { Knex } from 'knex'

import { withConnection } from '../../borrow.ts'
import type { Insertion } from '../../dialect.ts'

export async function insertIntoSqlite(knex: Knex, { table, columns, rows }: Insertion): Promise<void> {
  await withConnection(knex, async (connection) => {
    if (!(connection instanceof BetterSqlite3)) throw new TypeError('knex drives SQLite with another driver')
    const names = columns.map(({ name }) => quoted(name)).join(', ')
    const marks = columns.map(() => '?').join(', ')
    const insert = connection.prepare(`insert into ${quoted(table.name)} (${names}) values (${marks})`)
    const insertAll = connection.transaction(() => {
      for (const row of rows) insert.run(...row)
    })
    insertAll.immediate()
  })
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
