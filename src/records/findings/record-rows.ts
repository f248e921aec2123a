/** Rows of the record: what is written into them, and how they are read. */

import type { Knex } from 'knex'

import { isPersonSeen, isUnevaluated, type Evaluation, type Finding, type Owner } from '../../domain/finding.ts'
import { identifierKinds, type IdentifierKind } from '../../domain/identifier.ts'
import type { Row } from '../../platform/sql/database.ts'
import type { Cell } from '../../platform/sql/dialect.ts'
import { isRow } from '../../platform/sql/rows.ts'
import { contentFrom, storedContent } from './content.ts'
import { recordColumns, type FindingTable, type RecordColumn } from './finding-table.ts'
import { onceOnly, type RecordEntry, type RunPart, type Writer } from './run-part.ts'
import { tableUnfit } from '../failures.ts'

/** Cells by column; what is missing is NULL. */
export type RecordRow = Readonly<Partial<Record<RecordColumn, Cell>>>

/** What the history shows in the place of a text that does not fit it; null: the text itself. */
export interface Shown {
  readonly table: string | null
  readonly column: string | null
  readonly fact: string | null
  readonly value: string | null
}

/** The columns that every row of the part has. */
export function partCells(part: RunPart, { attempt, fence }: Writer): RecordRow {
  return {
    RUN_ID: part.runId,
    PRODUCT: part.product,
    ATTEMPT: attempt,
    FENCE: fence,
    TENANT_KEY: part.tenantKey,
    FORGET: part.action === 'forget' ? 1 : 0,
    CREATED_TS: part.createdTs,
  }
}

/** Of what can be told once alone. */
export function onceCells(entry: RecordEntry, search: number, seq: number): RecordRow {
  return { ENTRY: entry, SEARCH: search, WRITER: onceOnly, SEQ_NO: seq }
}

export function evaluationCells(one: Evaluation, shownOf: (finding: Finding) => Shown): RecordRow {
  const { table: TABLE_NAME, column: COLUMN_NAME } = one.target
  const whose = one.owner === null ? {} : ownerCells(one.owner)
  if (isUnevaluated(one)) return { ENTRY: 'unevaluated', ...whose, TABLE_NAME, COLUMN_NAME, REASON: one.unevaluated }
  if (isPersonSeen(one)) return { ENTRY: 'person', ...whose, TABLE_NAME, COLUMN_NAME, REASON: one.person }
  const stored = one.content === null ? null : storedContent(one.content)
  const shown = shownOf(one)
  return {
    ENTRY: 'finding',
    ...whose,
    TABLE_NAME,
    COLUMN_NAME,
    HISTORY_TABLE: shown.table,
    HISTORY_COLUMN: shown.column,
    HISTORY_FACT: shown.fact,
    HISTORY_VALUE: shown.value,
    CONTENT_KIND: stored?.kind ?? null,
    FACT_ID: one.locator,
    CONTENT: stored?.text ?? null,
  }
}

function ownerCells({ subjectKey, kind, consumerId }: Owner): RecordRow {
  return { SUBJECT_KEY: subjectKey, KIND: kind, CONSUMER_ID: consumerId }
}

/** Committed when it resolves, all of them or none. `common`: what every row has. */
export async function insertRows(table: FindingTable, common: RecordRow, rows: readonly RecordRow[]): Promise<void> {
  const used = recordColumns.filter((column) => [common, ...rows].some((row) => (row[column] ?? null) !== null))
  await table.database.insertRows({
    table: table.shape,
    columns: used.map(table.column),
    rows: rows.map((row) => used.map((column) => row[column] ?? common[column] ?? null)),
  })
}

/** As a part of a transaction. */
export async function insertRow(trx: Knex, table: FindingTable, row: RecordRow): Promise<void> {
  const cells = recordColumns.flatMap((column): [string, Cell][] => {
    const cell = row[column] ?? null
    return cell === null ? [] : [[table.name(column), cell]]
  })
  await table.from(trx).insert(Object.fromEntries(cells))
}

/** The columns that `findingFrom` reads. */
export const findingColumns = [
  'SUBJECT_KEY',
  'KIND',
  'CONSUMER_ID',
  'TABLE_NAME',
  'COLUMN_NAME',
  'CONTENT_KIND',
  'FACT_ID',
  'CONTENT',
] as const satisfies readonly RecordColumn[]

export function findingFrom(row: Row): Finding {
  return {
    owner: ownerFrom(row),
    target: { table: textOf(row, 'TABLE_NAME') ?? '', column: textOf(row, 'COLUMN_NAME') ?? '' },
    locator: textOf(row, 'FACT_ID'),
    content: contentFrom(textOf(row, 'CONTENT_KIND'), textOf(row, 'CONTENT')),
  }
}

export function ownerFrom(row: Row): Owner {
  return {
    subjectKey: textOf(row, 'SUBJECT_KEY') ?? '',
    kind: kindOf(textOf(row, 'KIND')),
    consumerId: textOf(row, 'CONSUMER_ID') ?? '',
  }
}

function kindOf(text: string | null): IdentifierKind {
  const kind = identifierKinds.find((known) => known === text)
  if (kind === undefined) throw tableUnfit('a row of the record has an unknown kind of identifier')
  return kind
}

export function textOf(row: Row, column: RecordColumn): string | null {
  const value = row[column]
  return typeof value === 'string' ? value : null
}

/** Counts and numbers of rows; some engines return them as text. */
export function integerOf(row: Row, column: string): number {
  return Number(row[column] ?? 0)
}

/** Rows of a select under the names that it gave them. */
export async function read({ database }: FindingTable, query: Knex.QueryBuilder): Promise<readonly Row[]> {
  const rows: unknown = await database.run(() => query)
  return Array.isArray(rows) ? rows.filter(isRow) : []
}

/** One row of a select, whichever; null when it has none. */
export async function readAny({ database }: FindingTable, query: Knex.QueryBuilder): Promise<Row | null> {
  const row: unknown = await database.run(() => query.first())
  return isRow(row) ? row : null
}
