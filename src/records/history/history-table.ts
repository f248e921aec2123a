/** The history table as it stands in a database: its actual names, its layout, and what is wrong with it. */

import type { Knex } from 'knex'

import type { Complaint } from '../../domain/product.ts'
import type { Action } from '../../domain/request.ts'
import { columnOf, type TableShape } from '../../platform/sql/catalogue.ts'
import type { Database } from '../../platform/sql/database.ts'
import { tableName } from '../../platform/sql/keyed.ts'
import { complainOfMissing, complainOfRights, createTable } from '../../platform/sql/own-tables.ts'
import type { OwnTableSettings } from '../../platform/sql/own-tables.ts'
import { tableUnfit } from '../failures.ts'

export const historyTable = { name: 'CTL_GDPR_HISTORY', script: 'history' } as const
const historyName = historyTable.name

/** Source: Info Mart, CTL_GDPR_HISTORY; the auditors' queries use these and nothing else. */
export const documentedColumns = [
  'TENANT_KEY',
  'FORGET',
  'CONSUMER_ID',
  'TABLE_NAME',
  'COLUMN_NAME',
  'FACT_ID',
  'KEY_VALUE',
  'CREATED_TS',
] as const
const own = ['RUN_ID', 'PRODUCT', 'SUBJECT_KEY', 'KIND'] as const

/** KEY_VALUE must hold the longest documented user data, CUSTOM_DATA_n. */
const shortestValue = 1024

export type HistoryColumn = (typeof documentedColumns)[number] | (typeof own)[number]

/** Whether the table has our own columns behind the documented ones. */
export type HistoryLayout = 'full' | 'eight-columns'

export interface HistoryTable {
  readonly database: Database
  readonly shape: TableShape
  readonly layout: HistoryLayout
  readonly columns: readonly HistoryColumn[]
  /** The column as the catalogue spells it. */
  readonly column: (column: HistoryColumn) => string
  /** A query over the table; without an alias, which not every engine takes in a delete. */
  readonly from: (knex: Knex) => Knex.QueryBuilder
  /** For a select: the columns under their documented names. */
  readonly select: (...columns: HistoryColumn[]) => Readonly<Record<string, string>>
}

/** Null when there is no such table. Throws StepFailed when it lacks a documented column. */
export async function findHistoryTable(database: Database): Promise<HistoryTable | null> {
  const shape = await database.describe(historyName)
  if (shape === null) return null
  if (shape.obstacle !== undefined && shape.obstacle.to !== 'change')
    throw tableUnfit(`\`${historyName}\` ${shape.obstacle.message}`)
  const missing = documentedColumns.filter((column) => columnOf(shape, column) === null)
  if (missing.length > 0) throw tableUnfit(`\`${historyName}\` lacks the column(s) ${missing.join(', ')}`)
  const layout = own.every((column) => columnOf(shape, column) !== null) ? 'full' : 'eight-columns'
  const column = (name: HistoryColumn): string => columnOf(shape, name)?.name ?? name
  return {
    database,
    shape,
    layout,
    columns: layout === 'full' ? [...documentedColumns, ...own] : documentedColumns,
    column,
    from: (knex) => knex.from(tableName(shape)),
    select: (...names) => Object.fromEntries(names.map((name) => [name, column(name)])),
  }
}

export async function findOrCreateHistory(database: Database, settings: OwnTableSettings): Promise<HistoryTable> {
  const present = await findHistoryTable(database)
  if (present !== null) return present
  const { name } = historyTable
  if (!settings.create) throw tableUnfit(`the table \`${name}\` is missing, or the login has no right on it`)
  await createTable(database, historyTable, settings)
  const created = await findHistoryTable(database)
  if (created === null) throw tableUnfit(`the table \`${name}\` was created and cannot be seen`)
  return created
}

interface Checking extends OwnTableSettings {
  /** Characters of the longest texts that a request may bring; missing: nobody said. */
  readonly longest?: Longest
}

type Longest = Readonly<Record<'CONSUMER_ID' | 'COLUMN_NAME', number>>

/** What an operator should know of the table before a run needs it. */
export async function checkHistory(database: Database, settings: Checking): Promise<readonly Complaint[]> {
  const shape = await database.describe(historyName)
  if (shape === null) return await complainOfMissing(database, historyTable, settings)
  const columns = [...documentedColumns, ...own]
  return [
    ...(await complainOfRights(database, historyTable, { table: shape, columns, client: settings.client })),
    ...documentedColumns.flatMap((column) => complaintsOf(shape, column)),
    ...(settings.longest === undefined ? [] : tooNarrow(shape, settings.longest)),
    ...losingCharacters(database, shape),
  ]
}

/** Whoever brings a longer identifier is answered with an error, although the request is well formed. */
function tooNarrow(shape: TableShape, longest: Longest): readonly Complaint[] {
  return (['CONSUMER_ID', 'COLUMN_NAME'] as const).flatMap((name): readonly Complaint[] => {
    const room = columnOf(shape, name)?.length ?? null
    if (room === null || room >= longest[name]) return []
    const message =
      name === 'CONSUMER_ID'
        ? `the column holds ${room} characters, and an identifier may have ${longest[name]}: whose is longer is answered with an error; widen the column, or lower \`limits.identifierLength\``
        : `the column holds ${room} characters, and a key of \`kvlist\` may have ${longest[name]}: a longer one is cut there and marked; widen the column`
    return [{ severity: 'warning', place: `${historyName}.${name}`, message, remedy: null }]
  })
}

/** What is recorded with a character lost is neither found again nor erased. */
function losingCharacters(database: Database, shape: TableShape): readonly Complaint[] {
  const losing = documentedColumns.flatMap((name) => {
    const column = columnOf(shape, name)
    const remedy = column === null ? null : database.dialect.keepCharacters(shape, column)
    return remedy === null ? [] : [{ name, remedy }]
  })
  if (losing.length === 0) return []
  const names = losing.map(({ name }) => `\`${name}\``).join(', ')
  const message = `${names} lose(s) characters outside of the code page, and such a value is not found again; give them the types below (an index on such a column is dropped before and created again)`
  const remedy = losing.map((one) => one.remedy).join('\n')
  return [{ severity: 'warning', place: historyName, message, remedy }]
}

function complaintsOf(shape: TableShape, name: HistoryColumn): readonly Complaint[] {
  const column = columnOf(shape, name)
  const complain = (severity: Complaint['severity'], message: string): readonly Complaint[] => [
    { severity, place: `${historyName}.${name}`, message, remedy: null },
  ]
  if (column === null) return complain('error', 'the documented column is missing; add it')
  if (name === 'FACT_ID' && column.family !== 'text') {
    return complain('warning', 'the column is not a text: products whose rows have no numeric key cannot be recorded')
  }
  if (name === 'KEY_VALUE' && column.length !== null && column.length < shortestValue) {
    return complain('warning', `the column holds ${column.length} characters; a longer value is cut there and marked`)
  }
  return []
}

/** The FORGET of a row. */
export function forgetFlag(action: Action): 0 | 1 {
  return action === 'forget' ? 1 : 0
}
