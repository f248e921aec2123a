/** Follows matched rows to the rows that belong with them: user data behind an interaction, siblings in a chain. */

import type { Knex } from 'knex'

import { StepFailed } from '../../../domain/errors.ts'
import type { Evaluation, Owner } from '../../../domain/finding.ts'
import type { Row } from '../database.ts'
import { columnOf, type ColumnShape } from '../catalogue.ts'
import { qualified, tableName } from '../keyed.ts'
import type { Needle } from '../../match/needles.ts'
import { ofTenant, searched } from './predicate.ts'
import { missingTable, obstacleIn, sentenceOf } from './check/missing.ts'
import { requiredColumn, requireTable, type ResolvedTable } from './resolved.ts'
import { isOwnRow, locatorIn, matchesIn, ownedColumns, selectFrom, type SearchRun } from './table-rows.ts'
import { textIn } from '../rows.ts'
import { Tally } from './tally.ts'
import type { Hop, Reach } from './table-map.ts'
import { fewEnough, isTooMany, tooManyRows } from './few-rows.ts'

/** A matched row and whose it is. */
export interface Carrier {
  readonly row: Row
  readonly needles: readonly Needle[]
}

export type Follow = (carriers: readonly Carrier[]) => AsyncIterable<Evaluation>

/**
 * The tables that matched rows lead to. One table may be reached from several, so what was seen there, and what was
 * not, is kept for all of them together.
 */
export class Destinations {
  readonly #run: SearchRun
  readonly #byTable = new Map<string, Destination>()

  constructor(run: SearchRun) {
    this.#run = run
  }

  /** Follows rows of one searched table along its reaches. */
  async from(origin: ResolvedTable, reaches: readonly Reach[], wanted: readonly Needle[]): Promise<Follow> {
    const ways: Follow[] = []
    for (const [i, reach] of reaches.entries()) {
      const destination = await this.#destination(reach)
      // A table that was searched itself speaks of what is empty in its own search.
      const itself = reach.to.table === origin.map.table
      if (!itself && reach.isPart !== true) destination.tally.want(wanted)
      const carried = requiredColumn(origin.shape, reach.carry)
      const select = await joinOf(this.#run, reach, destination.table, carried)
      ways.push((carriers) => follow(this.#run, destination, { reach, carriers, carryAs: `r${i}`, itself, select }))
    }
    return async function* (carriers) {
      for (const way of ways) yield* way(carriers)
    }
  }

  *nothingFound(): Iterable<Evaluation> {
    for (const { table, tally } of this.#byTable.values()) yield* tally.nothingFound(table.map.table)
  }

  async #destination(reach: Reach): Promise<Destination> {
    const known = this.#byTable.get(reach.to.table)
    if (known !== undefined) return known
    const table = await requireTable(this.#run.database, reach.to)
    const destination = { table, tally: new Tally(table.columns, this.#run.needles), seen: new Set<string>() }
    this.#byTable.set(reach.to.table, destination)
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
  /** The way leads back into the table that was searched. */
  readonly itself: boolean
  readonly select: (values: readonly string[]) => Knex.QueryBuilder
}

async function* follow(run: SearchRun, destination: Destination, following: Following): AsyncIterable<Evaluation> {
  const { table, tally, seen } = destination
  const owners = ownersByCarry(following.carriers, following.carryAs)
  if (owners.size === 0) return
  const rows = run.database.stream(following.select([...owners.keys()]), { pageBy: searched, signal: run.signal })
  const { reach } = following
  const groups = reach.mostRows === undefined ? rows : fewEnough(rows, reach.mostRows)
  for await (const row of groups) {
    if (isTooMany(row)) {
      yield* tally.note(tooManyRows(following.reach, owners.get(row.tooMany) ?? []))
      continue
    }
    const via = textIn(row, 'via') ?? ''
    const direct = new Set(following.itself ? directOwners(run, table, row) : [])
    const locator = locatorIn(row, table) ?? ''
    for (const owner of owners.get(via) ?? []) {
      const mark = `${owner.subjectKey} ${owner.kind} ${owner.consumerId} ${locator}`
      if (direct.has(owner) || seen.has(mark)) continue
      seen.add(mark)
      yield* tally.note(ownedColumns(row, table, { owner, run, matches: [], isOwn: true }))
    }
  }
}

/** Owners for whom the row was found by its own search already. */
function directOwners(run: SearchRun, table: ResolvedTable, row: Row): readonly Owner[] {
  return matchesIn(row, table, table.columns, run)
    .filter(isOwnRow)
    .flatMap((match) => match.needle.owners)
}

function ownersByCarry(carriers: readonly Carrier[], carryAs: string): ReadonlyMap<string, ReadonlySet<Owner>> {
  const owners = new Map<string, Set<Owner>>()
  for (const { row, needles } of carriers) {
    const value = textIn(row, carryAs)
    if (value === null) continue
    const known = owners.get(value) ?? new Set<Owner>()
    for (const needle of needles) for (const owner of needle.owners) known.add(owner)
    owners.set(value, known)
  }
  return owners
}

/** A select of the target's rows that the carried values lead to, with the carried value as `via`. */
async function joinOf(
  run: SearchRun,
  reach: Reach,
  target: ResolvedTable,
  carried: ColumnShape,
): Promise<(values: readonly string[]) => Knex.QueryBuilder> {
  const { database } = run
  const { knex, dialect } = database
  const hops = await Promise.all(reach.hops.map((hop, i) => resolveHop(run, hop, `h${i}`)))
  const first = hops[0] === undefined ? requiredColumn(target.shape, reach.on.to) : hops[0].to
  const last = hops.at(-1)
  return (values) => {
    const rows = JSON.stringify(values.map((value) => ({ k0: value })))
    const query = selectFrom(run, target, [])
      .select(
        knex.raw('? as ??', [dialect.text(knex, qualified(hops.length > 0 ? 'h0' : searched, first), first), 'via']),
      )
      .joinRaw('inner join ? on 1 = 1', [dialect.jsonRows(knex, rows, [{ name: 'k0', like: carried }])])
      .where(ofTenant(database, target, searched))
      .where(knex.raw('?? = j.k0', [qualified(hops.length > 0 ? 'h0' : searched, first)]))
    for (const [i, hop] of hops.entries()) {
      query
        .innerJoin({ [hop.alias]: tableName(hop.table.shape) }, knex.raw('1 = 1'))
        .where(ofTenant(database, hop, hop.alias))
      const before = hops[i - 1]
      if (before === undefined) continue
      const from = requiredColumn(before.table.shape, hop.from)
      query.where(knex.raw('?? = ??', [qualified(before.alias, from), qualified(hop.alias, hop.to)]))
    }
    if (last !== undefined) {
      const from = requiredColumn(last.table.shape, reach.on.from)
      const to = requiredColumn(target.shape, reach.on.to)
      query.where(knex.raw('?? = ??', [qualified(last.alias, from), qualified(searched, to)]))
    }
    return query
  }
}

interface ResolvedHop {
  readonly alias: string
  readonly table: Pick<ResolvedTable, 'shape'>
  readonly from: string
  readonly to: ColumnShape
  readonly tenant: ResolvedTable['tenant']
}

async function resolveHop(run: SearchRun, hop: Hop, alias: string): Promise<ResolvedHop> {
  const shape = await run.database.describe(hop.table)
  if (shape === null) {
    throw new StepFailed('missing-table', sentenceOf([missingTable(hop)]), { retryable: false })
  }
  const obstacle = obstacleIn(shape)
  if (obstacle !== null) {
    const message = sentenceOf([{ table: hop.table, column: null, obstacle }])
    throw new StepFailed('missing-table', message, { retryable: false })
  }
  const tenant = hop.tenant === null ? null : columnOf(shape, hop.tenant.column)
  return {
    alias,
    table: { shape },
    from: hop.on.from,
    to: requiredColumn(shape, hop.on.to),
    tenant: tenant === null || hop.tenant === null ? null : { column: tenant, value: hop.tenant.value },
  }
}
