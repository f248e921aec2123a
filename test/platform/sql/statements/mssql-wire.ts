/** A tedious connection without a socket: requests are built and checked as for a server, and answered from memory. */

import type { Knex } from 'knex'
import type { Request } from 'tedious'
import { Connection } from 'tedious'

import type { Parameter, Server } from './server.ts'

/** Puts the server behind a knex of the real SQL Server dialect. */
export function wireMssql(knex: Knex, server: Server): void {
  Reflect.set(knex.client, 'acquireRawConnection', () =>
    Promise.resolve(new RecordingConnection({ server: 'localhost' }, server)),
  )
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
