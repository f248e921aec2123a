/** Rows of SQLite wherever their row ids stand: between -2^63 and 2^63 - 1, far beyond what a number holds exactly. */

import { describe, expect, it } from 'vitest'

import type { ProductSession } from '../../../src/domain/product.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { tables } from '../../../src/products/tables/tables.ts'
import { tenant } from '../../contract/corpus.ts'
import { found, recordedOf, run } from '../../contract/suite.ts'
import { withSqlite } from '../../support/databases.ts'
import { toolsFor } from '../../support/tools.ts'
import { fatesOf } from '../../support/effects.ts'

const phone = { column: 'PHONE', identifies: ['phone'] } as const

type Match = 'digits' | 'written'

/** Ada's number under each of these row ids; `written` goes by the index, `digits` reads the whole table. */
function withRows(
  ids: readonly string[],
  match: Match,
  work: (session: ProductSession, database: Database) => Promise<void>,
): Promise<void> {
  return withSqlite(async (database) => {
    await database.knex.raw('create table CALLS (ID integer primary key, PHONE text)')
    await database.knex.raw('create index I on CALLS (PHONE)')
    await database.knex.raw("insert into CALLS select cast(value as integer), '2125550101' from json_each(?)", [
      JSON.stringify(ids),
    ])
    const table = { table: 'CALLS', tenant: null, columns: [{ ...phone, match }] }
    await work(await tables.open({ database: 'world', tables: [table] }, tenant, toolsFor(database)), database)
  })
}

const numberFrom = (start: bigint, rows: number): readonly string[] =>
  Array.from({ length: rows }, (_, i) => String(start + BigInt(i)))

const places: readonly (readonly [string, readonly string[]])[] = [
  ['beyond 2^53, more than a page of them', ['1', ...numberFrom(2n ** 60n, 4_500)]],
  ['at both ends', ['-9223372036854775808', '-1', '0', '1', '9223372036854775806', '9223372036854775807']],
  ['below -2^53', numberFrom(-(2n ** 62n), 2_100)],
  ['at the upper end, whole pages of them', numberFrom(2n ** 63n - 4_000n, 4_000)],
]

describe.each(['digits', 'written'] as const)('rows found by the comparison of %s', (match) => {
  it.each(places)('are all found and erased with row ids %s', (_, ids) =>
    withRows(ids, match, async (session, database) => {
      const findings = (await found(session)).filter(({ content }) => content !== null)
      expect(new Set(findings.map(({ locator }) => locator))).toEqual(new Set(ids))
      expect(findings).toHaveLength(ids.length)
      await fatesOf(session.erase(recordedOf(findings), run()))
      const left = await database.knex.raw<unknown>("select count(*) as n from CALLS where PHONE <> '***'")
      expect(left).toEqual([{ n: 0 }])
    }),
  )

  it('are none in an empty table', () =>
    withRows([], match, async (session) => {
      expect((await found(session)).filter(({ locator }) => locator !== null)).toEqual([])
    }))
})
