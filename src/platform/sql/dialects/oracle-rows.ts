/** Rows of a select on Oracle, a fetch at a time; knex's own stream yields arrays and keeps the connection when left. */

import type { Knex } from 'knex'
import oracledb from 'oracledb'

import { borrowConnection } from '../borrow.ts'
import type { StreamOptions } from '../dialect.ts'
import { asRow } from '../rows.ts'

type OracleRow = Readonly<Record<string, unknown>>

const rowsPerFetch = 500

export function oracleRows(knex: Knex, query: Knex.QueryBuilder, options: StreamOptions): AsyncIterable<OracleRow> {
  const { sql, bindings } = query.toSQL().toNative()
  return borrowConnection(knex, (connection) => {
    if (!isConnection(connection)) throw new TypeError('knex drives Oracle with another driver')
    return rowsOf(connection, { sql, bindings: [...bindings] }, options.signal)
  })
}

function isConnection(connection: object): connection is oracledb.Connection {
  return 'execute' in connection && 'break' in connection
}

async function* rowsOf(
  connection: oracledb.Connection,
  query: { readonly sql: string; readonly bindings: oracledb.BindParameters },
  signal?: AbortSignal,
): AsyncIterable<OracleRow> {
  signal?.throwIfAborted()
  const stop = (): void => {
    // What is under way ends with ORA-01013; when nothing is, there is nothing to end.
    connection.break().catch(() => {})
  }
  signal?.addEventListener('abort', stop, { once: true })
  try {
    yield* fetched(connection, query)
    signal?.throwIfAborted()
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

async function* fetched(
  connection: oracledb.Connection,
  query: { readonly sql: string; readonly bindings: oracledb.BindParameters },
): AsyncIterable<OracleRow> {
  const result = await connection.execute(query.sql, query.bindings, {
    resultSet: true,
    outFormat: oracledb.OUT_FORMAT_OBJECT,
    fetchArraySize: rowsPerFetch,
    prefetchRows: rowsPerFetch,
  })
  const rows = result.resultSet
  if (rows === undefined) return
  try {
    for (;;) {
      const some: readonly unknown[] = await rows.getRows(rowsPerFetch)
      for (const row of some) yield asRow(row)
      if (some.length < rowsPerFetch) return
    }
  } finally {
    await rows.close()
  }
}
