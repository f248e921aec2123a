/** Puts a run back into a journal that was lost, as an execution log tells of it. */

import type { Knex } from 'knex'

import type { OwnerTurns } from '../../domain/finding.ts'
import type { AttemptReport, ProductReport } from '../../domain/report.ts'
import type { Action } from '../../domain/request.ts'
import type { Row } from '../../platform/sql/database.ts'
import type { Phase } from '../../domain/step.ts'
import type { FileIdentity } from './entries.ts'
import { writeFile } from './files.ts'
import { stepColumns } from './rows.ts'
import { finishAttempt } from './runs.ts'

/** A run that was answered and is to be tried again. */
export interface AnsweredRun {
  readonly id: string
  readonly action: Action
  readonly startedAt: string
  readonly createdTs: number
  readonly attempt: number
  /** Number of the file within the run. */
  readonly fileNumber: number
  readonly products: readonly ProductReport[]
  readonly attempts: readonly AttemptReport[]
  /** A new one: pseudonyms of employees that are not replaced yet will differ from those that are. */
  readonly salt: string
  /** Seconds of CREATED_TS that it had. */
  readonly seconds: number
  readonly turns?: OwnerTurns
}

/** Several files of one run come one after the other: the first brings the run, each brings itself. */
export async function restoreFile(trx: Knex, tenant: string, file: FileIdentity, run: AnsweredRun): Promise<void> {
  const [known] = await trx<Row>('lethe_run').where({ id: run.id }).select('id')
  if (known === undefined) await insertAnswered(trx, tenant, run)
  const { action, id: runId, fileNumber } = run
  await writeFile(trx, tenant, file, { action, state: 'running', runId, fileNumber, now: new Date(run.startedAt) })
}

async function insertAnswered(trx: Knex, tenant: string, run: AnsweredRun): Promise<void> {
  await trx('lethe_run').insert({
    id: run.id,
    tenant,
    action: run.action,
    created_ts: run.createdTs,
    last_ts: run.createdTs + run.seconds - 1,
    salt: run.salt,
    turns: JSON.stringify(run.turns ?? {}),
    attempt: run.attempt,
    state: 'open',
    started_at: run.startedAt,
  })
  for (const [ordinal, report] of run.products.entries()) {
    const { product, deferred, ...rest } = report
    const step = { ...rest, deferred, phase: phaseOf(report), searchesBy: null }
    await trx('lethe_step').insert({ run_id: run.id, product, ordinal, ...stepColumns(step) })
  }
  for (const attempt of run.attempts) await finishAttempt(trx, run.id, attempt)
}

/**
 * A search that failed takes its rows out of the history; whoever has rows there had found everything. Should that be
 * wrong, the next verification sees what is not recorded, and has it recorded.
 */
function phaseOf({ outcome, evaluated }: ProductReport): Phase {
  if (outcome === 'done') return 'done'
  return evaluated > 0 ? 'recorded' : 'pending'
}
