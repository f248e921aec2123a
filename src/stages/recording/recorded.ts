/** Reads back what was recorded: the findings that erasing works from, and the counts a report is made of. */

import type { Knex } from 'knex'

import { asRecorded, type Finding, type Owner, type RecordedFinding } from '../../domain/finding.ts'
import { identifierKinds, type IdentifierKind } from '../../domain/identifier.ts'
import type { Row } from '../../platform/sql/database.ts'
import { ofRun, ownersByConsumerId, type HistoryRun } from './history-run.ts'
import { historyFailed, type HistoryTable } from './history-table.ts'
import { integerOf, rowsOf, textOf } from './row.ts'

/** An identifier that a product searched for, and how many values it found. */
export interface OwnerTally {
  readonly owner: Owner
  readonly found: number
}

export interface HistoryTally {
  /** Tables and columns, files and keys. */
  readonly evaluated: number
  readonly found: number
  readonly owners: readonly OwnerTally[]
}

/** Every finding of the run that holds a value to erase, in no particular order. */
export async function* readRecorded(table: HistoryTable, run: HistoryRun): AsyncIterable<RecordedFinding> {
  const ownersOf = ownerReader(table, run)
  const query = selectOfRun(table, run).whereNotNull(table.column('FACT_ID'))
  query.whereNotNull(table.column('KEY_VALUE'))
  for await (const row of table.database.stream(query, { pageBy: table.shape.name, scan: true })) {
    const finding = asRecorded(findingOf(row, ownersOf))
    if (finding !== null) yield finding
  }
}

export function selectOfRun(table: HistoryTable, run: HistoryRun): Knex.QueryBuilder {
  const own = table.layout === 'full' ? table.select('SUBJECT_KEY', 'KIND') : {}
  const query = table
    .from(table.database.knex)
    .select({ ...table.select('CONSUMER_ID', 'TABLE_NAME', 'COLUMN_NAME', 'FACT_ID', 'KEY_VALUE'), ...own })
  ofRun(table, run)(query)
  return query
}

export function findingOf(row: Row, ownersOf: (row: Row) => readonly Owner[]): Finding {
  const [owner] = ownersOf(row)
  if (owner === undefined) throw historyFailed('a row of the history has no owner')
  return {
    owner,
    target: { table: textOf(row, 'TABLE_NAME') ?? '', column: textOf(row, 'COLUMN_NAME') ?? '' },
    locator: textOf(row, 'FACT_ID'),
    value: textOf(row, 'KEY_VALUE'),
  }
}

/** Who a row belongs to; with the documented columns alone it may be several, when two people gave the same identifier. */
export function ownerReader(table: HistoryTable, run: HistoryRun): (row: Row) => readonly Owner[] {
  if (table.layout === 'full') return (row) => [ownerOf(row)]
  const owners = ownersByConsumerId(run.subjects)
  return (row) => {
    const consumerId = textOf(row, 'CONSUMER_ID') ?? ''
    // The request file may be gone when a forget is finished; what was recorded is erased all the same.
    return owners.get(consumerId) ?? [{ subjectKey: 'unknown', kind: 'name', consumerId }]
  }
}

function ownerOf(row: Row): Owner {
  return {
    subjectKey: textOf(row, 'SUBJECT_KEY') ?? '',
    kind: kindOf(textOf(row, 'KIND')),
    consumerId: textOf(row, 'CONSUMER_ID') ?? '',
  }
}

function kindOf(text: string | null): IdentifierKind {
  const kind = identifierKinds.find((known) => known === text)
  if (kind === undefined) throw historyFailed('a row of the history has an unknown kind of identifier')
  return kind
}

export async function tallyRun(table: HistoryTable, run: HistoryRun): Promise<HistoryTally> {
  const owners = await tallyOwners(table, run)
  const targets = await table.database.run((knex) => {
    const query = table.from(knex).distinct(table.select('TABLE_NAME', 'COLUMN_NAME'))
    ofRun(table, run)(query)
    return knex.from(query.as('t')).count({ N: '*' })
  })
  const [count] = rowsOf(targets)
  return { evaluated: count === undefined ? 0 : integerOf(count, 'N'), ...owners }
}

async function tallyOwners(table: HistoryTable, run: HistoryRun): Promise<Omit<HistoryTally, 'evaluated'>> {
  const grouped = ['CONSUMER_ID', ...(table.layout === 'full' ? (['SUBJECT_KEY', 'KIND'] as const) : [])] as const
  const ownersOf = ownerReader(table, run)
  const names = grouped.map((column) => table.column(column))
  const query = selectOfRun(table, run)
    .clearSelect()
    .select(table.select(...grouped))
  query.count({ FOUND: table.column('KEY_VALUE') }).groupBy(names)
  const rows = rowsOf(await table.database.run(() => query))
  const owned = rows.flatMap((row) => ownersOf(row).map((owner) => ({ owner, found: integerOf(row, 'FOUND') })))
  return { found: rows.reduce((sum, row) => sum + integerOf(row, 'FOUND'), 0), owners: owned }
}
