/** TLS options of Node for a connection: the server's certificate is verified, TLS 1.2 at least. */

import { readFileSync } from 'node:fs'

/** PEM files, and the name that the certificate must carry where it differs from the host's. */
export interface TlsFiles {
  readonly caFile?: string
  readonly certFile?: string
  readonly keyFile?: string
  readonly serverName?: string
}

const path = { type: 'string', minLength: 1, 'x-path': true } as const

/** JSON Schema of the same in an entry of the settings, and whether there is TLS at all. */
export const tlsSchema = {
  type: 'object',
  additionalProperties: false,
  dependentRequired: { certFile: ['keyFile'], keyFile: ['certFile'] },
  properties: {
    mode: { enum: ['required', 'off'], default: 'required' },
    caFile: path,
    certFile: path,
    keyFile: path,
    serverName: { type: 'string', minLength: 1 },
  },
} as const

export interface TlsOptions {
  readonly rejectUnauthorized: true
  readonly minVersion: 'TLSv1.2'
  readonly ca?: Buffer
  readonly cert?: Buffer
  readonly key?: Buffer
  readonly servername?: string
}

/** `unreadable` makes the caller's own failure of a file that cannot be read. */
export function verifiedTls(files: TlsFiles, unreadable: (setting: string, cause: unknown) => Error): TlsOptions {
  const pem = (path: string, setting: string): Buffer => {
    try {
      return readFileSync(path)
    } catch (cause) {
      throw unreadable(setting, cause)
    }
  }
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(files.caFile === undefined ? {} : { ca: pem(files.caFile, 'caFile') }),
    ...(files.certFile === undefined ? {} : { cert: pem(files.certFile, 'certFile') }),
    ...(files.keyFile === undefined ? {} : { key: pem(files.keyFile, 'keyFile') }),
    ...(files.serverName === undefined ? {} : { servername: files.serverName }),
  }
}
