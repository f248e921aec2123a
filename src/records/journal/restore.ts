/** Puts a run back into a journal that was lost, as an execution log tells of it. */

import type { Knex } from 'knex'

import type { AttemptReport, ProductReport } from '../../domain/report.ts'
import type { Action } from '../../domain/request.ts'
import type { Row } from '../../platform/sql/database.ts'
import type { Phase } from '../../domain/step.ts'
import type { EarlierRun, FileIdentity } from './entries.ts'
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
  /** As an earlier version told apart the rows of people who gave the same identifier. */
  readonly turns: EarlierRun['turns']
}

/** Several files of one run come one after the other: the first brings the run, each brings itself, also to its end. */
export async function restoreFile(trx: Knex, tenant: string, file: FileIdentity, run: AnsweredRun): Promise<void> {
  const [known] = await trx<Row>('lethe_run').where({ id: run.id }).select('id')
  if (known === undefined) await insertAnswered(trx, tenant, run)
  else await trx('lethe_run').where({ id: run.id, state: 'closed' }).update({ state: 'open' })
  const { action, id: runId, fileNumber } = run
  await writeFile(trx, tenant, file, { action, state: 'running', runId, fileNumber, now: new Date(run.startedAt) })
}

async function insertAnswered(trx: Knex, tenant: string, run: AnsweredRun): Promise<void> {
  await trx('lethe_run').insert({
    id: run.id,
    tenant,
    action: run.action,
    salt: run.salt,
    earlier: JSON.stringify(earlierOf(run)),
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

/** The log does not say which version began the run; where the record knows it, this is not looked at. */
function earlierOf({ createdTs, products, turns }: AnsweredRun): EarlierRun {
  const seconds = products.length * (Math.max(0, ...Object.values(turns)) + 1)
  return { createdTs, lastTs: createdTs + Math.max(1, seconds) - 1, turns }
}

/**
 * Whoever reports that something was evaluated had found everything. Should that be wrong, the record knows better, or
 * the next verification sees what is not recorded, and has it recorded.
 */
function phaseOf({ outcome, evaluated }: ProductReport): Phase {
  if (outcome === 'done') return 'done'
  return evaluated > 0 ? 'recorded' : 'pending'
}
