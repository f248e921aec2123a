/** What an operator asks of a run; written without the lease, and seen by whoever holds it. */

import type { Knex } from 'knex'

import type { Row } from '../../../platform/sql/database.ts'
import { runEntry } from '../rows.ts'
import { withdrawAcknowledgement } from './acknowledgements.ts'

/**
 * `asked`: noted, for whoever works on the run. `unknown`: the journal has no such run. `over`: it is done, or was
 * cancelled before. `under-way`: an attempt is being made, or was cut off and is resumed at the next pass.
 */
export type Asked = 'asked' | 'unknown' | 'over' | 'under-way'

export async function askToCancel(trx: Knex, id: string, now: Date): Promise<Asked> {
  const run = await readEntry(trx, id)
  if (run === null) return 'unknown'
  if (run.state === 'closed') return 'over'
  await trx('lethe_run').where({ id }).update({ cancel_asked: now.toISOString() })
  return 'asked'
}

/** A run that was cancelled or given up is opened again: its files are unanswered once more. */
export async function askToRetry(trx: Knex, id: string, now: Date): Promise<Asked> {
  const run = await readEntry(trx, id)
  if (run === null) return 'unknown'
  if (run.state === 'running') return 'under-way'
  if (run.state === 'closed' && run.ended === null) return 'over'
  await trx('lethe_run')
    .where({ id })
    .update({ state: 'open', due_at: now.toISOString(), cancel_asked: null, ended: null })
  await trx('lethe_file').where({ run_id: id }).whereIn('state', ['cancelled', 'given-up']).update({ state: 'running' })
  await withdrawAcknowledgement(trx, id)
  return 'asked'
}

/** Whoever asks has looked at it: it is as good as new, and its age counts on. */
export async function askToRetryFile(trx: Knex, tenant: string, name: string): Promise<boolean> {
  const changed = await trx('lethe_file')
    .where({ tenant, name, state: 'unsealed' })
    .update({ state: 'pending', reason: null })
  return changed > 0
}

async function readEntry(trx: Knex, id: string) {
  const [row] = await trx<Row>('lethe_run').where({ id }).select('*')
  return row === undefined ? null : runEntry(row)
}
