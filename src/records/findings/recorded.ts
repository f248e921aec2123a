/** Reads back what was recorded: the findings that erasing works from, in the order they were written. */

import { setImmediate } from 'node:timers/promises'

import type { Knex } from 'knex'

import { asRecorded, type RecordedFinding } from '../../domain/finding.ts'
import type { Row } from '../../platform/sql/database.ts'
import type { FindingTable } from './finding-table.ts'
import { findingColumns, findingFrom, read } from './record-rows.ts'
import { selectEntries, type RunPart } from './run-part.ts'
import { completeSearches, rowsOfSearch, type CompleteSearch } from './searches.ts'

/** Rows in memory, and as many that are on their way. */
const pageRows = 2000

/** Every finding of the part that holds something to erase; with `only` those of this search alone. */
export async function* readRecorded(table: FindingTable, part: RunPart, only?: number): AsyncIterable<RecordedFinding> {
  for (const search of await completeSearches(table, part)) {
    if (only !== undefined && search.search !== only) continue
    const located = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
      query.whereNotNull(table.name('FACT_ID')).whereNotNull(table.name('CONTENT_KIND'))
    for await (const rows of pagesOf(table, { part, search, narrow: located })) yield* rows.flatMap(recordedIn)
  }
}

function recordedIn(row: Row): readonly RecordedFinding[] {
  const finding = asRecorded(findingFrom(row))
  return finding === null ? [] : [finding]
}

export interface Pages {
  readonly part: RunPart
  readonly search: CompleteSearch
  readonly narrow: (query: Knex.QueryBuilder) => Knex.QueryBuilder
}

/** The findings of one search, a page at a time; the next one is read while its reader has this one. */
export async function* pagesOf(table: FindingTable, { part, search, narrow }: Pages): AsyncIterable<readonly Row[]> {
  const page = (after: number): Promise<readonly Row[]> => {
    if (after >= search.lastSeq) return Promise.resolve([])
    const query = selectEntries(table, part, 'finding', ...findingColumns).where(rowsOfSearch(table, search))
    query.where(table.name('SEQ_NO'), '>', after).where(table.name('SEQ_NO'), '<=', after + pageRows)
    const reading = read(table, narrow(query).orderBy(table.name('SEQ_NO')))
    // Whoever leaves early never sees what became of it.
    reading.catch(() => {})
    return reading
  }
  let next = page(0)
  for (let after = 0; after < search.lastSeq; after += pageRows) {
    const rows = await next
    // Where the engine never waits for anything, nobody else would have a turn, a signal to stop least of all.
    await setImmediate()
    next = page(after + pageRows)
    yield rows
  }
}
