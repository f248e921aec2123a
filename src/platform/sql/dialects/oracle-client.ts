/** How Oracle is connected to: TLS with PEM files, and a session whose texts and numbers read the same everywhere. */

import { readFileSync } from 'node:fs'

import OracleClient from 'knex/lib/dialects/oracledb/index.js'
import oracleUtils from 'knex/lib/dialects/oracledb/utils.js'
import type { Knex } from 'knex'
import oracledb from 'oracledb'

import type { DatabaseSettings, TlsSettings } from '../settings.ts'
import { keepLobs } from './oracle-lobs.ts'

/**
 * Numbers with a point, dates as ISO 8601 in UTC, texts compared by their bytes: what is read in one session is compared
 * in another. Needs no right.
 */
const sessionSettings = [
  "alter session set nls_numeric_characters = '.,'",
  'alter session set nls_comp = binary',
  'alter session set nls_sort = binary',
  `alter session set nls_date_format = 'YYYY-MM-DD"T"HH24:MI:SS'`,
  `alter session set nls_timestamp_format = 'YYYY-MM-DD"T"HH24:MI:SS.FF9'`,
  `alter session set nls_timestamp_tz_format = 'YYYY-MM-DD"T"HH24:MI:SS.FF9 TZH:TZM'`,
  "alter session set time_zone = '+00:00'",
]

/** knex passes on user, password and address only, and drops what TLS needs. */
function sessionClient(schema: string | undefined): typeof Knex.Client {
  return class SessionClient extends OracleClient {
    override async acquireRawConnection(): Promise<oracledb.Connection> {
      // A number above 2^53 would be rounded, and a CLOB would come as a stream that nobody reads.
      oracledb.fetchAsString = [oracledb.NUMBER, oracledb.CLOB]
      const connection = await oracledb.getConnection(this.connectionSettings)
      keepLobs(connection)
      oracleUtils.monkeyPatchConnection(connection, this)
      for (const statement of [...sessionSettings, ...inSchema(schema)]) await connection.execute(statement)
      return connection
    }
  }
}

/** Where names without a schema are looked for: the history may stand in another one than the login's own. */
function inSchema(schema: string | undefined): readonly string[] {
  if (schema === undefined) return []
  return [`alter session set current_schema = "${schema.toUpperCase().replaceAll('"', '')}"`]
}

export function oracleConfig(settings: DatabaseSettings): Knex.Config {
  return {
    client: sessionClient(settings.schema),
    // knex chooses `fetch first` over rownum by it.
    version: '19.3',
    connection: oracleAttributes(settings),
    compileSqlOnError: false,
    pool: { min: 0, max: 4 },
  }
}

export interface OracleAttributes {
  readonly user: string
  readonly password: string
  readonly connectString: string
  readonly walletContent?: string
  readonly sslServerDNMatch?: boolean
  readonly sslServerCertDN?: string
}

function oracleAttributes(settings: DatabaseSettings): OracleAttributes {
  const { tls, host = 'localhost', port = 1521, database = '' } = settings
  return {
    user: settings.user ?? '',
    password: settings.password ?? '',
    connectString: `${tls.mode === 'required' ? 'tcps' : 'tcp'}://${host}:${port}/${database}`,
    ...(tls.mode === 'required' ? tlsAttributes(tls) : {}),
  }
}

/** The thin driver takes authorities, certificate and key as one PEM text, in the place of a wallet. */
function tlsAttributes(tls: TlsSettings): Partial<OracleAttributes> {
  const files = [tls.caFile, tls.certFile, tls.keyFile].flatMap((file) => file ?? [])
  return {
    sslServerDNMatch: true,
    ...(tls.serverName === undefined ? {} : { sslServerCertDN: tls.serverName }),
    ...(files.length === 0 ? {} : { walletContent: files.map((file) => readFileSync(file, 'utf8')).join('\n') }),
  }
}
