/** Follows matched rows to the rows that belong with them: user data behind an interaction, siblings in a chain. */

import { isFinding, type Evaluation, type Owner } from '../../../../domain/finding.ts'
import type { Row } from '../../database.ts'
import type { Needle } from '../../../match/needles.ts'
import { searched } from '../predicate.ts'
import { requiredColumn, requireTable, type ResolvedTable } from '../resolved.ts'
import { isOfOtherKind, isUnassigned, unassignedRow } from '../conditions/row-rules.ts'
import { isOwned, isOwnRow, locatorIn, matchesIn, ownedColumns, type OwnedRow, type SearchRun } from '../table-rows.ts'
import { textIn } from '../../rows.ts'
import { Tally } from '../tally.ts'
import type { Reach, TableSearch } from '../table-map.ts'
import { fewEnough, isTooMany, tooManyRows } from './few-rows.ts'
import { joinOf, type SelectBy } from './join.ts'

/** A matched row and whose it is. */
export interface Carrier {
  readonly row: Row
  readonly owners: readonly Owner[]
  /** Known from an earlier run: what that has redacted is nobody's any more. */
  readonly isEarlier?: true
}

export type Follow = (carriers: readonly Carrier[]) => AsyncIterable<Evaluation>

/**
 * The tables that matched rows lead to. One table may be reached from several, so what was seen there, and what was
 * not, is kept for all of them together.
 */
export class Destinations {
  readonly #run: SearchRun
  readonly #byTable = new Map<string, Destination>()
  readonly #searched: ReadonlySet<string>
  /** Tables that are searched, and that rows of other tables lead to as well. */
  readonly #shared: ReadonlySet<string>

  constructor(run: SearchRun, searches: readonly TableSearch[]) {
    this.#run = run
    this.#searched = new Set(searches.map(({ map }) => map.table))
    const led = searches.flatMap(({ map, reaches }) => reaches.filter(({ to }) => to.table !== map.table))
    this.#shared = new Set(led.map(({ to }) => to.table).filter((table) => this.#searched.has(table)))
  }

  /** To be kept by a search of this table, whose end is then told here; null where nothing else leads to it. */
  tallyOf(table: ResolvedTable): Tally | null {
    return this.#shared.has(table.map.table) ? this.#destination(table).tally : null
  }

  /** Follows rows of one searched table along its reaches. */
  async from(origin: ResolvedTable, reaches: readonly Reach[], wanted: readonly Needle[]): Promise<Follow> {
    const ways: Follow[] = []
    for (const [i, reach] of reaches.entries()) {
      const { table } = reach.to
      const known = this.#byTable.get(table)
      const destination = known ?? this.#destination(await requireTable(this.#run.database, reach.to))
      // A table that is searched itself speaks of what is empty in its own search.
      const isSearched = this.#searched.has(table)
      if (!isSearched && reach.isPart !== true) destination.tally.want(wanted)
      requiredColumn(origin.shape, reach.carry)
      const select = await joinOf(this.#run, reach, destination.table)
      ways.push((carriers) => follow(this.#run, destination, { reach, carriers, carryAs: `r${i}`, isSearched, select }))
    }
    return async function* (carriers) {
      for (const way of ways) yield* way(carriers)
    }
  }

  *nothingFound(): Iterable<Evaluation> {
    for (const { table, tally } of this.#byTable.values()) yield* tally.nothingFound(table.map.table)
  }

  #destination(table: ResolvedTable): Destination {
    const known = this.#byTable.get(table.map.table)
    if (known !== undefined) return known
    const destination = { table, tally: new Tally(table.columns, this.#run.needles), seen: new Set<string>() }
    this.#byTable.set(table.map.table, destination)
    return destination
  }
}

interface Destination {
  readonly table: ResolvedTable
  readonly tally: Tally
  /** Owner and row, so that a row reached on two ways is one finding. */
  readonly seen: Set<string>
}

interface Following {
  readonly reach: Reach
  readonly carriers: readonly Carrier[]
  /** Alias of the carried value in the rows of the origin. */
  readonly carryAs: string
  /** The table is searched itself, and its own search yields whom a row names. */
  readonly isSearched: boolean
  readonly select: SelectBy
}

async function* follow(run: SearchRun, destination: Destination, following: Following): AsyncIterable<Evaluation> {
  const { table, tally, seen } = destination
  const owners = ownersByCarry(following)
  if (owners.size === 0) return
  const rows = run.database.stream(following.select([...owners.keys()]), { pageBy: searched, signal: run.signal })
  const { reach, carriers } = following
  const onlyValues = carriers.every(({ isEarlier }) => isEarlier === true)
  const groups = reach.mostRows === undefined ? rows : fewEnough(rows, reach.mostRows)
  for await (const row of groups) {
    if (isTooMany(row)) {
      yield* tally.note(tooManyRows(following.reach, owners.get(row.tooMany) ?? []))
      continue
    }
    if (isOfOtherKind(row, table)) continue
    const via = textIn(row, 'via') ?? ''
    const direct = new Set(following.isSearched ? directOwners(run, table, row) : [])
    const locator = locatorIn(row, table) ?? ''
    for (const owner of owners.get(via) ?? []) {
      const mark = `${owner.subjectKey} ${owner.kind} ${owner.consumerId} ${locator}`
      if (direct.has(owner) || seen.has(mark)) continue
      seen.add(mark)
      const told = reachedColumns(row, table, { owner, run, matches: [], isOwn: true })
      yield* tally.note(onlyValues ? valuesIn(told) : told)
      yield* run.people?.inRow(row, table, owner) ?? []
    }
  }
}

function reachedColumns(row: Row, table: ResolvedTable, owned: OwnedRow): Iterable<Evaluation> {
  if (!isUnassigned(row, table)) return ownedColumns(row, table, owned)
  const columns = table.columns.filter((column) => isOwned(column, owned))
  return unassignedRow(table, [owned.owner], columns)
}

/** Owners for whom the row was found by its own search already. */
function directOwners(run: SearchRun, table: ResolvedTable, row: Row): readonly Owner[] {
  return matchesIn(row, table.columns, run)
    .filter(isOwnRow)
    .flatMap((match) => match.needle.owners)
}

function ownersByCarry({ carriers, carryAs, reach }: Following): ReadonlyMap<string, ReadonlySet<Owner>> {
  const owners = new Map<string, Set<Owner>>()
  for (const { row, owners: some } of carriers) {
    const value = textIn(row, carryAs)
    if (value === null || isNobodys(value.trim().toLowerCase(), reach)) continue
    const known = owners.get(value) ?? new Set<Owner>()
    for (const owner of some) known.add(owner)
    owners.set(value, known)
  }
  return owners
}

function* valuesIn(evaluations: Iterable<Evaluation>): Iterable<Evaluation> {
  for (const one of evaluations) if (!isFinding(one) || one.content !== null) yield one
}

/** What was redacted is the same for all whom it stood for. */
function isNobodys(value: string, { nobodys = [] }: Reach): boolean {
  return value === '' || /^\*+$/.test(value) || nobodys.includes(value)
}
