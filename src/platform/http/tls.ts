/** TLS options of Node for an HTTP connection: the server's certificate is verified, TLS 1.2 at least. */

import { readFileSync } from 'node:fs'

import { certificateUnreadable } from './failure.ts'
import type { HttpTls } from './settings.ts'

export interface TlsOptions {
  readonly rejectUnauthorized: true
  readonly minVersion: 'TLSv1.2'
  readonly ca?: Buffer
  readonly cert?: Buffer
  readonly key?: Buffer
  readonly servername?: string
}

export function tlsOptions(tls: HttpTls): TlsOptions {
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(tls.caFile === undefined ? {} : { ca: pem(tls.caFile, 'caFile') }),
    ...(tls.certFile === undefined ? {} : { cert: pem(tls.certFile, 'certFile') }),
    ...(tls.keyFile === undefined ? {} : { key: pem(tls.keyFile, 'keyFile') }),
    ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
  }
}

function pem(path: string, setting: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw certificateUnreadable(setting, cause)
  }
}
