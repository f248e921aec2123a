/** How many files of each tenant are in which state, and since when the oldest of them. */

import type { Knex } from 'knex'

import type { Row } from '../../platform/sql/database.ts'
import { fileStates, type FileState } from './entries.ts'
import { integer, text } from './rows.ts'

export interface FileTally {
  readonly tenant: string
  readonly state: FileState
  readonly files: number
  /** When the oldest of them was first seen, ISO 8601, UTC. */
  readonly oldest: string
}

export async function tallyFiles(knex: Knex): Promise<readonly FileTally[]> {
  const rows = await knex<Row>('lethe_file')
    .groupBy('tenant', 'state')
    .select('tenant', 'state')
    .count({ files: '*' })
    .min({ oldest: 'first_seen' })
  return rows.flatMap((row: Row) => {
    const state = fileStates.find((known) => known === row['state'])
    if (state === undefined) return []
    return [{ tenant: text(row, 'tenant'), state, files: integer(row, 'files'), oldest: text(row, 'oldest') }]
  })
}
