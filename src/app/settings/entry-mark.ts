/** What tells the entries of a tenant apart, also when they change places in the file. Holds no secret. */

import { sha256 } from '../../platform/crypto/hash.ts'
import type { DatabaseSettings } from '../../platform/sql/settings.ts'
import type { EntryMark } from '../../records/journal/entries.ts'

import { isRecord, items, member } from './pointer.ts'

type Where = Pick<DatabaseSettings, 'client' | 'host' | 'port' | 'database' | 'schema' | 'filename'>
type Databases = Readonly<Record<string, Where>>

/** `written`: the entry before secrets were filled in. `place`: what its product says of where its data stands. */
export function markEntry(product: string, written: unknown, place: unknown, databases: Databases): EntryMark {
  const where = withDatabases({ database: member(written, 'database'), place }, databases)
  return { settings: digest(['entry', product, written]), place: digest(['place', product, where]) }
}

/** What stands for the store that an entry works on, for entries that name a database or a place; otherwise itself alone. */
export function storeOf(product: string, written: unknown, place: unknown, databases: Databases): string {
  const database = member(written, 'database')
  const isNamed = database !== undefined || (place !== undefined && place !== null)
  return digest(['store', isNamed ? withDatabases({ database, place }, databases) : product])
}

/** A database is where it stands, not what it is called; who logs in and how gently is no matter. */
function withDatabases(value: unknown, databases: Databases): unknown {
  if (Array.isArray(value)) return items(value).map((item) => withDatabases(item, databases))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'database' && typeof inner === 'string' ? whereIs(inner, databases) : withDatabases(inner, databases),
    ]),
  )
}

function whereIs(name: string, databases: Databases): unknown {
  const declared = Object.hasOwn(databases, name) ? databases[name] : undefined
  if (declared === undefined) return name
  const { client, host, port, database, schema, filename } = declared
  return { client, host, port, database, schema, filename }
}

/** The order of keys in the file is no matter. */
function digest(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  )
  return sha256(text)
}
