/** LETHE_FINDING as it stands in a database: its actual names, made where that is allowed. */

import type { Knex } from 'knex'

import type { Complaint } from '../../domain/product.ts'
import { columnOf, type ColumnShape, type TableShape } from '../../platform/sql/catalogue.ts'
import type { Database } from '../../platform/sql/database.ts'
import { tableName } from '../../platform/sql/keyed.ts'
import { complainOfIndexes, complainOfMissing, complainOfRights, createTable } from '../../platform/sql/own-tables.ts'
import type { OwnTableSettings } from '../../platform/sql/own-tables.ts'
import { tableUnfit } from '../failures.ts'

const recordTable = { name: 'LETHE_FINDING', script: 'finding' } as const

/** In the order of the table; see `sql/<dialect>/finding.sql` for what they hold. */
export const recordColumns = [
  'RUN_ID',
  'PRODUCT',
  'ENTRY',
  'SEARCH',
  'WRITER',
  'SEQ_NO',
  'ATTEMPT',
  'FENCE',
  'TENANT_KEY',
  'FORGET',
  'CREATED_TS',
  'SUBJECT_KEY',
  'KIND',
  'CONSUMER_ID',
  'TABLE_NAME',
  'COLUMN_NAME',
  'HISTORY_TABLE',
  'HISTORY_COLUMN',
  'HISTORY_FACT',
  'HISTORY_VALUE',
  'COMPLETES',
  'LAST_SEQ',
  'EVALUATED',
  'FOUND',
  'CONTENT_KIND',
  'REASON',
  'FACT_ID',
  'CONTENT',
] as const

export type RecordColumn = (typeof recordColumns)[number]

export interface FindingTable {
  readonly database: Database
  readonly shape: TableShape
  readonly column: (column: RecordColumn) => ColumnShape
  /** The column as the catalogue spells it. */
  readonly name: (column: RecordColumn) => string
  /** A query over the table; without an alias, which not every engine takes in a delete. */
  readonly from: (knex: Knex) => Knex.QueryBuilder
  /** For a select: the columns under the names that they have here. */
  readonly select: (...columns: RecordColumn[]) => Readonly<Record<string, string>>
}

/** Null when there is no such table. Throws StepFailed when it lacks a column. */
export async function findFindingTable(database: Database): Promise<FindingTable | null> {
  const shape = await database.describe(recordTable.name)
  if (shape === null) return null
  if (shape.obstacle !== undefined && shape.obstacle.to !== 'change')
    throw tableUnfit(`\`${recordTable.name}\` ${shape.obstacle.message}`)
  const missing = recordColumns.filter((column) => columnOf(shape, column) === null)
  if (missing.length > 0) throw tableUnfit(`\`${recordTable.name}\` lacks the column(s) ${missing.join(', ')}`)
  const column = (name: RecordColumn): ColumnShape => {
    const found = columnOf(shape, name)
    if (found === null) throw tableUnfit(`\`${recordTable.name}\` lacks the column ${name}`)
    return found
  }
  return {
    database,
    shape,
    column,
    name: (name) => column(name).name,
    from: (knex) => knex.from(tableName(shape)),
    select: (...names) => Object.fromEntries(names.map((name) => [name, column(name).name])),
  }
}

/** Throws StepFailed `history` when the table is missing and may not be created, or lacks a column. */
export async function findOrCreateRecord(database: Database, settings: OwnTableSettings): Promise<FindingTable> {
  const present = await findFindingTable(database)
  if (present !== null) return present
  if (!settings.create)
    throw tableUnfit(`the table \`${recordTable.name}\` is missing, or the login has no right on it`)
  await createTable(database, recordTable, settings)
  const created = await findFindingTable(database)
  if (created === null) throw tableUnfit(`the table \`${recordTable.name}\` was created and cannot be seen`)
  return created
}

/** What an operator should know of the table before a run needs it. */
export async function checkRecord(database: Database, settings: OwnTableSettings): Promise<readonly Complaint[]> {
  const shape = await database.describe(recordTable.name)
  if (shape === null) return await complainOfMissing(database, recordTable, settings)
  const place = recordTable.name
  const missing = recordColumns.filter((column) => columnOf(shape, column) === null)
  if (missing.length > 0) {
    const message = `the column(s) ${missing.join(', ')} are missing; have the table made as \`sql/<engine>/finding.sql\` has it`
    return [{ severity: 'error', place, message, remedy: null }]
  }
  const rights = await complainOfRights(database, recordTable, {
    table: shape,
    columns: recordColumns,
    client: settings.client,
  })
  return [...rights, ...(await complainOfIndexes(database, recordTable, shape, settings.client))]
}
