/** Finds all subjects of a batch in one table: one pass, whatever their number, and what their rows lead to. */

import type { Knex } from 'knex'

import { heldBack, isFinding, isUnevaluated, type Evaluation, type Finding } from '../../../domain/finding.ts'
import type { Row } from '../database.ts'
import { placed } from '../failure.ts'
import { textIn } from '../rows.ts'
import { anyOf } from './conditions/column-text.ts'
import { conditionsOn } from './conditions/condition.ts'
import { dateOrNumber } from './conditions/dates.ts'
import { groupsOf, type ColumnGroup } from './conditions/groups.ts'
import { DeniedRows } from './denied-rows.ts'
import { ofTenant, searched } from './predicate.ts'
import { isOfOtherKind, isUnassigned, unassignedRow } from './conditions/row-rules.ts'
import { earlierCarriers } from './ways/earlier.ts'
import { RowOwners } from './ways/row-owners.ts'
import { Destinations, type Carrier } from './ways/reach.ts'
import { requireTable, type ResolvedColumn, type ResolvedTable } from './resolved.ts'
import { isOwnRow, longRead, matchesIn, ownedColumns, selectFrom, type Match, type SearchRun } from './table-rows.ts'
import { Tally } from './tally.ts'
import type { TableSearch } from './table-map.ts'

/** Matched rows whose related rows are fetched together. */
const reachChunk = 500

/**
 * All findings of some tables and of the rows they lead to. NULL findings, for what was evaluated and is empty, come
 * after the last row of a table.
 */
export async function* searchTables(run: SearchRun, searches: readonly TableSearch[]): AsyncIterable<Evaluation> {
  const destinations = new Destinations(run, searches)
  for (const search of searches) yield* searchTable(run, search, destinations)
  yield* destinations.nothingFound()
}

async function* searchTable(
  run: SearchRun,
  search: TableSearch,
  destinations: Destinations,
): AsyncIterable<Evaluation> {
  const table = await requireTable(run.database, search.map)
  const wanted = run.needles.of(table.columns.flatMap((column) => column.map.identifies))
  if (wanted.length === 0) return
  const shared = destinations.tallyOf(table)
  const tally = shared ?? new Tally(table.columns, run.needles)
  tally.want(wanted)
  const reaches = await destinations.from(table, search.reaches, wanted)
  const denied = new DeniedRows(run, table)
  const owning = new RowOwners(run, table)
  const carriers: Carrier[] = []
  const statements = statementsOf(run, table, search)
  const onceOnly = mayFindTwice(statements) ? onceEach() : (found: Iterable<Evaluation>) => found
  for (const statement of statements) {
    for await (const row of matchedRows(run, table, statement)) {
      const all = matchesIn(row, statement.group.columns, run)
      const doubts = doubtsIn(row, table, statement.group.columns, all, run)
      if (all.length === 0 && doubts.length === 0) {
        denied.note(row, statement.group.columns)
        continue
      }
      if (isOfOtherKind(row, table)) continue
      const matches = owning.matchesOf(row, all)
      yield* onceOnly(tally.note([...foundIn(row, table, matches, run), ...doubts]))
      if (isUnassigned(row, table)) continue
      yield* run.people?.inMatched(row, table, matches) ?? []
      if (search.reaches.length > 0) carriers.push(...carriersIn(row, matches))
      if (carriers.length >= reachChunk) yield* reaches(carriers.splice(0))
    }
  }
  yield* reaches(carriers)
  for await (const earlier of earlierCarriers(run, table, search)) yield* reaches(earlier)
  await denied.refuseHidden()
  yield* tally.note(owning.told(wanted))
  // Where other tables lead here as well, that is not known yet.
  if (shared === null) yield* tally.nothingFound(table.map.table)
}

/** The row leads on for those whose own it is. */
function carriersIn(row: Row, matches: readonly Match[]): readonly Carrier[] {
  const owners = matches.filter(isOwnRow).flatMap((match) => match.needle.owners)
  return owners.length === 0 ? [] : [{ row, owners }]
}

/** Columns whose value is a date or the number of somebody who is not known otherwise to have the row. */
function doubtsIn(
  row: Row,
  table: ResolvedTable,
  columns: readonly ResolvedColumn[],
  ...[matches, { needles }]: readonly [matches: readonly Match[], run: SearchRun]
): readonly Evaluation[] {
  const dated = columns.filter(({ map }) => map.mayBeDate === true)
  if (dated.length === 0) return []
  const known = new Set(
    matches.filter(isOwnRow).flatMap(({ needle }) => needle.owners.map(({ subjectKey }) => subjectKey)),
  )
  return dated.flatMap((column) => {
    const target = { table: table.map.table, column: column.map.column }
    const unevaluated = heldBack(
      `\`${target.table}.${target.column}\` holds a value that is this number and a date as well: say with \`identifies\` what the column holds`,
    )
    const stored = textIn(row, column.alias) ?? ''
    const owners = dateOrNumber(needles, stored, column).flatMap((needle) => needle.owners)
    return owners.flatMap((owner) => (known.has(owner.subjectKey) ? [] : [{ owner, target, unevaluated }]))
  })
}

function foundIn(
  row: Row,
  table: ResolvedTable,
  ...[matches, run]: readonly [matches: readonly Match[], run: SearchRun]
): Iterable<Evaluation> {
  return isUnassigned(row, table) ? unassignedMatches(table, matches) : findingsOf(row, table, matches, run)
}

function* unassignedMatches(table: ResolvedTable, matches: readonly Match[]): Iterable<Evaluation> {
  for (const { needle, column } of matches) yield* unassignedRow(table, needle.owners, [column])
}

function whatElse(one: Exclude<Evaluation, Finding>): string {
  return isUnevaluated(one) ? one.unevaluated : one.person
}

/** What an index leads to is little, so it can be remembered. */
function onceEach(): (found: Iterable<Evaluation>) => Iterable<Evaluation> {
  const seen = new Set<string>()
  return function* (found) {
    for (const one of found) {
      const name = JSON.stringify([one.owner, one.target.column, isFinding(one) ? one.locator : whatElse(one)])
      if (seen.has(name)) continue
      seen.add(name)
      yield one
    }
  }
}

interface SearchStatement {
  readonly group: ColumnGroup
  /** The rows of the tenant, whatever they hold. */
  readonly named: Knex.QueryBuilder
  readonly query: Knex.QueryBuilder
}

function statementsOf(run: SearchRun, table: ResolvedTable, search: TableSearch): readonly SearchStatement[] {
  const { database, needles } = run
  const carried = search.reaches.map((reach) => reach.carry)
  const named = selectFrom(run, table, carried).where(ofTenant(database, table, searched))
  return groupsOf(table).flatMap((group) => {
    const conditions = group.columns.flatMap((column) => conditionsOn(database, column, needles, group.comparison))
    if (conditions.length === 0) return []
    const each = group.scan ? [anyOf(conditions)] : conditions
    return each.map((condition) => ({ group, named, query: named.clone().where(condition(database.knex)) }))
  })
}

/** Statements by an index may each find the same row. */
function mayFindTwice(statements: readonly SearchStatement[]): boolean {
  return statements.length > 1 && statements.some(({ group }) => !group.scan)
}

async function* matchedRows(
  run: SearchRun,
  table: ResolvedTable,
  { group, named, query }: SearchStatement,
): AsyncIterable<Row> {
  try {
    yield* run.database.stream(query, { pageBy: searched, scan: group.scan, named, ...longRead(run, table) })
  } catch (error) {
    throw placed(error, group.columns.map(({ map }) => `${table.map.table}.${map.column}`).join('`, `'))
  }
}

/** A matched row's findings: the columns that matched, and those that come with the row, once per owner. */
function* findingsOf(row: Row, table: ResolvedTable, matches: readonly Match[], run: SearchRun): Iterable<Evaluation> {
  for (const needle of new Set(matches.map((match) => match.needle))) {
    const own = matches.filter((match) => match.needle === needle)
    for (const owner of needle.owners) {
      yield* ownedColumns(row, table, { owner, run, matches: own, isOwn: own.some(isOwnRow) })
    }
  }
}
