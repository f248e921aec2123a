/** What the journal knows of itself: since when it has followed the folders, and whose seal its answers carry. */

import type { Database, Row } from '../../platform/sql/database.ts'
import type { Clock } from '../../platform/time/clock.ts'
import { text, textOrNull } from './rows.ts'

export interface AboutJournal {
  /** ISO 8601, UTC: whatever was answered since stands in it. */
  readonly since: string
  /** Of the secret that execution logs are sealed with; null when nobody has noted it. */
  readonly sealMark: string | null
}

const table = 'lethe_journal'

export async function readAbout(database: Database): Promise<AboutJournal | null> {
  const rows = await database.run((knex) => knex<Row>(table).orderBy('since').select('*'))
  const [row] = rows
  return row === undefined ? null : { since: text(row, 'since'), sealMark: textOrNull(row, 'seal_mark') }
}

/** Of several that begin at once each may note it: the earliest counts. One from before this table began with its first file. */
export async function noteBeginning(database: Database, clock: Clock): Promise<void> {
  if ((await readAbout(database)) !== null) return
  const [first] = await database.run((knex) => knex<Row>('lethe_file').min({ first_seen: 'first_seen' }))
  const seen = first === undefined ? null : textOrNull(first, 'first_seen')
  await database.run((knex) => knex(table).insert({ since: seen ?? clock.now().toISOString() }))
}

export async function noteSealMark(database: Database, mark: string): Promise<void> {
  await database.run((knex) => knex(table).update({ seal_mark: mark }))
}
