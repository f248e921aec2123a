/** A session in the Cassandra store of Feature Server. */

import type { RecordedFinding } from '../../../domain/finding.ts'
import type { ProductSession, RunContext } from '../../../domain/product.ts'
import type { CqlClient } from '../../../platform/cql/client.ts'
import type { CqlSettings } from '../../../platform/cql/settings.ts'
import type { Clock } from '../../../platform/time/clock.ts'
import { checkStore } from './check.ts'
import { expireMessages, foreseeExpiry } from './erase.ts'
import { findMessages } from './find.ts'
import { storeDefaults, type CassandraSettings } from './settings.ts'
import { bytesIn, rowsOfSound } from './sound.ts'
import { describeStore, type StoreSite } from './store.ts'
import { leftOfMessages } from './verify.ts'

interface CassandraEntry {
  readonly cassandra: CassandraSettings
  readonly ttlDays: number
}

export function storeSession(
  { cassandra: settings, ttlDays }: CassandraEntry,
  client: CqlClient,
  clock: Clock,
): ProductSession {
  const site: StoreSite = { client, settings, ttlDays, clock }
  const closing = new AbortController()
  return {
    searchesBy: ['phone'],
    check: () => checkStore(site, closing.signal),
    find: (subjects, run) => findMessages(site, subjects, run),
    foresee: (findings) => foreseeExpiry(site, findings),
    read: (finding, run) => soundBytes(site, finding, run),
    erase: (findings, run) => expireMessages(site, findings, run),
    verify: (subjects, findings, run) => leftOfMessages(site, subjects, findings, run),
    close: async () => {
      closing.abort()
      await client.close()
    },
  }
}

async function* soundBytes(
  site: StoreSite,
  { locator }: RecordedFinding,
  { signal }: RunContext,
): AsyncIterable<Uint8Array> {
  const store = await describeStore(site, signal)
  for await (const row of rowsOfSound(site, store, locator, signal)) yield bytesIn(store, row)
}

export function cqlOf(settings: CassandraSettings): CqlSettings {
  const { master, user, password, tls = {}, consistency = 'localQuorum' } = settings
  const { port, timeoutMs, pageRows } = { ...storeDefaults, ...settings }
  return { name: 'Cassandra', host: master, port, user, password, tls, timeoutMs, pageRows, consistency }
}
