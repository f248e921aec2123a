/** Every request file that the journal knows, answered or not, with its run's last attempt. */

import type { Action } from '../../domain/request.ts'
import type { Database, Row } from '../../platform/sql/database.ts'
import { fileStates, type FileEntry, type FileState } from './entries.ts'
import { actions, integer, oneOf, text, textOrNull } from './rows.ts'

/** Null: all. */
export interface RequestsAsked {
  readonly action: Action | null
  readonly states: readonly FileState[] | null
}

export interface RequestEntry extends Omit<FileEntry, 'size' | 'fileNumber'> {
  readonly tenant: string
  /** Of its run; null for a file that is part of none. */
  readonly attempt: number | null
  /** When the run's last attempt ended, ISO 8601, UTC; null while it is under way, or when it was cut off. */
  readonly finishedAt: string | null
}

/** Handed on together: with a hundred thousand of them, passing each on by itself takes longer than reading it. */
const entriesAtOnce = 500

/** Of all tenants, as the table has them: an index by tenants would have every page sorted. A page is in memory. */
export async function* readRequests(database: Database, asked: RequestsAsked): AsyncIterable<readonly RequestEntry[]> {
  const files = database
    .knex<Row>('lethe_file as f')
    .leftJoin('lethe_run as r', 'r.id', 'f.run_id')
    .leftJoin('lethe_attempt as a', (on) => on.on('a.run_id', 'r.id').andOn('a.attempt', 'r.attempt'))
    .select(...columns, 'r.attempt', 'a.finished_at')
  if (asked.action !== null) files.where('f.action', asked.action)
  if (asked.states !== null) files.whereIn('f.state', [...asked.states])
  let entries: RequestEntry[] = []
  for await (const row of database.stream(files, { pageBy: 'f', scan: true })) {
    entries.push(entryOf(row))
    if (entries.length < entriesAtOnce) continue
    yield entries
    entries = []
  }
  yield entries
}

const columns = ['tenant', 'name', 'sha256', 'action', 'state', 'reason', 'run_id', 'first_seen', 'received_at'].map(
  (name) => `f.${name}`,
)

function entryOf(row: Row): RequestEntry {
  return {
    tenant: text(row, 'tenant'),
    name: text(row, 'name'),
    sha256: text(row, 'sha256'),
    action: row['action'] === null ? null : oneOf(actions, row['action']),
    state: oneOf(fileStates, row['state']),
    reason: textOrNull(row, 'reason'),
    runId: textOrNull(row, 'run_id'),
    firstSeen: text(row, 'first_seen'),
    receivedAt: textOrNull(row, 'received_at'),
    attempt: row['attempt'] === null ? null : integer(row, 'attempt'),
    finishedAt: textOrNull(row, 'finished_at'),
  }
}
