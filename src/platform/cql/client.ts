/**
 * Statements to one Cassandra node: prepared, page by page, and never by way of another node. Nothing is repeated here:
 * whether a write that failed took effect is unknown, and the caller has to read again first.
 */

import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'

import cassandra from 'cassandra-driver'

import { verifiedTls, type TlsFiles } from '../crypto/verified-tls.ts'
import { cqlFailure, isUnanswered, pemUnreadable } from './failure.ts'
import type { CqlSettings } from './settings.ts'

/** A UUID is read and written as its text, a bigint as such. */
export type CqlValue = string | number | bigint | boolean | Buffer | Date | null

/** By column, as the statement names it. */
export type CqlRow = ReadonlyMap<string, CqlValue>

export interface CqlClient {
  readonly rows: (statement: string, values: readonly CqlValue[], signal: AbortSignal) => AsyncIterable<CqlRow>
  readonly write: (statement: string, values: readonly CqlValue[], signal: AbortSignal) => Promise<void>
  /** Safe twice. */
  readonly close: () => Promise<void>
}

type OverConnection = <T>(work: (client: cassandra.Client) => Promise<T>) => Promise<T>

/** Connects with the first statement. */
export function openCql(settings: CqlSettings): CqlClient {
  let connecting: Promise<cassandra.Client> | null = null
  let isClosed = false
  const asked: OverConnection = async (work) => {
    try {
      connecting ??= connect(settings)
      // A failed try is not remembered: the next statement tries again.
      const client = await connecting.catch((error: unknown) => {
        connecting = null
        throw error
      })
      return await work(client)
    } catch (error) {
      if (isUnanswered(error)) await disconnect()
      throw cqlFailure(settings.name, error)
    }
  }
  const disconnect = async (): Promise<void> => {
    const client = await connecting?.catch(() => null)
    connecting = null
    await client?.shutdown()
  }
  return {
    rows: (statement, values, signal) => pages(asked, { statement, values, pageRows: settings.pageRows }, signal),
    write: async (statement, values, signal) => {
      signal.throwIfAborted()
      await asked((client) => client.execute(statement, [...values], { prepare: true }))
    },
    close: async () => {
      if (isClosed) return
      isClosed = true
      await disconnect()
    },
  }
}

interface PagedStatement {
  readonly statement: string
  readonly values: readonly CqlValue[]
  readonly pageRows: number
}

/** The next page is asked for when this one was taken. */
async function* pages(
  asked: OverConnection,
  { statement, values, pageRows }: PagedStatement,
  signal: AbortSignal,
): AsyncIterable<CqlRow> {
  let state: string | null = null
  do {
    signal.throwIfAborted()
    const options: cassandra.QueryOptions = {
      prepare: true,
      fetchSize: pageRows,
      ...(state === null ? {} : { pageState: state }),
    }
    const page: cassandra.types.ResultSet = await asked((client) => client.execute(statement, [...values], options))
    for (const row of page.rows) yield rowOf(row, page.columns)
    state = page.pageState || null
  } while (state !== null)
}

async function connect(settings: CqlSettings): Promise<cassandra.Client> {
  const { consistencies } = cassandra.types
  const { address, family } = await lookup(settings.host)
  const node = family === 6 ? `[${address}]:${settings.port}` : `${address}:${settings.port}`
  const { policies } = cassandra
  const client = new cassandra.Client({
    contactPoints: [node],
    isMetadataSyncEnabled: false,
    prepareOnAllHosts: false,
    protocolOptions: { maxVersion: cassandra.types.protocolVersion.v4 },
    policies: {
      loadBalancing: new policies.loadBalancing.AllowListPolicy(new policies.loadBalancing.RoundRobinPolicy(), [node]),
      retry: new policies.retry.FallthroughRetryPolicy(),
    },
    socketOptions: { connectTimeout: settings.timeoutMs, readTimeout: settings.timeoutMs },
    queryOptions: { consistency: consistencies[settings.consistency] },
    encoding: { useBigIntAsLong: true },
    ...(settings.user === undefined ? {} : { authProvider: loginOf(settings.user, settings.password ?? '') }),
    ...(settings.tls.mode === 'off' ? {} : { sslOptions: verifiedTls(tlsOf(settings), pemUnreadable) }),
  })
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.shutdown()
    throw error
  }
}

/** The certificate carries the name, though the node is spoken to by its address. */
function tlsOf({ host, tls }: CqlSettings): TlsFiles {
  return isIP(host) === 0 ? { serverName: host, ...tls } : tls
}

function loginOf(user: string, password: string): cassandra.auth.PlainTextAuthProvider {
  return new cassandra.auth.PlainTextAuthProvider(user, password)
}

function rowOf(row: cassandra.types.Row, columns: readonly { readonly name: string }[]): CqlRow {
  return new Map(columns.map(({ name }, at) => [name, valueOf(row.get(at))]))
}

function valueOf(value: unknown): CqlValue {
  if (value === null || value === undefined) return null
  if (value instanceof cassandra.types.Uuid) return value.toString()
  if (value instanceof Date || Buffer.isBuffer(value)) return value
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return value
    default:
      throw new TypeError('a value of a type that is not read')
  }
}
