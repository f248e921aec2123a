/** The database engines that tests run on for real, each test with a database of its own. */

import { inject } from 'vitest'

import type { Database } from '../../src/platform/sql/database.ts'
import { openDatabase } from '../../src/platform/sql/open.ts'
import type { DatabaseSettings } from '../../src/platform/sql/settings.ts'
import { inScratch } from '../live/scratch.ts'
import { sqliteSettings, withFolder } from './databases.ts'

export interface Engine {
  readonly name: string
  /** Opens an empty database, gone afterwards. */
  readonly withDatabase: <T>(work: (database: Database, settings: DatabaseSettings) => Promise<T>) => Promise<T>
}

let databases = 0

const sqlite: Engine = {
  name: 'SQLite',
  withDatabase: (work) => withFolder(async (folder) => withOpen(sqliteSettings(`${folder}/world.db`), work)),
}

export const postgres = postgresMade('PostgreSQL', '')

/** `options` of CREATE DATABASE, such as an encoding. */
export function postgresMade(name: string, options: string): Engine {
  return { name, withDatabase: (work) => inDatabase(options, work) }
}

async function inDatabase<T>(
  options: string,
  work: (database: Database, settings: DatabaseSettings) => Promise<T>,
): Promise<T> {
  const name = `test_${process.pid}_${++databases}`
  return withOpen(postgresSettings('postgres'), async (server) => {
    await server.knex.raw(`create database ?? ${options}`, [name])
    try {
      return await withOpen(postgresSettings(name), work)
    } finally {
      await server.knex.raw('drop database ?? with (force)', [name])
    }
  })
}

/** A server from outside, with one schema for all tests; see `test/live`. */
function outside(settings: DatabaseSettings): Engine {
  return {
    name: `the ${settings.client} server`,
    withDatabase: (work) =>
      withOpen(settings, (database) => inScratch(database, settings.client, () => work(database, settings))),
  }
}

const live = inject('live')

export const engines: readonly Engine[] = live === undefined ? [sqlite, postgres] : [outside(live)]

export function postgresSettings(database: string): DatabaseSettings {
  const { port, user, password } = inject('postgres')
  return {
    client: 'pg',
    host: '127.0.0.1',
    port,
    user,
    password,
    database,
    tls: { mode: 'off' },
    rowsPerTransaction: 1_000,
    lockTimeoutMs: 5_000,
    pauseMs: 0,
  }
}

async function withOpen<T>(
  settings: DatabaseSettings,
  work: (database: Database, settings: DatabaseSettings) => Promise<T>,
): Promise<T> {
  const database = await openDatabase('world', settings)
  try {
    return await work(database, settings)
  } finally {
    await database.close()
  }
}
