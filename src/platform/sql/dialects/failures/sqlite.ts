/** What the errors of SQLite mean. */

import { codeOf } from '../../failure.ts'
import type { SqlFailure } from '../../dialect.ts'
import { type Meanings } from './codes.ts'

/** By the beginning of the code. */
const sqliteCodes: Meanings = [
  ['lock', ['SQLITE_BUSY', 'SQLITE_LOCKED']],
  ['connection', ['SQLITE_CANTOPEN', 'SQLITE_IOERR']],
  ['missing-right', ['SQLITE_READONLY']],
  ['duplicate', ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_ROWID']],
  ['null', ['SQLITE_CONSTRAINT_NOTNULL']],
  ['trigger', ['SQLITE_CONSTRAINT_TRIGGER']],
  ['type', ['SQLITE_CONSTRAINT_DATATYPE', 'SQLITE_MISMATCH']],
  ['constraint', ['SQLITE_CONSTRAINT']],
  ['too-long', ['SQLITE_TOOBIG']],
]

export function sqliteFailure(error: unknown): SqlFailure {
  const code = codeOf(error)
  return sqliteCodes.find(([, starts]) => starts.some((start) => code.startsWith(String(start))))?.[0] ?? 'statement'
}
