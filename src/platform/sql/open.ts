/** Opens a database by its settings; nothing is connected before the first statement. */

import knexModule, { type Knex } from 'knex'

import { StepFailed } from '../../domain/errors.ts'
import { systemClock } from '../time/clock.ts'
import type { TableShape } from './catalogue.ts'
import type { Database } from './database.ts'
import type { Dialect } from './dialect.ts'
import type { SqlFailure } from './dialects/failures/meaning.ts'
import { asStepFailed, stillRead, type Reached } from './failure.ts'
import type { DatabaseSettings, SqlClient } from './settings.ts'

/** Loaded on first use: the drivers of the servers cost 30 MB and a tenth of a second each. */
const dialects: Readonly<Record<SqlClient, () => Promise<Dialect>>> = {
  'better-sqlite3': async () => (await import('./dialects/sqlite.ts')).sqlite,
  pg: async () => (await import('./dialects/postgres.ts')).postgres,
  mssql: async () => (await import('./dialects/mssql.ts')).mssql,
  oracledb: async () => (await import('./dialects/oracle.ts')).oracle,
}

/** knex would print a driver's own words on the standard output. */
const silent = { debug: () => {}, warn: () => {}, error: () => {}, deprecate: () => {} } as const

const attempts = 6
/** What a transaction is repeated for from its start. */
const passing: readonly SqlFailure[] = ['lock', 'interrupted']
const firstBackoffMs = 50

export async function openDatabase(name: string, settings: DatabaseSettings): Promise<Database> {
  const dialect = await dialects[settings.client]()
  const knex = knexModule.knex({ ...dialect.config(settings), log: silent })
  const shapes = new Map<string, TableShape | null>()
  const reached = { name, dialect, settings }
  const guarded = <T>(work: () => PromiseLike<T>): Promise<T> => guardedWork(work, reached)
  const describe = async (table: string): Promise<TableShape | null> => {
    const known = shapes.get(table)
    if (known !== undefined) return known
    const shape = await guarded(() => dialect.describe(knex, settings.schema ?? null, table))
    shapes.set(table, shape)
    return shape
  }
  let closing: Promise<void> | null = null
  return {
    name,
    knex,
    dialect,
    rowsPerTransaction: settings.rowsPerTransaction,
    lockTimeoutMs: settings.lockTimeoutMs,
    login: settings.user ?? null,
    describe,
    refresh: () => {
      shapes.clear()
    },
    stream: (query, options) => guardedRows(dialect.stream(knex, query, options), reached),
    run: (work) => guarded(() => work(knex)),
    transaction: (work) => guarded(() => patiently(dialect, settings, () => transact(knex, dialect, settings, work))),
    insertRows: (insertion) => guarded(() => patiently(dialect, settings, () => dialect.insertRows(knex, insertion))),
    clearFiles: () => guarded(() => clearFiles(dialect, knex, name)),
    close: () => (closing ??= closeAll(knex, dialect)),
  }
}

function transact<T>(
  knex: Knex,
  dialect: Dialect,
  settings: DatabaseSettings,
  work: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  return knex.transaction(async (trx) => {
    await dialect.setLockTimeout(trx, settings.lockTimeoutMs)
    return work(trx)
  })
}

/** As often as a transaction is tried. */
async function clearFiles({ clearFiles: clear }: Dialect, knex: Knex, name: string): Promise<void> {
  if (clear === undefined) return
  for (let attempt = 1; attempt <= attempts; attempt++) {
    if (await clear(knex)) return
    await systemClock.sleep(firstBackoffMs * 2 ** attempt)
  }
  throw stillRead(name)
}

async function closeAll(knex: Knex, dialect: Dialect): Promise<void> {
  await dialect.close?.(knex)
  await knex.destroy()
}

async function patiently<T>(dialect: Dialect, settings: DatabaseSettings, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await work()
      if (settings.pauseMs > 0) await systemClock.sleep(settings.pauseMs)
      return result
    } catch (error) {
      const again = !(error instanceof StepFailed) && passing.includes(dialect.failure(error)) && attempt < attempts
      if (!again) throw error
      await systemClock.sleep(firstBackoffMs * 2 ** attempt)
    }
  }
}

async function guardedWork<T>(work: () => PromiseLike<T>, reached: Reached): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asStepFailed(error, reached)
  }
}

async function* guardedRows<T>(rows: AsyncIterable<T>, reached: Reached): AsyncIterable<T> {
  try {
    yield* rows
  } catch (error) {
    throw asStepFailed(error, reached)
  }
}
