/** A lock on a file that the system lets go when its process ends, however that ends: nobody is asked whether it lives. */

import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'

import BetterSqlite3 from 'better-sqlite3'

export interface ProcessLock {
  /** Safe twice. The file is gone afterwards. */
  readonly release: () => void
  /** The same, and the file stays. */
  readonly leave: () => void
}

/** `free`: whoever held it has ended. `unknown`: there is no such file, or it cannot be asked. */
export type LockState = 'held' | 'free' | 'unknown'

/** Makes the file, which nobody else may name. Null where the folder takes no lock; then nobody is told either. */
export function lockFile(path: string): ProcessLock | null {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    closeSync(openSync(path, 'wx', 0o600))
  } catch {
    return null
  }
  const lock = acquire(path)
  return typeof lock === 'string' ? null : lock
}

/** `clear`: a file that is found free is removed. Its process will not come back, but others may want to know. */
export function askLock(path: string, clear = false): LockState {
  const lock = acquire(path)
  if (typeof lock === 'string') return lock
  if (clear) lock.release()
  else lock.leave()
  return 'free'
}

/** SQLite locks a file the way its system does, on every one it runs on, and an exclusive transaction writes nothing. */
function acquire(path: string): ProcessLock | Exclude<LockState, 'free'> {
  let file: BetterSqlite3.Database | null = null
  try {
    file = new BetterSqlite3(path, { fileMustExist: true, timeout: 0 })
    // Beside an empty file it would lay a journal of its own.
    file.pragma('journal_mode = memory')
    file.exec('begin exclusive')
    return lockOn(file, path)
  } catch (error) {
    file?.close()
    return error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY') ? 'held' : 'unknown'
  }
}

function lockOn(file: BetterSqlite3.Database, path: string): ProcessLock {
  return {
    release: () => {
      if (!file.open) return
      // While it is locked nobody else takes the name for that of a process that ended.
      remove(path)
      file.close()
      remove(path)
    },
    leave: () => {
      file.close()
    },
  }
}

/** Some systems remove no file that is open; one that stays says nothing wrong, and is removed by whoever asks for it. */
function remove(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // See above.
  }
}
