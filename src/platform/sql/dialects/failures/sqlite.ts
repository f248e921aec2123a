/** What the errors of SQLite mean. */

import { codeOf } from '../../failure.ts'
import type { SqlFailure } from './meaning.ts'
import { type Meanings } from './codes.ts'

/** By the beginning of the code. */
const sqliteCodes: Meanings = [
  ['lock', ['SQLITE_BUSY', 'SQLITE_LOCKED']],
  ['no-file', ['SQLITE_CANTOPEN']],
  ['connection', ['SQLITE_IOERR']],
  ['no-database-file', ['SQLITE_NOTADB']],
  ['damaged', ['SQLITE_CORRUPT']],
  ['disk-full', ['SQLITE_FULL']],
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
