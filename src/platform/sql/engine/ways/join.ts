/** The statement that follows a way: from carried values over the tables between to the rows that belong with them. */

import type { Knex } from 'knex'

import { columnOf, type ColumnShape, type TableShape } from '../../catalogue.ts'
import { qualified, tableName } from '../../keyed.ts'
import { missingTable, obstacleIn } from '../check/missing.ts'
import { ofTenant, searched } from '../predicate.ts'
import { requiredColumn, resolveTenant, type ResolvedTable } from '../resolved.ts'
import type { Hop, Reach } from '../table-map.ts'
import { selectFrom, type SearchRun } from '../table-rows.ts'
import { unsearchable } from '../failures.ts'

/** A select of the target's rows that the carried values lead to, with the carried value as `via`. */
export type SelectBy = (values: readonly string[]) => Knex.QueryBuilder

export async function joinOf(run: SearchRun, reach: Reach, target: ResolvedTable): Promise<SelectBy> {
  const { database } = run
  const { knex, dialect } = database
  const hops = await Promise.all(reach.hops.map((hop, i) => resolveHop(run, hop, `h${i}`)))
  const first = hops[0] === undefined ? requiredColumn(target.shape, reach.on.to) : hops[0].to
  const others = await anotherThing(run, reach, target)
  return (values) => {
    const rows = JSON.stringify(values.map((value) => ({ k0: value })))
    const query = selectFrom(run, target, [])
      .select(
        knex.raw('? as ??', [dialect.text(knex, qualified(hops.length > 0 ? 'h0' : searched, first), first), 'via']),
      )
      .joinRaw('inner join ? on 1 = 1', [dialect.jsonRows(knex, rows, [{ name: 'k0', like: first }])])
      .where(ofTenant(database, target, searched))
      .where(knex.raw('?? = j.k0', [qualified(hops.length > 0 ? 'h0' : searched, first)]))
    for (const condition of joinHops(query, run, hops, { reach, target })) query.where(condition)
    if (others !== null) query.whereNotExists(others())
    return query
  }
}

/** Joins the tables between to the query, and returns what ties them to each other and to the target. */
function joinHops(
  query: Knex.QueryBuilder,
  { database }: SearchRun,
  hops: readonly ResolvedHop[],
  { reach, target }: { readonly reach: Reach; readonly target: ResolvedTable },
): readonly Knex.Raw[] {
  const { knex } = database
  for (const hop of hops) {
    query.innerJoin({ [hop.alias]: tableName(hop.shape) }, knex.raw('1 = 1')).where(ofTenant(database, hop, hop.alias))
  }
  return hops.flatMap((hop, i) => {
    const next = hops[i + 1]
    if (next !== undefined) return [equal(knex, [hop.alias, hop.shape, next.from], [next.alias, next.to])]
    return [reach.on, ...(reach.also ?? [])].map(({ from, to }) =>
      equal(knex, [hop.alias, hop.shape, from], [searched, requiredColumn(target.shape, to)]),
    )
  })
}

function equal(
  knex: Knex,
  [alias, shape, from]: readonly [string, TableShape, string],
  [other, to]: readonly [string, ColumnShape],
): Knex.Raw {
  return knex.raw('?? = ??', [qualified(alias, requiredColumn(shape, from)), qualified(other, to)])
}

/** Rows of the target that hang on another thing with the same number: these are that thing's. */
async function anotherThing(
  { database }: SearchRun,
  { on, unless }: Reach,
  target: ResolvedTable,
): Promise<(() => Knex.QueryBuilder) | null> {
  if (unless === undefined) return null
  const shape = await database.describe(unless.table)
  const column = shape === null ? null : columnOf(shape, unless.column)
  if (shape === null || column === null) return null
  const { knex } = database
  const names = [qualified('u', column), qualified(searched, requiredColumn(target.shape, on.to))]
  return () =>
    knex
      .select(knex.raw('1'))
      .from({ u: tableName(shape) })
      .where(knex.raw('?? = ??', names))
}

interface ResolvedHop {
  readonly alias: string
  readonly shape: TableShape
  readonly from: string
  readonly to: ColumnShape
  readonly tenant: ResolvedTable['tenant']
}

async function resolveHop(run: SearchRun, hop: Hop, alias: string): Promise<ResolvedHop> {
  const shape = await run.database.describe(hop.table)
  if (shape === null) throw unsearchable([missingTable(hop)])
  const obstacle = obstacleIn(shape)
  if (obstacle !== null) throw unsearchable([{ table: hop.table, column: null, obstacle }])
  // A table between has the tenant's rows only where it says whose they are.
  const tenant = hop.tenant === null || columnOf(shape, hop.tenant.column) === null ? null : hop.tenant
  const to = requiredColumn(shape, hop.on.to)
  return { alias, shape, from: hop.on.from, to, tenant: resolveTenant(shape, tenant) }
}
