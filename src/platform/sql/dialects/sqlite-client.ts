/** How SQLite files are opened, and knex's client with a faster reading of rows. */

import BetterSqlite3 from 'better-sqlite3'
import SqliteClient from 'knex/lib/dialects/better-sqlite3/index.js'
import type { Knex } from 'knex'

import type { Row } from '../database.ts'
import type { DatabaseSettings } from '../settings.ts'
import { followedFile } from './sqlite-replaced.ts'

/** The driver takes a third longer to make objects of rows than to hand their values over. */
class ListingClient extends SqliteClient {
  async _query(connection: unknown, asked: HandedOver): Promise<object> {
    if (asked.method !== 'select' || !(connection instanceof BetterSqlite3)) return super._query(connection, asked)
    const statement = connection.prepare<unknown[], readonly unknown[]>(asked.sql)
    const names = statement.columns().map(({ name }) => name)
    const rows = statement.raw().all(...this._formatBindings(asked.bindings))
    return Object.assign(asked, { response: rows.map((values) => rowOf(names, values)) })
  }
}

/** Of what knex hands over to be executed. */
interface HandedOver {
  readonly method: string
  readonly sql: string
  readonly bindings: readonly unknown[]
}

function rowOf(names: readonly string[], values: readonly unknown[]): Row {
  const row: Record<string, unknown> = {}
  names.forEach((name, at) => {
    row[name] = values[at]
  })
  return row
}

export function sqliteConfig({ filename = ':memory:', lockTimeoutMs }: DatabaseSettings): Knex.Config {
  return {
    client: ListingClient,
    connection: followedFile(filename),
    useNullAsDefault: true,
    compileSqlOnError: false,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection: object, done: Prepared) => {
        prepareConnection(connection, lockTimeoutMs)
        done(null, connection)
      },
    },
  }
}

type Prepared = (error: unknown, connection: unknown) => void

function prepareConnection(connection: unknown, lockTimeoutMs: number): void {
  if (!(connection instanceof BetterSqlite3)) return
  connection.pragma(`busy_timeout = ${Math.trunc(lockTimeoutMs)}`)
  // What is erased is overwritten with zeros, and no journal keeps it.
  connection.pragma('secure_delete = on')
  connection.pragma('journal_size_limit = 0')
}
