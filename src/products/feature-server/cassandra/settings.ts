/** Settings of the way into the store itself. No public source has its columns: they are looked up, and can be named. */

import { tlsSchema } from '../../../platform/crypto/verified-tls.ts'
import { consistencyLevels, type ConsistencyLevel, type CqlTls } from '../../../platform/cql/settings.ts'

export interface CassandraSettings {
  readonly master: string
  readonly port?: number
  readonly keyspace?: string
  readonly user?: string
  readonly password?: string
  readonly tls?: CqlTls
  readonly timeoutMs?: number
  readonly pageRows?: number
  readonly consistency?: ConsistencyLevel
  readonly columns?: StoreColumns
}

export interface StoreColumns {
  readonly mailmessage?: { readonly message?: string; readonly callers?: readonly string[] }
  readonly message_bytes?: { readonly message?: string; readonly bytes?: string }
  readonly mailboxmessages?: { readonly message?: string }
}

export const storeDefaults = { port: 9042, keyspace: 'sipfs', timeoutMs: 30_000, pageRows: 500 } as const

const name = { type: 'string', minLength: 1 } as const
const columnsOf = (properties: Readonly<Record<string, unknown>>) =>
  ({ type: 'object', additionalProperties: false, properties }) as const

export const cassandraSchema = {
  type: 'object',
  required: ['master'],
  additionalProperties: false,
  dependentRequired: { user: ['password'], password: ['user'] },
  description: 'Into the Cassandra store itself, by way of one node.',
  properties: {
    master: { ...name, description: 'Host of the master Feature Server, whose node alone is spoken to.' },
    port: {
      type: 'integer',
      minimum: 1,
      maximum: 65_535,
      default: storeDefaults.port,
      description: 'Of CQL, not Thrift.',
    },
    keyspace: { ...name, default: storeDefaults.keyspace },
    user: name,
    password: { type: 'string' },
    tls: tlsSchema,
    timeoutMs: { type: 'integer', minimum: 100, default: storeDefaults.timeoutMs },
    pageRows: { type: 'integer', minimum: 1, maximum: 10_000, default: storeDefaults.pageRows },
    consistency: { enum: consistencyLevels, default: 'localQuorum' },
    columns: {
      ...columnsOf({
        mailmessage: columnsOf({ message: name, callers: { type: 'array', minItems: 1, items: name } }),
        message_bytes: columnsOf({ message: name, bytes: name }),
        mailboxmessages: columnsOf({ message: name }),
      }),
      description:
        'By column family, the columns that the search relies on. Default: those whose names and types say so.',
    },
  },
} as const
