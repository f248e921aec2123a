/** Certificates of a test's own, made by OpenSSL. */

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { TLSSocket, type TlsOptions } from 'node:tls'
import { promisify } from 'node:util'

import { withFolder } from './databases.ts'

/** An authority (`ca.pem`), and a server's and a client's certificate by it, for `localhost`; keys beside them. */
export async function certify(folder: string): Promise<void> {
  const openssl = (...words: readonly string[]) => promisify(execFile)('openssl', [...words], { cwd: folder })
  const fresh = ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'] as const
  await openssl(...fresh, '-x509', '-subj', '/CN=authority', '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2')
  for (const name of ['server', 'client']) {
    const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost'] as const
    await openssl(...fresh, ...subject, '-keyout', `${name}.key`, '-out', `${name}.csr`)
    const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-copy_extensions', 'copy'] as const
    await openssl('x509', '-req', '-in', `${name}.csr`, ...by, '-out', `${name}.pem`, '-days', '2')
  }
}

export interface Identity {
  readonly tls: TlsOptions
  readonly caFile: string
  /** Of somebody else. */
  readonly otherCaFile: string
}

/** With a server's identity, its authority, and another one. */
export function certified(work: (identity: Identity) => Promise<void>): Promise<void> {
  return withFolder((folder) =>
    withFolder(async (other) => {
      await Promise.all([certify(folder), certify(other)])
      const [key, cert] = await Promise.all(['server.key', 'server.pem'].map((name) => readFile(join(folder, name))))
      const tls = { ...(key && { key }), ...(cert && { cert }) }
      await work({ tls, caFile: join(folder, 'ca.pem'), otherCaFile: join(other, 'ca.pem') })
    }),
  )
}

/** What PostgreSQL is to a client that asks for TLS: it goes as far as the certificate, and no further. */
export async function withPostgresBehind(tls: TlsOptions, work: (port: number) => Promise<void>): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    // The server answers a request for TLS with one letter.
    socket.once('data', () => {
      socket.write('S')
      new TLSSocket(socket, { ...tls, isServer: true }).on('error', () => {})
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  try {
    await work(typeof address === 'object' ? (address?.port ?? 0) : 0)
  } finally {
    server.close()
  }
}
