/** Brings the journal's tables to the version that this program knows, step by step, each in one transaction. */

import type { Knex } from 'knex'

import { StepFailed } from '../../domain/errors.ts'
import type { Database, Row } from '../../platform/sql/database.ts'
import { readScript } from '../../platform/sql/script.ts'
import type { SqlClient } from '../../platform/sql/settings.ts'
import { takenBack } from '../../platform/sql/taken-back.ts'
import { journalDamaged } from './damage.ts'
import { newerJournal } from '../failures.ts'

/** Script of each version, from 1; a script that was shipped is never changed, a new one is added. */
const migrations = [
  'journal',
  'journal-2',
  'journal-3',
  'journal-4',
  'journal-5',
  'journal-6',
  'journal-7',
  'journal-8',
  'journal-9',
  'journal-10',
  'journal-11',
  'journal-12',
] as const

const versionTable = 'lethe_schema'
const createVersions = `create table if not exists ${versionTable} (version integer not null)`

/** Settings of the connection that the journal needs; a journal that loses a committed step would repeat it. */
const sessionScript = 'journal-session'

/** What has to be set before tables are changed; the session's settings take it back. */
const migratingScript = 'journal-migrating'

/** Returns one row with one text: `ok`, or what is wrong with the file. */
const healthScript = 'journal-health'

/** Throws JournalDamaged when the file cannot be trusted; nothing is changed then. */
export async function migrateJournal(database: Database, client: SqlClient): Promise<void> {
  await requireHealth(database, client)
  await runScript(database, client, sessionScript)
  for (let attempt = 1; ; attempt += 1) {
    try {
      await bringUpToDate(database, client)
      return
    } catch (error) {
      if (attempt === attempts || !(error instanceof StepFailed) || error.code === 'connection') throw error
      database.refresh()
    }
  }
}

/** Of workers that start at once on an empty server, all but one are refused: the tables are there already. */
const attempts = 3

async function bringUpToDate(database: Database, client: SqlClient): Promise<void> {
  // A right to create is needed only as long as there is something to create.
  if ((await database.describe(versionTable)) === null) {
    await database.run((knex) => knex.raw(createVersions))
    database.refresh()
  }
  const version = await database.run(readVersion)
  if (version > migrations.length) throw newerJournal(version, migrations.length)
  if (version < migrations.length) await migrate(database, client)
}

async function migrate(database: Database, client: SqlClient): Promise<void> {
  const scripts = await readMigrations(client)
  await runScript(database, client, migratingScript)
  await database.transaction((trx) => changeTables(trx, scripts))
  await runScript(database, client, sessionScript)
}

async function changeTables(trx: Knex.Transaction, scripts: readonly (readonly string[])[]): Promise<void> {
  const version = await lockVersion(trx)
  if (version > migrations.length) throw newerJournal(version, migrations.length)
  for (const statements of scripts.slice(version)) {
    for (const statement of statements) await trx.raw(statement)
  }
  await trx(versionTable).delete()
  await trx(versionTable).insert({ version: migrations.length })
}

/** Does what opening the journal would, and takes it back. Rejects with what would keep it from being opened. */
export async function tryJournal(database: Database, client: SqlClient): Promise<void> {
  const scripts = await readMigrations(client)
  await runScript(database, client, migratingScript)
  await database.run((knex) =>
    takenBack(knex, async (trx) => {
      await database.dialect.setLockTimeout(trx, database.lockTimeoutMs)
      await trx.raw(createVersions)
      await changeTables(trx, scripts)
    }),
  )
}

/** Names of the tables that opening the journal makes, in their order. */
export async function journalTables(client: SqlClient): Promise<readonly string[]> {
  const statements = (await readMigrations(client)).flat()
  const made = statements.flatMap((statement) => /^CREATE TABLE (\w+)/i.exec(statement)?.[1] ?? [])
  return [versionTable, ...made]
}

function readMigrations(client: SqlClient): Promise<readonly (readonly string[])[]> {
  return Promise.all(migrations.map((name) => readScript(client, name)))
}

async function runScript(database: Database, client: SqlClient, name: string): Promise<void> {
  for (const statement of await readScript(client, name)) await database.run((knex) => knex.raw(statement))
}

/** Throws SettingsInvalid when the file cannot be trusted. */
export async function requireHealth(database: Database, client: SqlClient): Promise<void> {
  for (const statement of await readScript(client, healthScript)) {
    const answer: unknown = await database.run((knex) => knex.raw(statement)).catch(refuseDamage)
    if (!rowsIn(answer).every(isWell)) throw journalDamaged()
  }
}

function isWell(row: unknown): boolean {
  return typeof row === 'object' && row !== null && Object.values(row).every((value) => value === 'ok')
}

/** Drivers return the rows themselves or an object with them. */
function rowsIn(answer: unknown): readonly unknown[] {
  if (Array.isArray(answer)) return answer
  const rows: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'rows') : undefined
  return Array.isArray(rows) ? rows : []
}

/** A connection that fails may come back; whatever else a file says to this statement, it is no journal. */
function refuseDamage(error: unknown): never {
  throw error instanceof StepFailed && error.code === 'statement' ? journalDamaged() : error
}

/** The write comes before the read, so that two processes that start at once wait for each other. */
async function lockVersion(trx: Knex.Transaction): Promise<number> {
  await trx.raw(`update ${versionTable} set version = version`)
  return await readVersion(trx)
}

async function readVersion(knex: Knex): Promise<number> {
  const rows = await knex<Row>(versionTable).select('version')
  return Math.max(0, ...rows.map((row) => Number(row['version'])))
}
