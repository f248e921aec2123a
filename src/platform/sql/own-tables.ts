/** Tables of Lethe's own: made where that is allowed, and otherwise what a DBA is told to run. */

import { StepFailed, toldByDoctor } from '../../domain/errors.ts'
import type { Complaint } from '../../domain/product.ts'
import { columnOf, type ColumnShape, type TableShape } from './catalogue.ts'
import type { Database } from './database.ts'
import { tableName } from './keyed.ts'
import type { Rights } from './rights.ts'
import { readDdl, readGrants } from './script.ts'
import type { SqlClient } from './settings.ts'
import { takenBack } from './taken-back.ts'

export interface OwnTableSettings {
  readonly client: SqlClient
  /** Whether a missing table may be created. */
  readonly create: boolean
  /** Missing: the login's own. */
  readonly schema?: string
}

/** By its name in capitals, and the script that makes it. */
export interface OwnTable {
  readonly name: string
  readonly script: string
}

/** Creates the table with its indexes. */
export async function createTable(database: Database, { script }: OwnTable, settings: OwnTableSettings): Promise<void> {
  const statements = await readDdl(settings, script)
  await database.transaction(async (trx) => {
    for (const statement of statements) await trx.raw(statement)
  })
  database.refresh()
}

/** What is wrong when there is no such table; nothing where it will be created. */
export async function complainOfMissing(
  database: Database,
  { name, script }: OwnTable,
  settings: OwnTableSettings,
): Promise<readonly Complaint[]> {
  const { run, dialect, login } = database
  const home = await run((knex) => dialect.home(knex, settings.schema ?? null, login ?? 'lethe'))
  if (settings.create) {
    if (home.obstacle === null) return []
    const message = `the table is missing, and cannot be made: ${home.obstacle.message}; give it the right to, or have the table made`
    return [{ severity: 'error', place: name, message, remedy: home.obstacle.remedy ?? null }]
  }
  const message =
    'the table is missing, and every file is answered with an error; have it created with the statements below, or set ' +
    '`history.create: true`'
  const place = { client: settings.client, ...(home.schema === null ? {} : { schema: home.schema }) }
  const statements = [
    ...home.entrance,
    ...(await readDdl(place, script)),
    ...(await readGrants(place, name, database.login)),
  ]
  const remedy = statements.map((statement) => `${statement};`).join('\n')
  return [{ severity: 'error', place: name, message, remedy }]
}

/**
 * What keeps the login from the table as a whole, with what else it needs there; null when nothing does, and its rights
 * can be asked for one by one.
 */
async function complainOfObstacle(
  database: Database,
  { name }: OwnTable,
  table: TableShape,
  client: SqlClient,
): Promise<Complaint | null> {
  const { obstacle } = table
  if (obstacle === undefined) return null
  const message = `\`${name}\` ${obstacle.message}`
  const place = { client, ...(table.schema === null ? {} : { schema: table.schema }) }
  const grants = (await readGrants(place, name, database.login)).map((statement) => `${statement};`)
  const remedy = obstacle.remedy === undefined ? null : [obstacle.remedy, ...grants].join('\n')
  return { severity: 'error', place: name, message, remedy }
}

/** What the login may not do with it, and what a row of it would meet. Nothing of ours is ever changed; only the retention deletes. */
export async function complainOfRights(
  database: Database,
  own: OwnTable,
  {
    table,
    columns,
    client,
  }: { readonly table: TableShape; readonly columns: readonly string[]; readonly client: SqlClient },
): Promise<readonly Complaint[]> {
  const { name } = own
  const obstructed = await complainOfObstacle(database, own, table, client)
  if (obstructed !== null) return [obstructed]
  const held = await database.run((knex) => database.dialect.rights(knex, table, { read: [], written: [] }))
  const missing = neededRights(held).flatMap(({ right, isHeld, severity, without }): readonly Complaint[] => {
    if (isHeld) return []
    const message = `the login lacks the right ${right}: ${without}; let the DBA grant it`
    const remedy = database.dialect.grant({ right, table, columns: [], login: database.login ?? 'lethe' })
    return [{ severity, place: name, message, remedy }]
  })
  const tried = held.select ? await triedChanges(database, name, table, held.delete) : []
  if (missing.length > 0 || tried.length > 0 || !held.insert) return [...missing, ...tried]
  return await triedInsert(database, name, { table, columns })
}

function neededRights(held: Rights) {
  return [
    { right: 'SELECT', isHeld: held.select, severity: 'error', without: 'every file is answered with an error' },
    { right: 'INSERT', isHeld: held.insert, severity: 'error', without: 'every file is answered with an error' },
    { right: 'DELETE', isHeld: held.delete, severity: 'warning', without: '`lethe purge` can delete nothing' },
  ] as const
}

async function triedChanges(
  { run, dialect, login }: Database,
  name: string,
  table: TableShape,
  deleted: boolean,
): Promise<readonly Complaint[]> {
  const use = { written: [], deleted, login: login ?? 'lethe' }
  const obstacles = await run((knex) => dialect.tryTable(knex, table, use))
  return obstacles.map(({ message, remedy }) => {
    return { severity: 'error', place: name, message: `\`${name}\` ${message}`, remedy: remedy ?? null }
  })
}

/** A row as a run would write it, which is taken back: a column of the site's own, a constraint or a trigger may refuse it. */
async function triedInsert(
  database: Database,
  name: string,
  { table, columns }: { readonly table: TableShape; readonly columns: readonly string[] },
): Promise<readonly Complaint[]> {
  const shapes = columns.map((column) => columnOf(table, column)).filter((column) => column !== null)
  const row = Object.fromEntries(shapes.map((column) => [column.name, trialOf(column)]))
  try {
    await database.run((knex) =>
      takenBack(knex, async (trx) => {
        await database.dialect.setLockTimeout(trx, database.lockTimeoutMs)
        await trx(tableName(table)).insert(row)
      }),
    )
    return []
  } catch (error) {
    if (!(error instanceof StepFailed) || error.retryable) throw error
    const message = `the table takes no row of a run: ${toldByDoctor(error.message)}`
    return [{ severity: 'error', place: name, message, remedy: null }]
  }
}

function trialOf({ family, length }: ColumnShape): string | number {
  return family === 'text' ? 'lethe doctor'.slice(0, length ?? undefined) : 0
}

/** Indexes that a newer version brought, and that a table from before has not. */
export async function complainOfIndexes(
  database: Database,
  { name, script }: OwnTable,
  table: TableShape,
  client: SqlClient,
): Promise<readonly Complaint[]> {
  const names = await database.run((knex) => database.dialect.indexNames(knex, table))
  const there = new Set(names.map((one) => one.toUpperCase()))
  const place = { client, ...(table.schema === null ? {} : { schema: table.schema }) }
  return (await readDdl(place, script)).flatMap((statement): readonly Complaint[] => {
    const index = /^CREATE INDEX (?:IF NOT EXISTS )?(?:\S+\.)?"?(\w+)"? ON/i.exec(statement)?.[1]
    if (index === undefined || there.has(index.toUpperCase())) return []
    const message = `the table lacks the index ${index}, and is read whole in its place; have it made`
    return [{ severity: 'warning', place: name, message, remedy: `${statement};` }]
  })
}
