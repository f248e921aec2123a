/** How a database is reached. Secrets are resolved already. */

export type SqlClient = 'better-sqlite3' | 'pg' | 'mssql' | 'oracledb'

export interface TlsSettings {
  /** `required` verifies the server's certificate; `off` is for loopback and tests. */
  readonly mode: 'required' | 'off'
  /** PEM files. */
  readonly caFile?: string
  readonly certFile?: string
  readonly keyFile?: string
  /** Name the certificate must carry, when it differs from `host`. */
  readonly serverName?: string
}

export interface DatabaseSettings {
  readonly client: SqlClient
  /** SQLite only; absolute. */
  readonly filename?: string
  readonly host?: string
  readonly port?: number
  readonly database?: string
  /** Schema or owner that the tables stand in, when it is not the login's default. */
  readonly schema?: string
  readonly user?: string
  readonly password?: string
  readonly tls: TlsSettings
  /** Most rows locked in one transaction. Default 1000. */
  readonly rowsPerTransaction: number
  /** How long a statement waits for a lock, milliseconds. Default 5000. */
  readonly lockTimeoutMs: number
  /** Pause between two erasing transactions, milliseconds. Default 0. */
  readonly pauseMs: number
}
