/** How an HTTP server is reached. Secrets are resolved already. */

import type { TlsFiles } from '../crypto/verified-tls.ts'

export interface HttpTls extends TlsFiles {
  /** `required` verifies the server's certificate; `off` is plain HTTP, for loopback and tests. */
  readonly mode?: 'required' | 'off'
}

export interface HttpSettings {
  /** What messages call the server: never its address. */
  readonly name: string
  /** `https://host:port`, with a path in front of all others where a proxy needs one. */
  readonly baseUrl: string
  readonly headers: Readonly<Record<string, string>>
  readonly tls: HttpTls
  /** For one attempt from the first byte sent to the last received, milliseconds. */
  readonly timeoutMs: number
  readonly connections: number
  readonly callsPerSecond: number
  readonly maxResponseBytes: number
}

/** What is wrong with an address, as a sentence; null when nothing is. Plain HTTP is for this machine only. */
export function problemOfAddress(baseUrl: string, tls: HttpTls): string | null {
  if (!URL.canParse(baseUrl)) return 'is no address: write `https://host:port`'
  const url = new URL(baseUrl)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with `https://`'
  if (url.username !== '' || url.password !== '') return 'must not hold a login: it belongs in `user` and `password`'
  if (url.search !== '' || url.hash !== '') return 'must end with its path: take away `?` and `#` with what follows'
  const plain = url.protocol === 'http:' && !isLoopback(url.hostname) && tls.mode !== 'off'
  return plain ? 'must begin with `https://`: plain HTTP shows the password and the data to the network' : null
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}
