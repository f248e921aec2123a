/** Runs, their files and steps in the journal. Every write is made under the tenant's lease. */

import type { Knex } from 'knex'

import type { Action } from '../../domain/request.ts'
import type { Row } from '../../platform/sql/database.ts'
import type { AttemptReport } from '../../domain/report.ts'
import type {
  AttemptEntry,
  EntryMark,
  FileEntry,
  FileIdentity,
  RunEntry,
  RunState,
  StepEntry,
  Worker,
} from './entries.ts'
import { writeFile } from './files.ts'
import type { Lease } from './holding.ts'
import { attemptEntry, fileEntry, runColumns, runEntry, stepColumns, stepEntry, text } from './rows.ts'
import type { RunChange } from './rows.ts'
import { runMissing } from '../failures.ts'

/** What a new run is made of. */
export interface NewRun {
  readonly id: string
  readonly action: Action
  readonly salt: string
  /** The product entries, in their order. */
  readonly products: readonly { readonly name: string; readonly mark: EntryMark }[]
  readonly files: readonly (FileIdentity & { readonly fileNumber: number; readonly receivedAt?: string | null })[]
}

/** A run with what belongs to it. */
export interface RunRecord {
  readonly run: RunEntry
  readonly files: readonly FileEntry[]
  readonly steps: readonly StepEntry[]
  /** In their order; the last one may be under way. */
  readonly attempts: readonly AttemptEntry[]
}

/** Who begins an attempt, and when. */
export interface Beginning {
  readonly worker: Worker
  readonly now: Date
}

export async function insertRun(trx: Knex, tenant: string, run: NewRun, by: Beginning): Promise<void> {
  const { now } = by
  await trx('lethe_run').insert({
    id: run.id,
    tenant,
    action: run.action,
    salt: run.salt,
    attempt: 1,
    state: 'running',
    started_at: now.toISOString(),
  })
  for (const { fileNumber, receivedAt = null, ...file } of run.files) {
    const part = { runId: run.id, fileNumber, receivedAt }
    await writeFile(trx, tenant, file, { action: run.action, state: 'running', ...part, now })
  }
  for (const [ordinal, { name, mark }] of run.products.entries()) {
    const counts = { evaluated: 0, found: 0, erased: 0, left: 0, deferred: 0 }
    const start = stepColumns({ phase: 'pending', entry: mark, warnings: [], usualSpellings: [], ...counts })
    await trx('lethe_step').insert({ run_id: run.id, product: name, ordinal, ...start })
  }
  await insertAttempt(trx, run.id, 1, by)
}

/** Also one that was begun already, and cut off. */
export async function insertAttempt(trx: Knex, runId: string, attempt: number, by: Beginning): Promise<void> {
  const { worker, now } = by
  await trx('lethe_attempt')
    .insert({ run_id: runId, attempt, started_at: now.toISOString(), products: '[]', ...worker })
    .onConflict(['run_id', 'attempt'])
    .ignore()
}

/** Repeated after a crash it changes nothing but the time. */
export async function finishAttempt(trx: Knex, runId: string, report: AttemptReport): Promise<void> {
  const { attempt, startedAt, finishedAt, products } = report
  const end = { finished_at: finishedAt, products: JSON.stringify(products) }
  await trx('lethe_attempt')
    .insert({ run_id: runId, attempt, started_at: startedAt, ...end })
    .onConflict(['run_id', 'attempt'])
    .merge(end)
}

export async function readRun(knex: Knex, id: string): Promise<RunRecord | null> {
  const [run] = await knex<Row>('lethe_run').where({ id }).select('*')
  if (run === undefined) return null
  const files = await knex<Row>('lethe_file').where({ run_id: id }).orderBy('file_number').select('*')
  const steps = await knex<Row>('lethe_step').where({ run_id: id }).orderBy('ordinal').select('*')
  const attempts = await knex<Row>('lethe_attempt').where({ run_id: id }).orderBy('attempt').select('*')
  return {
    run: runEntry(run),
    files: files.map(fileEntry),
    steps: steps.map(stepEntry),
    attempts: attempts.map(attemptEntry),
  }
}

/** Without what `like` would read as a sign for others, nothing is to be escaped, which each engine does in its own way. */
const idSigns = /^[0-9A-Za-z-]+$/

export async function readRunIds(knex: Knex, beginning: string): Promise<readonly string[]> {
  const exact = await knex<Row>('lethe_run').where({ id: beginning }).select('id')
  if (exact.length > 0) return [beginning]
  if (!idSigns.test(beginning)) return []
  const rows = await knex<Row>('lethe_run').where('id', 'like', `${beginning.toLowerCase()}%`).select('id')
  return rows.map((row) => text(row, 'id')).sort()
}

/** Exports first, then in the order in which they began. */
export async function listRuns(
  knex: Knex,
  tenant: string | null,
  states: readonly RunState[],
): Promise<readonly RunEntry[]> {
  const query = knex<Row>('lethe_run').whereIn('state', [...states])
  if (tenant !== null) query.where({ tenant })
  const rows = await query.orderBy(['action', 'started_at']).select('*')
  return rows.map(runEntry)
}

export async function updateRun(trx: Knex, lease: Lease, id: string, change: RunChange): Promise<void> {
  expectOne(await trx('lethe_run').where({ id, tenant: lease.tenant }).update(runColumns(change)))
}

export async function updateStep(trx: Knex, runId: string, product: string, change: Partial<StepEntry>): Promise<void> {
  expectOne(await trx('lethe_step').where({ run_id: runId, product }).update(stepColumns(change)))
}

function expectOne(changed: number): void {
  if (changed !== 1) throw runMissing()
}
