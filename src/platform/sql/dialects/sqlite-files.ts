/** The files of a SQLite database: what was erased must not go on standing in its write-ahead log. */

import BetterSqlite3 from 'better-sqlite3'
import type { Knex } from 'knex'

import { withConnection } from '../borrow.ts'

/** The process stands still while SQLite waits for others, so it waits for little and is asked again. */
const patienceMs = 50

/** Empties the write-ahead log into the file; false while somebody reads what stood there before. */
export async function clearSqliteFiles(knex: Knex): Promise<boolean> {
  return withConnection(knex, (connection) => {
    if (!(connection instanceof BetterSqlite3)) throw new TypeError('knex drives SQLite with another driver')
    const before: unknown = connection.pragma('busy_timeout', { simple: true })
    connection.pragma(`busy_timeout = ${patienceMs}`)
    try {
      // 1 where it could not be done; where there is no such log, there is nothing to do.
      return Promise.resolve(connection.pragma('wal_checkpoint(truncate)', { simple: true }) === 0)
    } finally {
      connection.pragma(`busy_timeout = ${Number(before)}`)
    }
  })
}
