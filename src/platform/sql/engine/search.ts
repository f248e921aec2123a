/** Finds all subjects of a batch in one table: one pass, whatever their number, and what their rows lead to. */

import type { Knex } from 'knex'

import { StepFailed } from '../../../domain/errors.ts'
import type { Finding, Owner } from '../../../domain/finding.ts'
import type { Database, Row } from '../database.ts'
import { qualified, tableName } from '../keyed.ts'
import { locatorOf } from './locator.ts'
import type { Needle, Needles } from './needles.ts'
import { anyOf, conditionOn, ofTenant, searched, type Comparison } from './predicate.ts'
import { Destinations, type Carrier } from './reach.ts'
import { requireTable, type ResolvedColumn, type ResolvedTable } from './resolved.ts'
import { Tally } from './tally.ts'
import type { Search } from './table-map.ts'

/** An indexed column of a table larger than this is searched by written forms, so that the index serves. */
export const largeTableRows = 200_000

/** Matched rows whose related rows are fetched together. */
const reachChunk = 500

export interface SearchRun {
  readonly database: Database
  readonly needles: Needles
  readonly signal: AbortSignal
}

/**
 * All findings of some tables and of the rows they lead to. NULL findings, for what was evaluated and is empty, come
 * after the last row of a table.
 */
export async function* searchTables(run: SearchRun, searches: readonly Search[]): AsyncIterable<Finding> {
  const destinations = new Destinations(run)
  for (const search of searches) yield* searchTable(run, search, destinations)
  yield* destinations.nothingFound()
}

async function* searchTable(run: SearchRun, search: Search, destinations: Destinations): AsyncIterable<Finding> {
  const table = await requireTable(run.database, search.map)
  const wanted = run.needles.of(table.columns.flatMap((column) => column.map.identifies))
  if (wanted.length === 0) return
  const tally = new Tally(table.columns, run.needles)
  tally.want(wanted)
  const reaches = await destinations.from(table, search.reaches, wanted)
  const carriers: Carrier[] = []
  for (const group of groupsOf(table)) {
    for await (const row of matchedRows(run, table, search, group)) {
      const matches = matchesIn(row, table, group.columns, run.needles)
      if (matches.length === 0) continue
      yield* tally.note(findingsOf(row, table, matches, run.needles))
      if (search.reaches.length > 0) carriers.push({ row, needles: matches.map((match) => match.needle) })
      if (carriers.length >= reachChunk) yield* reaches(carriers.splice(0))
    }
  }
  if (carriers.length > 0) yield* reaches(carriers)
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

interface Match {
  readonly needle: Needle
  readonly column: ResolvedColumn
}

function matchedRows(run: SearchRun, table: ResolvedTable, search: Search, group: Group): AsyncIterable<Row> {
  const { database, needles } = run
  const conditions = group.columns.flatMap((column) => conditionOn(database, column, needles, group.comparison) ?? [])
  if (conditions.length === 0) return noRows()
  const query = selectFrom(
    database,
    table,
    search.reaches.map((reach) => reach.carry),
  )
    .where(ofTenant(database.knex, table, searched))
    .where(anyOf(conditions)(database.knex))
  return database.stream(query, { pageBy: searched, scan: group.scan, signal: run.signal })
}

async function* noRows(): AsyncIterable<Row> {}

/** Keys as `k0`…, mapped columns as `c0`…, what leads on as `r0`…; everything as text. */
export function selectFrom(database: Database, table: ResolvedTable, carry: readonly string[]): Knex.QueryBuilder {
  const { knex, dialect } = database
  const asText = (shape: ResolvedColumn['shape'], alias: string): Knex.Raw =>
    knex.raw('? as ??', [dialect.text(knex, qualified(searched, shape), shape), alias])
  const carried = carry.map((name, i) => {
    const shape = table.shape.columns.get(name.toUpperCase())
    if (shape === undefined) throw missingCarry(table, name)
    return asText(shape, `r${i}`)
  })
  return knex
    .select([
      ...table.keys.map((shape, i) => asText(shape, `k${i}`)),
      ...table.columns.map((column, i) => asText(column.shape, `c${i}`)),
      ...carried,
    ])
    .from({ [searched]: tableName(table.shape) })
}

function missingCarry(table: ResolvedTable, name: string): StepFailed {
  return new StepFailed(
    'missing-column',
    `\`${table.map.table}.${name}\` is missing; it leads to the person's other rows`,
    {
      retryable: false,
    },
  )
}

/** Which needles stand in which of the searched columns of a row. */
export function matchesIn(
  row: Row,
  table: ResolvedTable,
  columns: readonly ResolvedColumn[],
  needles: Needles,
): readonly Match[] {
  return columns.flatMap((column) => {
    const stored = textIn(row, `c${table.columns.indexOf(column)}`)
    return stored === null ? [] : needles.lookup(stored, column.map.identifies).map((needle) => ({ needle, column }))
  })
}

/** A matched row's findings: the columns that matched, and those that come with the row, once per owner. */
function* findingsOf(row: Row, table: ResolvedTable, matches: readonly Match[], needles: Needles): Iterable<Finding> {
  const locator = locatorIn(row, table)
  for (const needle of new Set(matches.map((match) => match.needle))) {
    const matched = new Set(matches.filter((match) => match.needle === needle).map((match) => match.column))
    for (const owner of needle.owners) {
      yield* ownedColumns(row, table, { owner, locator, needles, alsoColumns: matched })
    }
  }
}

interface OwnedRow {
  readonly owner: Owner
  readonly locator: string
  readonly needles: Needles
  /** Columns that are the person's in this row besides those that come with it. */
  readonly alsoColumns: ReadonlySet<ResolvedColumn>
}

/** The person's columns of a row, empty ones with value null. */
export function* ownedColumns(row: Row, table: ResolvedTable, owned: OwnedRow): Iterable<Finding> {
  for (const [i, column] of table.columns.entries()) {
    const { attachedKeys, comesWithRow } = column.map
    const comes = comesWithRow && (attachedKeys === undefined || owned.needles.attached(owned.owner, attachedKeys))
    if (!comes && !owned.alsoColumns.has(column)) continue
    yield {
      owner: owned.owner,
      target: { table: table.map.table, column: column.map.column },
      locator: owned.locator,
      value: textIn(row, `c${i}`),
    }
  }
}

export function locatorIn(row: Row, table: ResolvedTable): string {
  return locatorOf(table.keys.map((_, i) => textIn(row, `k${i}`) ?? ''))
}

/** A selected value as text; null for NULL and for the empty text, which Oracle cannot tell apart. */
export function textIn(row: Row, name: string): string | null {
  const value = row[name]
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}
