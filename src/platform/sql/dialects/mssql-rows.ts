/** Rows of a select on SQL Server as they come; knex's own stream would pile them up in memory and could not be left. */

import { on, once } from 'node:events'

import type { Knex } from 'knex'
import { Connection, Request, TYPES } from 'tedious'

import { borrowConnection } from '../borrow.ts'
import type { StreamOptions } from '../dialect.ts'
import { asRow } from '../rows.ts'

type MssqlRow = Readonly<Record<string, unknown>>

const mostRowsWaiting = 500
const largestInt = 2_147_483_647

export function mssqlRows(knex: Knex, query: Knex.QueryBuilder, options: StreamOptions): AsyncIterable<MssqlRow> {
  const { sql, bindings } = query.toSQL().toNative()
  return borrowConnection(knex, (connection) => {
    if (!(connection instanceof Connection)) throw new TypeError('knex drives SQL Server with another driver')
    return rowsOf(connection, { sql, bindings }, options.signal)
  })
}

async function* rowsOf(
  connection: Connection,
  query: { readonly sql: string; readonly bindings: readonly unknown[] },
  signal?: AbortSignal,
): AsyncIterable<MssqlRow> {
  signal?.throwIfAborted()
  const end: { isThere: boolean; failure?: Error } = { isThere: false }
  // A search holds next to no locks while it waits, and a load that is under way is no reason to give it up.
  const request = new Request(`set lock_timeout -1; ${query.sql}`, (error) => {
    end.isThere = true
    if (error) end.failure = error
  })
  for (const [i, value] of query.bindings.entries()) request.addParameter(`p${i}`, typeOf(value), value)
  const arriving = on(request, 'row', {
    close: ['requestCompleted'],
    highWaterMark: mostRowsWaiting,
    ...withSignal(signal),
  })
  const over = once(request, 'requestCompleted')
  connection.execSql(request)
  try {
    for await (const [columns] of arriving) {
      // Rows that have arrived before would still be handed out.
      signal?.throwIfAborted()
      yield rowOf(columns)
    }
    if (end.failure !== undefined) throw end.failure
  } finally {
    // The connection takes no other request before this one has ended.
    if (!end.isThere) connection.cancel()
    await over
  }
}

function withSignal(signal?: AbortSignal): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}

function rowOf(columns: unknown): MssqlRow {
  if (!Array.isArray(columns)) return {}
  return Object.fromEntries(
    columns
      .map(asRow)
      .map((column): [string, unknown] => [String(asRow(column['metadata'])['colName']), column['value']]),
  )
}

function typeOf(value: unknown): (typeof TYPES)['Int' | 'BigInt' | 'NVarChar'] {
  if (typeof value !== 'number') return TYPES.NVarChar
  return Math.abs(value) > largestInt ? TYPES.BigInt : TYPES.Int
}
