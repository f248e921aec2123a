/** Tenants and statuses of the settings, numbers or texts, beside columns that keep them as the other of the two. */

import { describe, expect, it } from 'vitest'

import { oracle } from '../../../src/platform/sql/dialects/oracle.ts'
import { rowsOf } from '../../../src/platform/sql/rows.ts'
import { tables } from '../../../src/products/tables/tables.ts'
import { tenant } from '../../contract/corpus.ts'
import { found, recordedOf, run } from '../../contract/suite.ts'
import { withSqlite } from '../../support/databases.ts'
import { engines, type Engine } from '../../support/engines.ts'
import { toolsFor } from '../../support/tools.ts'
import { fatesOf } from '../../support/effects.ts'

interface Kept {
  /** Type of the columns of tenant and status; empty: none. */
  readonly type: string
  readonly site: number | string
  /** Literals of this site, of another one, and of the status that holds a row. */
  readonly literals: readonly [own: string, other: string, held: string]
}

/** Locators that a search finds, and that an erase defers; row 2 is held, row 3 another site's. */
function outcomesOf(engine: Engine, { type, site, literals }: Kept): Promise<readonly (readonly string[])[]> {
  return engine.withDatabase(async (database) => {
    const [own, other, held] = literals
    await database.knex.raw(
      `create table CALLS (ID int not null primary key, SITE ${type}, ST ${type}, PHONE varchar(64))`,
    )
    for (const row of [`1, ${own}, ${own}`, `2, ${own}, ${held}`, `3, ${other}, ${own}`]) {
      await database.knex.raw(`insert into CALLS values (${row}, '2125550101')`)
    }
    const columns = [{ column: 'PHONE', identifies: ['phone'] }] as const
    const hold = { column: 'ST', values: [2, 3], reason: 'in use' }
    const table = { table: 'CALLS', tenant: { column: 'SITE', value: site }, columns, hold }
    const session = await tables.open({ database: 'world', tables: [table] }, tenant, toolsFor(database))
    const findings = (await found(session)).filter(({ locator }) => locator !== null)
    const erased = await fatesOf(session.erase(recordedOf(findings), run()))
    const after = await rowsOf(database.knex.raw('select PHONE as phone from CALLS order by ID'))
    const deferred = [String(erased.held ?? 0)]
    return [findings.map(({ locator }) => locator ?? ''), deferred, [JSON.stringify(after)]]
  })
}

const right = [
  ['1', '2'],
  ['1'],
  [JSON.stringify([{ phone: '***' }, { phone: '2125550101' }, { phone: '2125550101' }])],
]

const asText = ["'1'", "'9'", "'2'"] as const
const asNumber = ['1', '9', '2'] as const

describe.each(engines)('on $name', (engine) => {
  it.each([
    { type: 'varchar(10)', site: 1, literals: asText },
    { type: 'char(10)', site: 1, literals: asText },
    { type: 'int', site: '1', literals: asNumber },
    { type: 'varchar(10)', site: 'north', literals: ["'north'", "'9'", "'2'"] },
  ] as const)('a site $site in a $type is found, and its held rows are left alone', async (kept) => {
    expect(await outcomesOf(engine, kept)).toEqual(right)
  })
})

describe.each(engines.filter(({ name }) => name === 'SQLite'))('on $name', (engine) => {
  it.each([
    { type: '', site: 1, literals: asText },
    { type: '', site: '1', literals: asNumber },
    { type: 'real', site: '1', literals: asNumber },
  ] as const)('a site $site in a column of the type "$type" is found all the same', async (kept) => {
    expect(await outcomesOf(engine, kept)).toEqual(right)
  })
})

describe('on Oracle', () => {
  const site = (declared: string, length: number) =>
    ({ name: 'SITE', declared, family: 'text', length, nullable: true }) as const

  it.each([
    ['char(10 char)', 10, ['north', 1], '`t`.`SITE` in (cast(? as char(10 char)), ?)', ['north', 1]],
    // Cut to one character, twenty would be two.
    ['char(1 char)', 1, ['20', '2'], '`t`.`SITE` = cast(? as char(1 char))', ['2']],
    ['nchar(2 char)', 2, ['north', '20'], '`t`.`SITE` = cast(? as nchar(2))', ['20']],
    ['char(1 char)', 1, ['20'], '1 = 0', []],
    ['varchar2(1 char)', 1, ['20'], '`t`.`SITE` = ?', ['20']],
  ] as const)('a %s of %s holds %j where it holds it whole', (declared, length, values, text, bound) =>
    withSqlite(({ knex }) => {
      const place = { reference: 't.SITE', column: site(declared, length) }
      const { sql, bindings } = oracle.isOneOf(knex, place, values).toSQL()
      expect([sql, bindings]).toEqual([text, bound])
      return Promise.resolve()
    }),
  )
})
