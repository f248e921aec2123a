/** Reads back what was recorded: the findings that erasing works from, and the counts a report is made of. */

import type { Knex } from 'knex'

import { asRecorded, type Finding, type Owner, type OwnerTally, type RecordedFinding } from '../../domain/finding.ts'
import { identifierKinds, type IdentifierKind } from '../../domain/identifier.ts'
import type { Row } from '../../platform/sql/database.ts'
import { ofRun, turnAt, turnsIn, type HistoryRun } from './history-run.ts'
import { historyFailed, type HistoryColumn, type HistoryTable } from './history-table.ts'
import { integerOf, rowsOf, textOf } from './row.ts'
import { ownersByTurn } from './turns.ts'

export interface HistoryTally {
  /** Tables and columns, files and keys. */
  readonly evaluated: number
  readonly found: number
  readonly owners: readonly OwnerTally[]
}

/** Every finding of the run that holds a value to erase, in no particular order. */
export async function* readRecorded(table: HistoryTable, run: HistoryRun): AsyncIterable<RecordedFinding> {
  const ownerOf = ownerReader(table, run)
  const query = selectOfRun(table, run).whereNotNull(table.column('FACT_ID'))
  query.whereNotNull(table.column('KEY_VALUE'))
  for await (const row of table.database.stream(query, { pageBy: table.shape.name, scan: true })) {
    const finding = asRecorded(findingOf(row, ownerOf))
    if (finding !== null) yield finding
  }
}

/** Columns that tell whose a row is. */
function ownerColumns(table: HistoryTable): readonly HistoryColumn[] {
  return ['CONSUMER_ID', ...(table.layout === 'full' ? (['SUBJECT_KEY', 'KIND'] as const) : (['CREATED_TS'] as const))]
}

export function selectOfRun(table: HistoryTable, run: HistoryRun): Knex.QueryBuilder {
  const query = table
    .from(table.database.knex)
    .select(table.select(...ownerColumns(table), 'TABLE_NAME', 'COLUMN_NAME', 'FACT_ID', 'KEY_VALUE'))
  ofRun(table, run)(query)
  return query
}

export function findingOf(row: Row, ownerOf: (row: Row) => Owner): Finding {
  return {
    owner: ownerOf(row),
    target: { table: textOf(row, 'TABLE_NAME') ?? '', column: textOf(row, 'COLUMN_NAME') ?? '' },
    locator: textOf(row, 'FACT_ID'),
    content: textOf(row, 'KEY_VALUE'),
  }
}

/** Who a row belongs to. With the documented columns alone only the run's own request files and the turn say so. */
export function ownerReader(table: HistoryTable, run: HistoryRun): (row: Row) => Owner {
  if (table.layout === 'full') return ownerIn
  const owners = ownersByTurn(run.subjects, turnsIn(run))
  return (row) => {
    const consumerId = textOf(row, 'CONSUMER_ID') ?? ''
    const owner = owners.find(consumerId, turnAt(run, integerOf(row, 'CREATED_TS')))
    // The request file may be gone when a forget is finished; what was recorded is erased all the same.
    return owner ?? { subjectKey: 'unknown', kind: 'name', consumerId }
  }
}

function ownerIn(row: Row): Owner {
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
  const grouped = ownerColumns(table)
  const ownerOf = ownerReader(table, run)
  const names = grouped.map((column) => table.column(column))
  const query = selectOfRun(table, run)
    .clearSelect()
    .select(table.select(...grouped))
  query.count({ FOUND: table.column('KEY_VALUE') }).groupBy(names)
  const rows = rowsOf(await table.database.run(() => query))
  const owners = rows.map((row) => ({ owner: ownerOf(row), found: integerOf(row, 'FOUND') }))
  return { found: owners.reduce((sum, { found }) => sum + found, 0), owners }
}
