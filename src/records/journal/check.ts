/** What an operator should know of the journal before it is opened: its tables are made, changed and written by Lethe alone. */

import { StepFailed, toldByDoctor } from '../../domain/errors.ts'
import type { Complaint } from '../../domain/product.ts'
import type { TableShape } from '../../platform/sql/catalogue.ts'
import type { Database } from '../../platform/sql/database.ts'
import type { SqlClient } from '../../platform/sql/settings.ts'
import { journalTables, requireHealth, tryJournal } from './migrate.ts'

interface JournalPlace {
  readonly client: SqlClient
  /** Missing: the login's own. */
  readonly schema?: string | undefined
}

/** Changes nothing that lasts. Throws SettingsInvalid where the journal is damaged. */
export async function checkJournal(
  database: Database,
  { client, schema }: JournalPlace,
): Promise<readonly Complaint[]> {
  await requireHealth(database, client)
  const tables = await journalTables(client)
  const shapes = await Promise.all(tables.map((table) => database.describe(table)))
  const login = database.login ?? 'lethe'
  const { obstacle } = await database.run((knex) => database.dialect.home(knex, schema ?? null, login))
  const obstructed = shapes.find((shape) => shape?.obstacle !== undefined)?.obstacle
  if (obstructed !== undefined)
    return [complaint(`its tables cannot be used: each ${obstructed.message}`, obstructed.remedy)]
  if (shapes.includes(null) && obstacle !== null) {
    return [
      complaint(`its tables are made by Lethe itself, and ${obstacle.message}; let it make them`, obstacle.remedy),
    ]
  }
  const grants = (await Promise.all(shapes.map((shape) => missingGrants(database, shape)))).flat()
  if (grants.length > 0) {
    return [complaint('the login lacks rights on tables of the journal; let the DBA grant them', grants.join('\n'))]
  }
  return await tried(database, client)
}

async function missingGrants(database: Database, table: TableShape | null): Promise<readonly string[]> {
  if (table === null) return []
  const columns = [...table.columns.values()].filter(({ obstacle }) => obstacle === undefined)
  const held = await database.run((knex) => database.dialect.rights(knex, table, { read: columns, written: [] }))
  const all = await database.run((knex) => database.dialect.rights(knex, table, { read: [], written: columns }))
  const needed = [
    ['SELECT', held.select],
    ['INSERT', held.insert],
    ['UPDATE', all.update],
    ['DELETE', held.delete],
  ] as const
  return needed.flatMap(([right, isHeld]) =>
    isHeld ? [] : [database.dialect.grant({ right, table, columns: [], login: database.login ?? 'lethe' })],
  )
}

async function tried(database: Database, client: SqlClient): Promise<readonly Complaint[]> {
  try {
    await tryJournal(database, client)
    return []
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    return [complaint(toldByDoctor(error.message), undefined)]
  }
}

function complaint(message: string, remedy: string | undefined): Complaint {
  return { severity: 'error', place: 'journal', message, remedy: remedy ?? null }
}
