/** How a Cassandra node is reached. Secrets are resolved already. */

import type { TlsFiles } from '../crypto/verified-tls.ts'

export const consistencyLevels = ['one', 'quorum', 'localQuorum', 'all'] as const
export type ConsistencyLevel = (typeof consistencyLevels)[number]

export interface CqlTls extends TlsFiles {
  /** `required` verifies the server's certificate; `off` is for loopback and tests. */
  readonly mode?: 'required' | 'off'
}

export interface CqlSettings {
  /** What messages call the server: never its address. */
  readonly name: string
  /** The one node that is spoken to. */
  readonly host: string
  readonly port: number
  readonly user?: string | undefined
  readonly password?: string | undefined
  readonly tls: CqlTls
  readonly timeoutMs: number
  /** Rows of a page. */
  readonly pageRows: number
  readonly consistency: ConsistencyLevel
}
