/** A key of the settings that no unique index vouches for: whether it names one row each time. */

import type { Knex } from 'knex'

import type { Database } from '../database.ts'
import { qualified, tableName } from '../keyed.ts'
import { rowsOf } from '../rows.ts'
import { ofTenant, searched } from './predicate.ts'
import { valuesNow, type Recorded } from './present.ts'
import type { ResolvedTable } from './resolved.ts'
import { severalRowsOfKey } from './failures.ts'

/** How many keys name more than one row of the tenant; reads the whole table. */
export async function keysWithSeveralRows(database: Database, table: ResolvedTable): Promise<number> {
  const { knex, dialect } = database
  const keys = table.keys.map((key) => dialect.exactly(knex, knex.raw('??', [qualified(searched, key)]), key))
  const several = knex
    .select(keys.map((key, i) => knex.raw('? as ??', [key, `k${i}`])))
    .from({ [searched]: tableName(table.shape) })
    .where(ofTenant(database, table, searched))
    .groupByRaw(keys.map(() => '?').join(', '), keys)
    .having(knex.raw('count(*) > 1'))
    .as('d')
  const [row] = await database.run(() => rowsOf(knex.select(knex.raw('count(*) as ??', ['n'])).from(several)))
  return Number(row?.['n'] ?? 0)
}

/**
 * Throws where a row that nobody may have found has the key of a recorded one, or a key that the database takes for it.
 * Asked before a change and after it, in one transaction with it: a row may have come in between.
 */
export async function refuseAmbiguous(knex: Knex, database: Database, recorded: Recorded): Promise<void> {
  if (recorded.table.keyIsUnique) return
  const now = await valuesNow(knex, database.dialect, recorded, null)
  const known = new Set(recorded.rows.map(({ locator }) => locator))
  const keys = new Set(now.map(({ locator }) => locator).filter((locator) => known.has(locator))).size
  if (keys === now.length) return
  throw severalRowsOfKey(recorded.table.map.table, now.length, keys)
}
