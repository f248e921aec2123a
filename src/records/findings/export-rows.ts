/** What the archive of one person is filled with: one product's values of one subject, table by table. */

import type { Knex } from 'knex'

import { asRecorded, isBlob, textOfContent, type Owner } from '../../domain/finding.ts'
import type { ExportRow } from '../../domain/report.ts'
import type { FindingTable } from './finding-table.ts'
import { findingColumns, findingFrom, integerOf, read, textOf } from './record-rows.ts'
import { selectEntries, type RunPart } from './run-part.ts'
import { completeSearches, rowsOfSearch } from './searches.ts'

/** A table and column that holds something of the subject. */
interface ExportGroup {
  readonly table: string
  readonly column: string
  readonly rows: number
}

/** More rows than this are read in the order they stand in the table, fewer are sorted out by the index. */
const manyRows = 2000

interface ExportAsk {
  readonly subjectKey: string
  readonly isWanted: (owner: Owner) => boolean
}

/** In the order table, column; empty fields of the person's facts included. */
export async function* readExportRows(
  table: FindingTable,
  part: RunPart,
  { subjectKey, isWanted }: ExportAsk,
): AsyncIterable<ExportRow> {
  const searches = await completeSearches(table, part)
  if (searches.length === 0) return
  const ofSubject = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
    query
      .where(table.name('SUBJECT_KEY'), subjectKey)
      // Written out, so that the index over these rows alone serves.
      .whereRaw('?? = 0', [table.name('FORGET')])
      .whereNotNull(table.name('FACT_ID'))
      .where((any) => {
        for (const search of searches) void any.orWhere(rowsOfSearch(table, search))
      })
  for (const group of await groupsOf(table, ofSubject(selectEntries(table, part, 'finding')))) {
    const rows = ofSubject(selectEntries(table, part, 'finding', ...findingColumns))
    yield* rowsOfGroup(table, rows, { part, group, isWanted })
  }
}

async function groupsOf(table: FindingTable, rows: Knex.QueryBuilder): Promise<readonly ExportGroup[]> {
  const names = [table.name('TABLE_NAME'), table.name('COLUMN_NAME')]
  const query = rows.select(table.select('TABLE_NAME', 'COLUMN_NAME')).count({ N: '*' }).groupBy(names).orderBy(names)
  return (await read(table, query)).map((row) => ({
    table: textOf(row, 'TABLE_NAME') ?? '',
    column: textOf(row, 'COLUMN_NAME') ?? '',
    rows: integerOf(row, 'N'),
  }))
}

async function* rowsOfGroup(
  table: FindingTable,
  rows: Knex.QueryBuilder,
  { part, group, isWanted }: Pick<ExportAsk, 'isWanted'> & { readonly part: RunPart; readonly group: ExportGroup },
): AsyncIterable<ExportRow> {
  const query = rows.where(table.name('TABLE_NAME'), group.table).where(table.name('COLUMN_NAME'), group.column)
  const all = table.database.stream(query, { pageBy: table.shape.name, scan: group.rows > manyRows })
  for await (const row of all) {
    const finding = findingFrom(row)
    const { owner, target, locator, content } = finding
    if (!isWanted(owner)) continue
    const recorded = asRecorded(finding)
    yield {
      subjectKey: owner.subjectKey,
      product: part.product,
      table: target.table,
      column: target.column,
      locator: locator ?? '',
      value: content === null ? null : textOfContent(content),
      consumerId: owner.consumerId,
      ...(recorded !== null && isBlob(recorded) ? { blob: recorded } : {}),
    }
  }
}
