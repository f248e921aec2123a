/** SQLite databases of a test's own, gone with its folder. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Database } from '../../src/platform/sql/database.ts'
import { openDatabase } from '../../src/platform/sql/open.ts'
import type { DatabaseSettings } from '../../src/platform/sql/settings.ts'

export function sqliteSettings(filename: string): DatabaseSettings {
  return {
    client: 'better-sqlite3',
    filename,
    tls: { mode: 'off' },
    rowsPerTransaction: 1_000,
    lockTimeoutMs: 5_000,
    pauseMs: 0,
  }
}

/** A folder that is removed when the work is over, also when it failed. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'lethe-test-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

export async function withSqlite<T>(work: (database: Database) => Promise<T>): Promise<T> {
  return withFolder(async (folder) => {
    const database = await openDatabase('test', sqliteSettings(join(folder, 'test.db')))
    try {
      return await work(database)
    } finally {
      await database.close()
    }
  })
}
