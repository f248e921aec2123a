/** How SQL Server is connected to: TLS, time limits, and knex's client without its shared queue of requests. */

import MssqlClient from 'knex/lib/dialects/mssql/index.js'
import tedious, { Connection, Request } from 'tedious'
import type { Knex } from 'knex'

import type { DatabaseSettings } from '../settings.ts'
import { tlsOptions } from '../tls.ts'

/**
 * knex keeps one queue of requests for all connections: what is put there for a connection that has died waits for ever,
 * or is run on another connection, outside of its transaction. Without the queue tedious refuses it at once.
 */
class QueuelessClient extends MssqlClient {
  _enqueueRequest(request: Request, connection: Connection): void {
    connection.execSql(request)
  }

  _driver(): object {
    return { ...tedious, Connection: NumberedConnection }
  }
}

/**
 * A refused login is told by the driver without the server's number: whether it was the user or the database is in that.
 * And to a server that says it knows no TLS the driver would send the password in the clear.
 */
class NumberedConnection extends Connection {
  override async readPreloginResponse(signal: AbortSignal): ReturnType<Connection['readPreloginResponse']> {
    const answer = await super.readPreloginResponse(signal)
    const { encrypt } = this.config.options
    if (encrypt !== false && encrypt !== 'strict' && !['ON', 'REQ'].includes(answer.encryptionString)) {
      throw Object.assign(new Error('the server offers no TLS'), { code: 'EENCRYPT' })
    }
    return answer
  }

  override connect(listener?: (error?: Error) => void): void {
    const numbers: number[] = []
    this.on('errorMessage', ({ number }) => numbers.push(number))
    super.connect((error) => {
      const [first] = numbers
      if (error !== undefined && first !== undefined) Reflect.set(error, 'number', first)
      listener?.(error)
    })
  }
}

export function mssqlConfig(settings: DatabaseSettings): Knex.Config {
  const tls = tlsOptions(settings.tls)
  return {
    client: QueuelessClient,
    connection: {
      server: settings.host ?? 'localhost',
      port: settings.port ?? 1433,
      database: settings.database ?? '',
      user: settings.user ?? '',
      password: settings.password ?? '',
      // A search may read a whole table; tedious would cut it off after 15 seconds.
      requestTimeout: 0,
      options: {
        encrypt: tls !== null,
        trustServerCertificate: false,
        useUTC: true,
        appName: 'lethe',
        ...(tls === null ? {} : { cryptoCredentialsDetails: tls }),
        ...(settings.tls.serverName === undefined ? {} : { serverName: settings.tls.serverName }),
      },
    },
    compileSqlOnError: false,
    pool: {
      min: 0,
      max: 4,
      afterCreate: (connection: unknown, done: (error: unknown, connection: unknown) => void) => {
        limitLockWaits(connection, settings.lockTimeoutMs, (error) => {
          done(error, connection)
        })
      },
    },
  }
}

/**
 * For the whole session, as a plain batch: a SET that knex sends goes through `sp_executesql` and is undone when that
 * returns.
 */
function limitLockWaits(connection: unknown, milliseconds: number, done: (error: unknown) => void): void {
  if (!(connection instanceof Connection)) throw new TypeError('knex drives SQL Server with another driver')
  // Whoever else is in a deadlock with us goes on: we begin again.
  const settings = `set deadlock_priority low; set lock_timeout ${Math.trunc(milliseconds)}`
  const request = new Request(settings, (error) => {
    done(error ?? null)
  })
  connection.execSqlBatch(request)
}
