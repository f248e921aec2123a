/** Lethe's own memory: which file is where in its life, how far each product of a run got, who works for a tenant. */

import type { Knex } from 'knex'

import type { Action } from '../../domain/request.ts'
import type { Confirmation } from '../../domain/disposition.ts'
import type { Database, Row } from '../../platform/sql/database.ts'
import type { SqlClient } from '../../platform/sql/settings.ts'
import type { Clock } from '../../platform/time/clock.ts'
import type { AttemptReport } from '../../domain/report.ts'
import { askToCancel, askToRetry, type Asked } from './asks.ts'
import { readConfirmations, writeConfirmation } from './confirmations.ts'
import type { FileEntry, FileIdentity, KnownFile, RunEntry, RunState, StepEntry } from './entries.ts'
import { readFile, writeFile } from './files.ts'
import { holdLease, keepAlive, releaseLease, takeLease, type Lease } from './lease.ts'
import { migrateJournal } from './migrate.ts'
import { thisProcess } from './owner.ts'
import { restoreFile, type AnsweredRun } from './restore.ts'
import { fileEntry, textOrNull, type RunChange } from './rows.ts'
import { finishAttempt, insertAttempt, insertRun, listRuns, readRun, updateRun, updateStep } from './runs.ts'
import { tallyFiles, type FileTally } from './tally.ts'
import type { NewRun, RunRecord } from './runs.ts'

export interface Journal {
  /** Runs `work` as the tenant's only worker; `busy` when another process works for it. */
  readonly withLease: <T>(tenant: string, work: (lease: Lease) => Promise<T>) => Promise<T | 'busy'>
  readonly file: (tenant: string, name: string, sha256: string) => Promise<KnownFile | null>
  readonly files: (tenant: string, states: readonly FileEntry['state'][]) => Promise<readonly FileEntry[]>
  /** Gives a file its state; what it is part of stays. */
  readonly markFile: (lease: Lease, file: FileIdentity, mark: FileMark) => Promise<void>
  /** Creates the run with its files and steps in one transaction. */
  readonly createRun: (lease: Lease, run: NewRun) => Promise<RunRecord>
  readonly run: (id: string) => Promise<RunRecord | null>
  /** Of all tenants when `tenant` is null; exports first, then oldest first. */
  readonly runs: (tenant: string | null, states: readonly RunState[]) => Promise<readonly RunEntry[]>
  readonly markRun: (lease: Lease, id: string, change: RunChange) => Promise<void>
  /** The run's next attempt is under way. */
  readonly beginAttempt: (lease: Lease, runId: string, attempt: number) => Promise<void>
  readonly endAttempt: (lease: Lease, runId: string, report: AttemptReport) => Promise<void>
  /** Takes over an open run that an execution log tells of, as part of which the file was answered. */
  readonly restore: (lease: Lease, file: FileIdentity, run: AnsweredRun) => Promise<void>
  /** Asked by anybody, whoever works for the tenant. */
  readonly askCancel: (runId: string) => Promise<Asked>
  readonly askRetry: (runId: string) => Promise<Asked>
  readonly isCancelAsked: (runId: string) => Promise<boolean>
  /** A manual step of the run is done; false when somebody confirmed it before. */
  readonly confirm: (runId: string, product: string, confirmation: Confirmation) => Promise<boolean>
  /** By name of the entry. */
  readonly confirmations: (runId: string) => Promise<ReadonlyMap<string, Confirmation>>
  /** A pass over everything of the tenant came to its end. */
  readonly notePass: (lease: Lease) => Promise<void>
  /** ISO 8601, UTC; null when there was none. */
  readonly lastPass: (tenant: string) => Promise<string | null>
  /** How many files are in which state, over all tenants. */
  readonly tally: () => Promise<readonly FileTally[]>
  readonly markStep: (lease: Lease, runId: string, product: string, change: Partial<StepEntry>) => Promise<void>
  readonly close: () => Promise<void>
}

export interface FileMark {
  readonly action: Action | null
  readonly state: FileEntry['state']
  readonly reason?: string
  readonly runId?: string
  readonly fileNumber?: number
  readonly receivedAt?: string | null
}

/** `id`: random, names this opening of the journal as holder of leases. The journal closes `database`. */
export async function openJournal(database: Database, client: SqlClient, clock: Clock, id: string): Promise<Journal> {
  await migrateJournal(database, client)
  const owner = await thisProcess(id)
  const write = <T>(lease: Lease, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> =>
    database.transaction(async (trx) => {
      await holdLease(trx, lease, clock)
      return work(trx)
    })
  return {
    withLease: async (tenant, work) => {
      const lease = await takeLease(database, owner, tenant, clock)
      return lease === null ? 'busy' : await whileHolding(database, lease, clock, () => work(lease))
    },
    ...readers(database),
    ...asks(database, clock),
    markFile: (lease, file, mark) =>
      write(lease, (trx) => writeFile(trx, lease.tenant, file, { ...mark, now: clock.now() })),
    createRun: (lease, run) =>
      write(lease, async (trx) => {
        await insertRun(trx, lease.tenant, run, clock.now())
        const record = await readRun(trx, run.id)
        if (record === null) throw new Error('a run that was just inserted is not there')
        return record
      }),
    markRun: (lease, runId, change) => write(lease, (trx) => updateRun(trx, lease, runId, change)),
    beginAttempt: (lease, runId, attempt) =>
      write(lease, async (trx) => {
        await updateRun(trx, lease, runId, { state: 'running', attempt, dueAt: null })
        await insertAttempt(trx, runId, attempt, clock.now())
      }),
    endAttempt: (lease, runId, report) => write(lease, (trx) => finishAttempt(trx, runId, report)),
    restore: (lease, file, run) => write(lease, (trx) => restoreFile(trx, lease.tenant, file, run)),
    notePass: (lease) =>
      write(lease, async (trx) => {
        await trx('lethe_lease').where({ tenant: lease.tenant }).update({ last_pass: clock.now().toISOString() })
      }),
    markStep: (lease, runId, product, change) => write(lease, (trx) => updateStep(trx, runId, product, change)),
    close: () => database.close(),
  }
}

type Asking = 'askCancel' | 'askRetry' | 'confirm'

function asks(database: Database, clock: Clock): Pick<Journal, Asking> {
  return {
    confirm: (runId, product, confirmation) =>
      database.transaction((trx) => writeConfirmation(trx, runId, product, confirmation)),
    askCancel: (runId) => database.transaction((trx) => askToCancel(trx, runId, clock.now())),
    askRetry: (runId) => database.transaction((trx) => askToRetry(trx, runId, clock.now())),
  }
}

type Reader = 'confirmations' | 'file' | 'files' | 'run' | 'runs' | 'isCancelAsked' | 'lastPass' | 'tally'

function readers(database: Database): Pick<Journal, Reader> {
  return {
    confirmations: (runId) => database.run((knex) => readConfirmations(knex, runId)),
    file: (tenant, name, sha256) => database.run((knex) => readFile(knex, tenant, { name, sha256 })),
    files: async (tenant, states) => {
      const rows = await database.run((knex) =>
        knex<Row>('lethe_file')
          .where({ tenant })
          .whereIn('state', [...states])
          .orderBy('first_seen')
          .select('*'),
      )
      return rows.map(fileEntry)
    },
    run: (id) => database.run((knex) => readRun(knex, id)),
    isCancelAsked: async (id) => {
      const [row] = await database.run((knex) => knex<Row>('lethe_run').where({ id }).select('cancel_asked'))
      return row !== undefined && row['cancel_asked'] !== null
    },
    lastPass: async (tenant) => {
      const [row] = await database.run((knex) => knex<Row>('lethe_lease').where({ tenant }).select('last_pass'))
      return row === undefined ? null : textOrNull(row, 'last_pass')
    },
    tally: () => database.run((knex) => tallyFiles(knex)),
    runs: (tenant, states) => database.run((knex) => listRuns(knex, tenant, states)),
  }
}

async function whileHolding<T>(database: Database, lease: Lease, clock: Clock, work: () => Promise<T>): Promise<T> {
  const over = new AbortController()
  const heartbeat = keepAlive(database, lease, clock, over.signal)
  try {
    return await work()
  } finally {
    over.abort()
    await heartbeat
    await releaseLease(database, lease)
  }
}
