/** The server that `LETHE_LIVE_URL` names, as settings of a database. */

import type { DatabaseSettings, SqlClient } from '../../src/platform/sql/settings.ts'

const clients: Readonly<Record<string, SqlClient>> = {
  'mssql:': 'mssql',
  'oracledb:': 'oracledb',
  'postgres:': 'pg',
  'postgresql:': 'pg',
}

/**
 * `mssql://user:password@host:port/database`, `oracledb://user:password@host:port/service` or `postgres://…`. TLS is
 * required unless `?tls=off`; `?ca=`, `?cert=`, `?key=` are PEM files, `?serverName=` is the name in the certificate.
 */
export function liveSettings(url: string): DatabaseSettings {
  const { protocol, hostname, port, pathname, username, password, searchParams } = new URL(url)
  const client = clients[protocol]
  if (client === undefined) throw new Error(`LETHE_LIVE_URL begins with ${Object.keys(clients).join('// or ')}//`)
  const option = (name: string, as: string): object => {
    const value = searchParams.get(name)
    return value === null ? {} : { [as]: value }
  }
  return {
    client,
    host: hostname,
    ...(port === '' ? {} : { port: Number(port) }),
    database: decodeURIComponent(pathname.slice(1)),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    tls: {
      mode: searchParams.get('tls') === 'off' ? 'off' : 'required',
      ...option('ca', 'caFile'),
      ...option('cert', 'certFile'),
      ...option('key', 'keyFile'),
      ...option('serverName', 'serverName'),
    },
    rowsPerTransaction: 1_000,
    lockTimeoutMs: 5_000,
    pauseMs: 0,
  }
}
