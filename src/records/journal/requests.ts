/** Every request file that the journal knows, answered or not, with its run's last attempt. */

import type { Knex } from 'knex'

import type { Action } from '../../domain/request.ts'
import type { Database, Row } from '../../platform/sql/database.ts'
import type { FileEntry, FileState } from './entries.ts'
import { fileEntry, integer, text, textOrNull } from './rows.ts'

/** Null: all. */
export interface RequestsAsked {
  readonly action: Action | null
  readonly states: readonly FileState[] | null
}

export interface RequestEntry {
  readonly tenant: string
  readonly file: FileEntry
  /** Of its run; null for a file that is part of none. */
  readonly attempt: number | null
  /** When the run's last attempt ended, ISO 8601, UTC. */
  readonly finishedAt: string | null
}

/** Of all tenants, as the table has them: an index by tenants would have every page sorted. A page is in memory. */
export async function* readRequests(database: Database, asked: RequestsAsked): AsyncIterable<RequestEntry> {
  const files = database
    .knex<Row>('lethe_file as f')
    .leftJoin('lethe_run as r', 'r.id', 'f.run_id')
    .select('f.*', 'r.attempt', { finished_at: lastEnd(database.knex) })
  if (asked.action !== null) files.where('f.action', asked.action)
  if (asked.states !== null) files.whereIn('f.state', [...asked.states])
  for await (const row of database.stream(files, { pageBy: 'f', scan: true })) {
    yield {
      tenant: text(row, 'tenant'),
      file: fileEntry(row),
      attempt: row['attempt'] === null ? null : integer(row, 'attempt'),
      finishedAt: textOrNull(row, 'finished_at'),
    }
  }
}

function lastEnd(knex: Knex): Knex.QueryBuilder {
  return knex('lethe_attempt as a').max('a.finished_at').where('a.run_id', knex.ref('f.run_id'))
}
