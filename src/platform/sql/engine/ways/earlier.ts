/** Rows that are a person's although they no longer name them: an earlier run recorded them. */

import { keyedBy, keyedOn } from '../../keyed.ts'
import { rowsOf } from '../../rows.ts'
import { isUnassigned } from '../conditions/row-rules.ts'
import { ofTenant, searched } from '../predicate.ts'
import { jsonOfKeys } from '../recorded-rows.ts'
import type { ResolvedTable } from '../resolved.ts'
import type { TableSearch } from '../table-map.ts'
import { locatorIn, selectFrom, type SearchRun } from '../table-rows.ts'
import type { Carrier } from './reach.ts'
import { ownersOfRow } from './row-owners.ts'

const atOnce = 500

/** Of those that are still there, what leads on from them. */
export async function* earlierCarriers(
  run: SearchRun,
  table: ResolvedTable,
  { reaches }: TableSearch,
): AsyncIterable<readonly Carrier[]> {
  const known = run.earlier?.get(table.map.table)
  const [key] = table.keys
  if (known === undefined || key === undefined || reaches.length === 0) return
  const { knex, dialect } = run.database
  const on = keyedOn(dialect, { keys: table.keys, column: key })
  const carried = reaches.map(({ carry }) => carry)
  const locators = [...known.keys()]
  for (let from = 0; from < locators.length; from += atOnce) {
    const some = locators.slice(from, from + atOnce).map((locator) => ({ locator, value: '', owners: [] }))
    const query = selectFrom(run, table, carried)
      .joinRaw('inner join ? on 1 = 1', [dialect.jsonRows(knex, jsonOfKeys(some), on)])
      .where(ofTenant(run.database, table, searched))
    for (const condition of keyedBy(knex, dialect, searched, table.keys)) query.where(condition)
    const rows = (await run.database.run(() => rowsOf(query))).filter((row) => !isUnassigned(row, table))
    yield rows.map((row) => {
      const owners = known.get(locatorIn(row, table) ?? '') ?? []
      return { row, owners: ownersOfRow(run, { row, table }, owners), isEarlier: true }
    })
  }
}
