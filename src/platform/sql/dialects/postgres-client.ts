/** How PostgreSQL is connected to, and what a session is told and asked at its start. */

import { checkServerIdentity, type ConnectionOptions } from 'node:tls'

import type { Knex } from 'knex'
import { Client } from 'pg'

import type { DatabaseSettings, TlsSettings } from '../settings.ts'
import { tlsOptions } from '../tls.ts'
import { kept, keptIn, unlimited, type Repertoire } from './repertoire.ts'

/** What the server said of itself; knex hands its configuration on to every transaction. */
interface Heard {
  repertoire: Repertoire
}

export function postgresConfig(settings: DatabaseSettings): Knex.Config {
  const heard: Heard = { repertoire: unlimited }
  const config = {
    client: 'pg',
    connection: {
      host: settings.host ?? 'localhost',
      port: settings.port ?? 5432,
      database: settings.database ?? '',
      user: settings.user ?? '',
      ...(settings.password === undefined ? {} : { password: settings.password }),
      ssl: verified(settings.tls),
      application_name: 'lethe',
    },
    ...(settings.schema === undefined ? {} : { searchPath: [settings.schema] }),
    compileSqlOnError: false,
    heard,
    pool: {
      min: 0,
      max: 4,
      afterCreate: (connection: unknown, done: (error: unknown, connection: unknown) => void) => {
        beginSession(connection, heard).then(
          () => {
            done(null, connection)
          },
          (error: unknown) => {
            done(error, connection)
          },
        )
      },
    },
  }
  return config
}

/** pg checks the certificate against the host, whatever `servername` it is given. */
function verified(tls: TlsSettings): ConnectionOptions | false {
  const { serverName } = tls
  const options = tlsOptions(tls)
  if (options === null || serverName === undefined) return options ?? false
  return { ...options, checkServerIdentity: (_host, certificate) => checkServerIdentity(serverName, certificate) }
}

/**
 * Rows that a policy hides are an error, which is told, and not rows that are not there. Costs nothing where there are no
 * policies, and where the login need not obey them.
 */
async function beginSession(connection: unknown, heard: Heard): Promise<void> {
  if (!(connection instanceof Client)) throw new TypeError('knex drives PostgreSQL with another driver')
  await connection.query('set row_security = off')
  const answer = await connection.query<{ server_encoding: string }>('show server_encoding')
  heard.repertoire = keptIn(answer.rows[0]?.server_encoding ?? '')
}

/** Those of the texts in a JSON array that the server's encoding can hold: it refuses the others, and no column has them. */
export function textsWithinEncoding(knex: Knex, json: string): string {
  const repertoire = repertoireOf(knex)
  if (repertoire === unlimited) return json
  const texts: unknown = JSON.parse(json)
  if (!Array.isArray(texts)) return json
  return JSON.stringify(texts.filter((text) => typeof text === 'string' && kept(text, repertoire) === text))
}

function repertoireOf(knex: Knex): Repertoire {
  const client: unknown = knex.client
  const config: unknown = Reflect.get(Object(client), 'config')
  const heard: unknown = Reflect.get(Object(config), 'heard')
  return isHeard(heard) ? heard.repertoire : unlimited
}

function isHeard(value: unknown): value is Heard {
  return typeof value === 'object' && value !== null && 'repertoire' in value
}
