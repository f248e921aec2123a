/** Request files in the journal: each content under its name once, and which of them was answered last. */

import type { Knex } from 'knex'

import type { Row } from '../../platform/sql/database.ts'
import { isAnswered, type FileEntry, type FileIdentity, type FileMark, type KnownFile } from './entries.ts'
import { fileEntry, integer } from './rows.ts'

interface FileWriting extends FileMark {
  readonly now: Date
}

export async function readFile(
  knex: Knex,
  tenant: string,
  { name, sha256 }: Pick<FileIdentity, 'name' | 'sha256'>,
): Promise<KnownFile | null> {
  const [row] = await knex<Row>('lethe_file').where({ tenant, name, sha256 }).select('*')
  if (row === undefined) return null
  const entry = fileEntry(row)
  if (!isAnswered(entry.state)) return { ...entry, overtaken: false }
  return { ...entry, overtaken: answerNumber(row) < (await lastAnswer(knex, tenant, name)) }
}

/**
 * Inserts the file or gives the known one a new state; when it was first seen stays. What was answered, and other content
 * under its name since, begins anew: it is young again, and no part of the run that it was answered in.
 */
export async function writeFile(trx: Knex, tenant: string, file: FileIdentity, writing: FileWriting): Promise<void> {
  const { name, sha256, size } = file
  const known = await readFile(trx, tenant, file)
  const firstSeen = writing.now.toISOString()
  const state = {
    action: writing.action,
    state: writing.state,
    reason: writing.reason ?? null,
    run_id: writing.runId ?? null,
    file_number: writing.fileNumber ?? null,
    ...(writing.receivedAt === undefined ? {} : { received_at: writing.receivedAt }),
    ...(await numbered(trx, { tenant, name }, { known, state: writing.state })),
    ...(known?.overtaken === true ? { first_seen: firstSeen } : {}),
  }
  if (known?.overtaken === true) await leaveRun(trx, known)
  await trx('lethe_file')
    .insert({ tenant, name, sha256, size, first_seen: firstSeen, ...state })
    .onConflict(['tenant', 'name', 'sha256'])
    .merge(state)
}

interface Change {
  readonly known: KnownFile | null
  readonly state: FileEntry['state']
}

/** An answer that is written once more after a crash keeps its number. */
async function numbered(
  trx: Knex,
  { tenant, name }: { readonly tenant: string; readonly name: string },
  { known, state }: Change,
): Promise<{ readonly answer_number?: number | null }> {
  if (!isAnswered(state)) return { answer_number: null }
  if (known !== null && isAnswered(known.state) && !known.overtaken) return {}
  return { answer_number: (await lastAnswer(trx, tenant, name)) + 1 }
}

/** A run that was cancelled could be retried; without its last file there is nothing to be retried for. */
async function leaveRun(trx: Knex, { runId, name, sha256 }: KnownFile): Promise<void> {
  if (runId === null) return
  const others = await trx<Row>('lethe_file').where({ run_id: runId }).select('name', 'sha256')
  if (others.some((one) => one['name'] !== name || one['sha256'] !== sha256)) return
  await trx('lethe_run').where({ id: runId, state: 'closed' }).update({ ended: null })
}

async function lastAnswer(knex: Knex, tenant: string, name: string): Promise<number> {
  const [row] = await knex<Row>('lethe_file').where({ tenant, name }).max({ last: 'answer_number' })
  return row === undefined || row['last'] === null ? 0 : integer(row, 'last')
}

function answerNumber(row: Row): number {
  return row['answer_number'] === null ? 0 : integer(row, 'answer_number')
}
