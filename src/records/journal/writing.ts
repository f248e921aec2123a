/** What is written into the journal under a tenant's lease. */

import type { Knex } from 'knex'

import type { Database } from '../../platform/sql/database.ts'
import type { Clock } from '../../platform/time/clock.ts'
import type { Worker } from './entries.ts'
import { writeFile } from './files.ts'
import type { Lease } from './holding.ts'
import { beginPlan, insertPlan } from './operator/plans.ts'
import type { Journal } from './port.ts'
import { restoreFile } from './restore.ts'
import { finishAttempt, insertAttempt, insertRun, readRun, updateRun, updateStep } from './runs.ts'

type JournalWriter =
  | 'beginAttempt'
  | 'beginPlan'
  | 'createRun'
  | 'endAttempt'
  | 'markFile'
  | 'markRun'
  | 'markStep'
  | 'notePass'
  | 'notePlan'
  | 'restore'

/** Each write is one transaction that begins with the lease. */
export function writers(
  database: Database,
  { clock, worker }: { readonly clock: Clock; readonly worker: Worker },
): Pick<Journal, JournalWriter> {
  const write = <T>(lease: Lease, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> =>
    database.transaction(async (trx) => {
      await lease.renew(trx)
      return work(trx)
    })
  return {
    markFile: (lease, file, mark) =>
      write(lease, (trx) => writeFile(trx, lease.tenant, file, { ...mark, now: clock.now() })),
    createRun: (lease, run) =>
      write(lease, async (trx) => {
        await insertRun(trx, lease.tenant, run, { worker, now: clock.now() })
        const record = await readRun(trx, run.id)
        if (record === null) throw new Error('a run that was just inserted is not there')
        return record
      }),
    markRun: (lease, runId, change) => write(lease, (trx) => updateRun(trx, lease, runId, change)),
    beginAttempt: (lease, runId, attempt) =>
      write(lease, async (trx) => {
        await updateRun(trx, lease, runId, { state: 'running', attempt, dueAt: null })
        await insertAttempt(trx, runId, attempt, { worker, now: clock.now() })
      }),
    endAttempt: (lease, runId, report) => write(lease, (trx) => finishAttempt(trx, runId, report)),
    restore: (lease, file, run) => write(lease, (trx) => restoreFile(trx, lease.tenant, file, run)),
    notePass: (lease) =>
      write(lease, async (trx) => {
        await trx('lethe_lease').where({ tenant: lease.tenant }).update({ last_pass: clock.now().toISOString() })
      }),
    notePlan: (lease, runId, plan) => write(lease, (trx) => insertPlan(trx, runId, plan)),
    beginPlan: (lease, runId, plan, seen) => write(lease, (trx) => beginPlan(trx, { runId, plan, seen }, clock.now())),
    markStep: (lease, runId, product, change) => write(lease, (trx) => updateStep(trx, runId, product, change)),
  }
}
