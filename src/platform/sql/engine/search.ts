/** Finds all subjects of a batch in one table: one pass, whatever their number, and what their rows lead to. */

import type { Evaluation } from '../../../domain/finding.ts'
import type { Row } from '../database.ts'
import { placed } from '../failure.ts'
import { DeniedRows } from './denied-rows.ts'
import { anyOf, conditionOn, ofTenant, searched, type Comparison } from './predicate.ts'
import { Destinations, type Carrier } from './reach.ts'
import { requireTable, type ResolvedColumn, type ResolvedTable } from './resolved.ts'
import { matchesIn, ownedColumns, selectFrom, type Match, type SearchRun } from './table-rows.ts'
import { Tally } from './tally.ts'
import type { Search } from './table-map.ts'

/** An indexed column of a table larger than this is searched by written forms, so that the index serves. */
export const largeTableRows = 200_000

/** Matched rows whose related rows are fetched together. */
const reachChunk = 500

/**
 * All findings of some tables and of the rows they lead to. NULL findings, for what was evaluated and is empty, come
 * after the last row of a table.
 */
export async function* searchTables(run: SearchRun, searches: readonly Search[]): AsyncIterable<Evaluation> {
  const destinations = new Destinations(run)
  for (const search of searches) yield* searchTable(run, search, destinations)
  yield* destinations.nothingFound()
}

async function* searchTable(run: SearchRun, search: Search, destinations: Destinations): AsyncIterable<Evaluation> {
  const table = await requireTable(run.database, search.map)
  const wanted = run.needles.of(table.columns.flatMap((column) => column.map.identifies))
  if (wanted.length === 0) return
  const tally = new Tally(table.columns, run.needles)
  tally.want(wanted)
  const reaches = await destinations.from(table, search.reaches, wanted)
  const denied = new DeniedRows(run, table)
  const carriers: Carrier[] = []
  for (const group of groupsOf(table)) {
    for await (const row of matchedRows(run, table, search, group)) {
      const matches = matchesIn(row, table, group.columns, run.needles)
      if (matches.length === 0) {
        denied.note(row, group.columns)
        continue
      }
      yield* tally.note(findingsOf(row, table, matches, run))
      if (search.reaches.length > 0) carriers.push({ row, needles: matches.map((match) => match.needle) })
      if (carriers.length >= reachChunk) yield* reaches(carriers.splice(0))
    }
  }
  if (carriers.length > 0) yield* reaches(carriers)
  await denied.refuseHidden()
  yield* tally.nothingFound(table.map.table)
}

/** Columns that one statement searches together. */
export interface Group {
  readonly columns: readonly ResolvedColumn[]
  readonly comparison: Comparison
  readonly scan: boolean
}

/** All columns without an index in one pass over the table; each indexed column by itself, so that its index serves. */
export function groupsOf(table: ResolvedTable): readonly Group[] {
  const columns = table.columns.filter((column) => column.map.identifies.length > 0)
  const byIndex = columns.filter((column) => usesIndex(column, table))
  const byScan = columns.filter((column) => !byIndex.includes(column))
  const scanned = (comparison: Comparison): readonly Group[] => {
    const together = byScan.filter((column) => (column.map.match === 'written' ? 'written' : 'digits') === comparison)
    return together.length === 0 ? [] : [{ columns: together, comparison, scan: true }]
  }
  return [
    ...scanned('digits'),
    ...scanned('written'),
    ...byIndex.map((column): Group => ({ columns: [column], comparison: 'written', scan: false })),
  ]
}

function usesIndex(column: ResolvedColumn, table: ResolvedTable): boolean {
  if (!column.indexed || column.map.match === 'digits') return false
  return column.map.match === 'written' || (table.rows !== null && table.rows > largeTableRows)
}

function matchedRows(run: SearchRun, table: ResolvedTable, search: Search, group: Group): AsyncIterable<Row> {
  const { database, needles } = run
  const conditions = group.columns.flatMap((column) => conditionOn(database, column, needles, group.comparison) ?? [])
  if (conditions.length === 0) return noRows()
  const carried = search.reaches.map((reach) => reach.carry)
  const named = selectFrom(run, table, carried).where(ofTenant(database, table, searched))
  const query = named.clone().where(anyOf(conditions)(database.knex))
  const rows = database.stream(query, { pageBy: searched, scan: group.scan, named, signal: run.signal })
  return naming(rows, group.columns.map(({ map }) => `${table.map.table}.${map.column}`).join('`, `'))
}

async function* naming(rows: AsyncIterable<Row>, places: string): AsyncIterable<Row> {
  try {
    yield* rows
  } catch (error) {
    throw placed(error, places)
  }
}

async function* noRows(): AsyncIterable<Row> {}

/** A matched row's findings: the columns that matched, and those that come with the row, once per owner. */
function* findingsOf(row: Row, table: ResolvedTable, matches: readonly Match[], run: SearchRun): Iterable<Evaluation> {
  for (const needle of new Set(matches.map((match) => match.needle))) {
    const matched = new Set(matches.filter((match) => match.needle === needle).map((match) => match.column))
    for (const owner of needle.owners) {
      yield* ownedColumns(row, table, { owner, run, alsoColumns: matched })
    }
  }
}
