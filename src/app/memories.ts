/** Opens Lethe's memories. History and record are loaded with their first use: many a question does without them. */

import { join } from 'node:path'

import type { Checkpoint } from '../domain/checkpoint.ts'
import { randomToken } from '../platform/crypto/random.ts'
import { awaited } from '../platform/sql/awaited.ts'
import { checkpointed } from '../platform/sql/checkpointed.ts'
import type { Database } from '../platform/sql/database.ts'
import { openDatabase } from '../platform/sql/open.ts'
import { closeOwnFile, createOwnFile } from '../platform/sql/own-file.ts'
import type { OwnTableSettings } from '../platform/sql/own-tables.ts'
import { systemClock } from '../platform/time/clock.ts'
import type { Waits } from '../platform/time/waits.ts'
import type { Findings } from '../records/findings/findings.ts'
import type { History } from '../records/history/history.ts'
import { openJournal, type Journal } from '../records/journal/journal.ts'

import { checkpointedJournal } from './checkpointed.ts'
import { stateDirectory } from './places.ts'
import type { Releases } from './release.ts'
import type { Settings } from './settings/settings.ts'
import { thisWorker } from './worker.ts'

interface JournalParts {
  readonly settings: Settings
  /** Told whenever something becomes lasting. */
  readonly checkpoint: Checkpoint
  readonly waits: Waits
}

export async function openOwnJournal(
  { settings, checkpoint, waits }: JournalParts,
  releases: Releases,
): Promise<Journal> {
  createOwnFile(settings.journal)
  closeOwnFile(settings.journal)
  const database = awaited(checkpointed(await openDatabase('journal', settings.journal), checkpoint), waits)
  // The journal closes its database, and closing it twice is safe; this holds also when opening the journal fails.
  releases.add(() => database.close())
  const journal = await openJournal(database, {
    client: settings.journal.client,
    clock: systemClock,
    id: randomToken(),
    lease: { expiryMs: settings.leaseMs, locks: join(stateDirectory(settings), 'workers') },
    worker: thisWorker(),
  })
  releases.add(() => journal.close())
  return checkpointedJournal(journal, checkpoint)
}

export async function openOwnHistory(tables: OwnTableSettings, database: Database): Promise<History> {
  const { openHistory } = await import('../records/history/history.ts')
  return openHistory(database, tables)
}

export async function openOwnFindings(
  tables: OwnTableSettings,
  database: Database,
  history: History,
): Promise<Findings> {
  const { openFindings } = await import('../records/findings/findings.ts')
  return openFindings(database, { ...tables, history, newToken: randomToken })
}
