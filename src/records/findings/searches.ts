/** The searches of a run in one product that came to their end, one after the other: only their rows count. */

import type { FindingTable } from './finding-table.ts'
import { integerOf, read, textOf } from './record-rows.ts'
import { selectEntries, type RunPart } from './run-part.ts'

/** One that ended. Whoever ended it first has the rows; those of others under the same number are ignored. */
export interface CompleteSearch {
  /** From 1. */
  readonly search: number
  readonly writer: string
  /** Its rows have the numbers from 1 to this. */
  readonly lastSeq: number
  /** Digest of what the settings said then of telling people apart; null when nobody knows. */
  readonly rules: string | null
}

type PartName = Pick<RunPart, 'runId' | 'product'>

/** In their order. */
export async function completeSearches(table: FindingTable, part: PartName): Promise<readonly CompleteSearch[]> {
  const query = selectEntries(table, part, 'complete', 'SEARCH', 'COMPLETES', 'LAST_SEQ', 'REASON')
  const rows = await read(table, query.orderBy(table.name('SEARCH')))
  return rows.map((row) => ({
    search: integerOf(row, 'SEARCH'),
    writer: textOf(row, 'COMPLETES') ?? '',
    lastSeq: integerOf(row, 'LAST_SEQ'),
    rules: textOf(row, 'REASON'),
  }))
}

/** Up to which number the rows of each search stand in the history. */
export async function deliveredUpTo(table: FindingTable, part: PartName): Promise<ReadonlyMap<number, number>> {
  const query = selectEntries(table, part, 'delivered', 'SEARCH').max({ SEQ_NO: table.name('SEQ_NO') })
  const rows = await read(table, query.groupBy(table.name('SEARCH')))
  return new Map(rows.map((row) => [integerOf(row, 'SEARCH'), integerOf(row, 'SEQ_NO')]))
}

/** What only the rows of this search have. */
export function rowsOfSearch(
  table: FindingTable,
  { search, writer }: Pick<CompleteSearch, 'search' | 'writer'>,
): Readonly<Record<string, string | number>> {
  return { [table.name('SEARCH')]: search, [table.name('WRITER')]: writer }
}
