/** A tedious connection without a socket: requests are built and checked as for a server, and answered from memory. */

import type { Readable } from 'node:stream'

import type { Knex } from 'knex'
import mssql from 'mssql'
import type { Request } from 'tedious'
import { Connection } from 'tedious'

import type { Parameter, Server } from './server.ts'

/** Puts the server behind a knex of the real SQL Server dialect, and behind every pool of `mssql` in this process. */
export function wireMssql(knex: Knex, server: Server): void {
  const connect = () => Promise.resolve(new RecordingConnection({ server: 'localhost' }, server))
  Reflect.set(knex.client, 'acquireRawConnection', connect)
  Reflect.set(mssql.ConnectionPool.prototype, '_poolCreate', connect)
  Reflect.set(mssql.ConnectionPool.prototype, '_poolValidate', () => true)
  Reflect.set(mssql.ConnectionPool.prototype, '_poolDestroy', () => Promise.resolve())
}

/** What the driver keeps of a bulk load, beside what it shows of it. */
interface BulkLoad {
  readonly rowToPacketTransform: Readable
  readonly callback: (error: Error | null, rows?: number) => void
}

function isBulkLoad(load: object): load is BulkLoad {
  return 'rowToPacketTransform' in load
}

class RecordingConnection extends Connection {
  readonly #server: Server

  constructor(config: ConstructorParameters<typeof Connection>[0], server: Server) {
    super(config)
    this.#server = server
    Reflect.set(this, 'connected', true)
    Reflect.set(this, 'state', { name: 'LoggedIn' })
    Reflect.set(this, 'inTransaction', true)
  }

  override execSql(request: Request): void {
    request.validateParameters(undefined)
    this.#answer(request)
  }

  override execSqlBatch(request: Request): void {
    this.#answer(request)
  }

  /** The rows of a bulk load, which follow its statement; the driver has checked them when they are all written. */
  makeRequest(load: object): void {
    if (!isBulkLoad(load)) throw new TypeError('a request that nobody answers')
    load.rowToPacketTransform.on('end', () => {
      load.callback(null, 0)
    })
    load.rowToPacketTransform.on('error', (error: Error) => {
      load.callback(error)
    })
    load.rowToPacketTransform.resume()
  }

  override beginTransaction(callback: Parameters<Connection['beginTransaction']>[0]): void {
    setImmediate(() => {
      callback(null)
    })
  }

  override commitTransaction(callback: Parameters<Connection['commitTransaction']>[0]): void {
    setImmediate(() => {
      callback(null)
    })
  }

  override rollbackTransaction(callback: Parameters<Connection['rollbackTransaction']>[0]): void {
    setImmediate(() => {
      callback(null)
    })
  }

  override cancel(): boolean {
    return true
  }

  override close(): void {
    this.emit('end')
  }

  #answer(request: Request): void {
    const parameters = request.parameters.map(({ value }) => parameterOf(value))
    const rows = this.#server.answer(request.sqlTextOrProcedure ?? '', parameters)
    setImmediate(() => {
      for (const row of rows) {
        const columns = Object.entries(row).map(([colName, value]) => ({ metadata: { colName }, value }))
        request.emit('row', columns)
      }
      request.callback(null, rows.length, [])
    })
  }
}

function parameterOf(value: unknown): Parameter {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  throw new TypeError(`a parameter of an unexpected kind: ${typeof value}`)
}
