/** Notices that another file stands where a SQLite database was opened: what is done to the old one nobody sees. */

import { statSync } from 'node:fs'

import BetterSqlite3 from 'better-sqlite3'

/** In the form that knex takes. */
interface Connecting {
  readonly filename: string
  /** Asked before a connection is used again, never amid a transaction. */
  readonly expirationChecker: () => boolean
}

/** A file that was there and is missing is not made anew: in an empty one nobody is found. */
export function followedFile(filename: string): () => Connecting {
  let wasOpened = false
  return () => {
    const opened = identityOf(filename)
    if (opened === null && wasOpened) throw new BetterSqlite3.SqliteError('the file is gone', 'SQLITE_CANTOPEN')
    wasOpened = true
    return { filename, expirationChecker: () => identityOf(filename) !== opened }
  }
}

/** Null when there is none; also of a database in memory. */
function identityOf(filename: string): string | null {
  const file = statSync(filename, { bigint: true, throwIfNoEntry: false })
  return file === undefined ? null : `${file.dev} ${file.ino}`
}
