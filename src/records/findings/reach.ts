/** How many rows and people each identifier reaches in a product: counted where the rows stand, never by reading them. */

import type { Knex } from 'knex'

import { ownerName } from '../../domain/effect.ts'
import type { OwnerReach } from '../../domain/finding.ts'
import type { FindingTable, RecordColumn } from './finding-table.ts'
import { integerOf, ownerFrom, read } from './record-rows.ts'
import { selectEntries, type RunPart } from './run-part.ts'
import { completeSearches, rowsOfSearch, type CompleteSearch } from './searches.ts'

const whose = ['SUBJECT_KEY', 'KIND', 'CONSUMER_ID'] as const

/** With `rows` no less than there are, and more where several columns of a row were found. */
export async function reachAtMost(table: FindingTable, part: RunPart): Promise<readonly OwnerReach[]> {
  const searches = await completeSearches(table, part)
  if (searches.length === 0) return []
  const { knex } = table.database
  const located = knex.raw('sum(case when ?? is null then 0 else 1 end) as ??', [table.name('FACT_ID'), 'N'])
  const rows = within(table, selectEntries(table, part, 'finding', ...whose), searches).select(located)
  const people = await peopleOf(table, part, underLatestRules(searches))
  return (await read(table, rows.groupBy(whose.map(table.name)))).map((row) => {
    const owner = ownerFrom(row)
    return { owner, rows: integerOf(row, 'N'), people: people.get(ownerName(owner)) ?? 0 }
  })
}

/** Different rows of these subjects' identifiers; null for all. */
export async function differentRows(
  table: FindingTable,
  part: RunPart,
  subjects: readonly string[] | null,
): Promise<ReadonlyMap<string, number>> {
  const searches = await completeSearches(table, part)
  const counts = new Map<string, number>()
  if (searches.length === 0) return counts
  const query = within(table, selectEntries(table, part, 'finding', ...whose), searches)
  if (subjects !== null) query.whereIn(table.name('SUBJECT_KEY'), [...subjects])
  query.whereNotNull(table.name('FACT_ID')).select(different(table, 'FACT_ID'))
  for (const row of await read(table, query.groupBy([...whose, 'TABLE_NAME' as const].map(table.name)))) {
    const name = ownerName(ownerFrom(row))
    counts.set(name, (counts.get(name) ?? 0) + integerOf(row, 'N'))
  }
  return counts
}

/**
 * Each search tells all people anew, under the settings of its time, and those before it tell whom it does not see any more:
 * somebody who was forgotten since is another person all the same.
 */
function underLatestRules(searches: readonly CompleteSearch[]): readonly CompleteSearch[] {
  const latest = searches.at(-1)
  return searches.filter((one) => one === latest || (one.rules !== null && one.rules === latest?.rules))
}

async function peopleOf(
  table: FindingTable,
  part: RunPart,
  searches: readonly CompleteSearch[],
): Promise<ReadonlyMap<string, number>> {
  const query = within(table, selectEntries(table, part, 'person', ...whose), searches)
  query.select(different(table, 'REASON'))
  const most = new Map<string, number>()
  for (const row of await read(
    table,
    query.groupBy([...whose, 'TABLE_NAME' as const, 'COLUMN_NAME' as const].map(table.name)),
  )) {
    const name = ownerName(ownerFrom(row))
    most.set(name, Math.max(most.get(name) ?? 0, integerOf(row, 'N')))
  }
  return most
}

function within(
  table: FindingTable,
  entries: Knex.QueryBuilder,
  searches: readonly CompleteSearch[],
): Knex.QueryBuilder {
  return entries.where((any) => {
    for (const search of searches) void any.orWhere(rowsOfSearch(table, search))
  })
}

function different({ database, column }: FindingTable, counted: RecordColumn): Knex.Raw {
  const { knex, dialect } = database
  return knex.raw('count(distinct ?) as ??', [dialect.countable(knex, column(counted)), 'N'])
}
