/** TLS options of Node for a database connection: the server's certificate is verified, TLS 1.2 at least. */

import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'

import type { TlsSettings } from './settings.ts'

/** Null when TLS is switched off. */
export function tlsOptions(tls: TlsSettings): ConnectionOptions | null {
  if (tls.mode === 'off') return null
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(tls.caFile === undefined ? {} : { ca: readFileSync(tls.caFile) }),
    ...(tls.certFile === undefined ? {} : { cert: readFileSync(tls.certFile) }),
    ...(tls.keyFile === undefined ? {} : { key: readFileSync(tls.keyFile) }),
    ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
  }
}
