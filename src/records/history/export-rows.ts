/** What the archive of one person is filled with: one product's values of one subject, table by table. */

import type { ExportRow } from '../../domain/report.ts'
import type { HistoryRun } from './history-run.ts'
import type { HistoryTable } from './history-table.ts'
import { ownerReader, selectOfRun } from './recorded.ts'
import { integerOf, rowsOf, textOf } from './row.ts'

/** A table and column that holds something of the subject. */
interface Group {
  readonly table: string
  readonly column: string
  readonly rows: number
}

/** More rows than this are read in the order they stand in the table, fewer are sorted out by the index. */
const manyRows = 2000

/** In the order table, column; empty fields of the person's facts included. */
export async function* readExportRows(
  table: HistoryTable,
  run: HistoryRun,
  subjectKey: string,
): AsyncIterable<ExportRow> {
  const only = subjectFilter(table, run, subjectKey)
  for (const group of await groupsOf(table, run, only)) {
    yield* rowsOfGroup(table, run, { subjectKey, group, only })
  }
}

/** Column and values that the subject's rows have. */
interface SubjectFilter {
  readonly column: string
  readonly values: readonly string[]
}

function subjectFilter(table: HistoryTable, run: HistoryRun, subjectKey: string): SubjectFilter {
  if (table.layout === 'full') return { column: table.column('SUBJECT_KEY'), values: [subjectKey] }
  const subject = run.subjects.find((candidate) => candidate.key === subjectKey)
  return {
    column: table.column('CONSUMER_ID'),
    values: [...new Set(subject?.identifiers.map(({ value }) => value) ?? [])],
  }
}

async function groupsOf(table: HistoryTable, run: HistoryRun, only: SubjectFilter): Promise<readonly Group[]> {
  const [name, column] = [table.column('TABLE_NAME'), table.column('COLUMN_NAME')]
  const found = selectOfRun(table, run).clearSelect().select(table.select('TABLE_NAME', 'COLUMN_NAME'))
  found.whereIn(only.column, [...only.values]).whereNotNull(table.column('FACT_ID'))
  found.count({ N: '*' }).groupBy(name, column).orderBy([name, column])
  return rowsOf(await table.database.run(() => found)).map((row) => ({
    table: textOf(row, 'TABLE_NAME') ?? '',
    column: textOf(row, 'COLUMN_NAME') ?? '',
    rows: integerOf(row, 'N'),
  }))
}

async function* rowsOfGroup(
  table: HistoryTable,
  run: HistoryRun,
  what: { readonly subjectKey: string; readonly group: Group; readonly only: SubjectFilter },
): AsyncIterable<ExportRow> {
  const { group, only, subjectKey } = what
  const query = selectOfRun(table, run)
    .whereIn(only.column, [...only.values])
    .whereNotNull(table.column('FACT_ID'))
  query.where(table.column('TABLE_NAME'), group.table).where(table.column('COLUMN_NAME'), group.column)
  // Where the table has no column for it, the rows of others who gave the same identifier come too.
  const ownerOf = ownerReader(table, run)
  for await (const row of table.database.stream(query, { pageBy: table.shape.name, scan: group.rows > manyRows })) {
    if (ownerOf(row).subjectKey !== subjectKey) continue
    yield {
      subjectKey,
      product: run.product,
      table: group.table,
      column: group.column,
      locator: textOf(row, 'FACT_ID') ?? '',
      value: textOf(row, 'KEY_VALUE'),
      consumerId: textOf(row, 'CONSUMER_ID') ?? '',
    }
  }
}
