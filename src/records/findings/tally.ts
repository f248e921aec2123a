/** Counts what was recorded: what a report and the answers are made of. */

import type { Knex } from 'knex'

import type { OwnerTally, RecordCounts, Unevaluated } from '../../domain/finding.ts'
import type { FindingTable } from './finding-table.ts'
import { integerOf, ownerFrom, read, textOf } from './record-rows.ts'
import { selectEntries, type RunPart } from './run-part.ts'
import { completeSearches, rowsOfSearch, type CompleteSearch } from './searches.ts'

export interface FindingTally extends RecordCounts {
  /** Searches that came to their end. */
  readonly searches: number
  /** Everybody who was looked for anywhere, with the number of values. */
  readonly owners: readonly OwnerTally[]
  /** What the latest search could not evaluate. */
  readonly unevaluated: readonly Unevaluated[]
}

export async function tallyPart(
  table: FindingTable,
  part: RunPart,
  searches: readonly CompleteSearch[],
): Promise<FindingTally> {
  if (searches.length === 0) return { searches: 0, evaluated: 0, found: 0, owners: [], unevaluated: [] }
  const counted = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
    query.where((any) => {
      for (const search of searches) void any.orWhere(rowsOfSearch(table, search))
    })
  const owners = await tallyOwners(table, counted(selectEntries(table, part, 'finding')))
  const targets = counted(selectEntries(table, part, 'finding', 'TABLE_NAME', 'COLUMN_NAME'))
  targets.groupBy(table.name('TABLE_NAME'), table.name('COLUMN_NAME'))
  return {
    searches: searches.length,
    evaluated: (await read(table, targets)).length,
    found: owners.reduce((sum, { found }) => sum + found, 0),
    owners,
    unevaluated: await unevaluatedIn(table, part, searches.slice(-1)),
  }
}

async function tallyOwners(table: FindingTable, entries: Knex.QueryBuilder): Promise<readonly OwnerTally[]> {
  const whose = ['SUBJECT_KEY', 'KIND', 'CONSUMER_ID'] as const
  const query = entries.select(table.select(...whose)).count({ N: table.name('CONTENT_KIND') })
  const rows = await read(table, query.groupBy(whose.map(table.name)))
  return rows.map((row) => ({ owner: ownerFrom(row), found: integerOf(row, 'N') }))
}

async function unevaluatedIn(
  table: FindingTable,
  part: RunPart,
  searches: readonly CompleteSearch[],
): Promise<readonly Unevaluated[]> {
  const columns = ['SUBJECT_KEY', 'KIND', 'CONSUMER_ID', 'TABLE_NAME', 'COLUMN_NAME', 'REASON'] as const
  const reasons: Unevaluated[] = []
  for (const search of searches) {
    const query = selectEntries(table, part, 'unevaluated', ...columns).where(rowsOfSearch(table, search))
    for (const row of await read(table, query.orderBy(table.name('SEQ_NO')))) {
      reasons.push({
        owner: textOf(row, 'SUBJECT_KEY') === null ? null : ownerFrom(row),
        target: { table: textOf(row, 'TABLE_NAME') ?? '', column: textOf(row, 'COLUMN_NAME') ?? '' },
        unevaluated: textOf(row, 'REASON') ?? '',
      })
    }
  }
  return reasons
}

/** Counting goes over all rows, so it is done anew only when another search has come to its end since. */
export class Tallies {
  readonly #table: FindingTable
  readonly #part: RunPart
  #counted: { readonly of: string; readonly tally: FindingTally } | null = null

  constructor(table: FindingTable, part: RunPart) {
    this.#table = table
    this.#part = part
  }

  async tally(): Promise<FindingTally> {
    const searches = await completeSearches(this.#table, this.#part)
    const of = JSON.stringify(searches)
    if (this.#counted?.of !== of) this.#counted = { of, tally: await tallyPart(this.#table, this.#part, searches) }
    return this.#counted.tally
  }
}
