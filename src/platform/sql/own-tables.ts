/** Tables of Lethe's own: made where that is allowed, and otherwise what a DBA is told to run. */

import type { Complaint } from '../../domain/product.ts'
import type { TableShape } from './catalogue.ts'
import type { Database } from './database.ts'
import { readDdl, readGrants } from './script.ts'
import type { SqlClient } from './settings.ts'

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
  if (settings.create) return []
  const message =
    'the table is missing, or the login has no right on it, and every file is answered with an error; have it created ' +
    'with the statements below, or set `history.create: true`'
  const statements = [...(await readDdl(settings, script)), ...(await readGrants(settings, name, database.login))]
  const remedy = statements.map((statement) => `${statement};`).join('\n')
  return [{ severity: 'error', place: name, message, remedy }]
}

/** What the login may not do with it. Nothing of ours is ever changed; only the retention deletes. */
export async function complainOfRights(
  database: Database,
  { name }: OwnTable,
  table: TableShape,
): Promise<readonly Complaint[]> {
  const held = await database.run((knex) => database.dialect.rights(knex, table, { read: [], written: [] }))
  const needed = [
    { right: 'SELECT', isHeld: held.select, severity: 'error', without: 'every file is answered with an error' },
    { right: 'INSERT', isHeld: held.insert, severity: 'error', without: 'every file is answered with an error' },
    { right: 'DELETE', isHeld: held.delete, severity: 'warning', without: '`lethe purge` can delete nothing' },
  ] as const
  return needed.flatMap(({ right, isHeld, severity, without }): readonly Complaint[] => {
    if (isHeld) return []
    const message = `the login lacks the right ${right}: ${without}; let the DBA grant it`
    const remedy = database.dialect.grant({ right, table, columns: [], login: database.login ?? 'lethe' })
    return [{ severity, place: name, message, remedy }]
  })
}
