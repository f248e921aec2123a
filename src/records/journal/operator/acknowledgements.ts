/** Who took note that a forget ended without being done; written without the lease, by whoever did. */

import type { Knex } from 'knex'

import type { Confirmation } from '../../../domain/disposition.ts'
import type { Database, Row } from '../../../platform/sql/database.ts'
import type { FileEntry } from '../entries.ts'
import { fileEntry, text, textOrNull } from '../rows.ts'

/** `not-ended`: it is done, is still open, or was an export. `before`: somebody acknowledged it already. */
export type Acknowledged = 'noted' | 'unknown' | 'not-ended' | 'before'

/** Nothing more is done for the people of its file unless somebody sees to it. */
export interface ForgetNotDone {
  readonly file: FileEntry
  readonly run: string
  /** When its last attempt ended, ISO 8601, UTC; null when none did. */
  readonly endedAt: string | null
}

export async function acknowledge(trx: Knex, runId: string, { by, at, note }: Confirmation): Promise<Acknowledged> {
  const [run] = await trx<Row>('lethe_run').where({ id: runId }).select('state', 'ended', 'action')
  if (run === undefined) return 'unknown'
  if (text(run, 'action') !== 'forget' || text(run, 'state') !== 'closed' || run['ended'] === null) return 'not-ended'
  if ((await readAcknowledgement(trx, runId)) !== null) return 'before'
  const row = { run_id: runId, acknowledged_by: by, acknowledged_at: at, note }
  await trx('lethe_acknowledgement').insert(row)
  return 'noted'
}

export async function readAcknowledgement(knex: Knex, runId: string): Promise<Confirmation | null> {
  const [row] = await knex<Row>('lethe_acknowledgement').where({ run_id: runId }).select('*')
  if (row === undefined) return null
  return { by: text(row, 'acknowledged_by'), at: text(row, 'acknowledged_at'), note: textOrNull(row, 'note') }
}

/** A run that is tried again has to be looked at anew when it ends so once more. */
export async function withdrawAcknowledgement(trx: Knex, runId: string): Promise<void> {
  await trx('lethe_acknowledgement').where({ run_id: runId }).delete()
}

/**
 * Files of forgets that were cancelled or given up, and that nobody has acknowledged; the oldest first. With those that
 * were gone by then: of whom they named, what was recorded may stand there still.
 */
export async function endedForgets({ run }: Database, tenant: string): Promise<readonly ForgetNotDone[]> {
  const rows = await run((knex) =>
    knex<Row>('lethe_file as f')
      .join('lethe_run as r', 'r.id', 'f.run_id')
      .where({ 'f.tenant': tenant, 'r.action': 'forget' })
      .whereNotNull('r.ended')
      .whereIn('f.state', ['cancelled', 'given-up', 'lost'])
      .whereNotExists(knex('lethe_acknowledgement as k').select('k.run_id').where('k.run_id', knex.ref('r.id')))
      .orderBy('f.first_seen')
      .select('f.*', {
        ended_at: knex('lethe_attempt as a').max('a.finished_at').where('a.run_id', knex.ref('r.id')),
      }),
  )
  return rows.map((row: Row) => {
    return { file: fileEntry(row), run: text(row, 'run_id'), endedAt: textOrNull(row, 'ended_at') }
  })
}
