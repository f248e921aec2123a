/** Names of people with something around them: blanks of an older CHAR column, or what came along in a copy. */

import { describe, expect, it } from 'vitest'

import type { IdentifierKind } from '../../../src/domain/identifier.ts'
import type { ProductSession } from '../../../src/domain/product.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { rowsOf } from '../../../src/platform/sql/rows.ts'
import { tables } from '../../../src/products/tables/tables.ts'
import { strangers, subjects, tenant } from '../../contract/corpus.ts'
import { found, recordedOf, run } from '../../contract/suite.ts'
import { withSqlite } from '../../support/databases.ts'
import { engines, type Engine } from '../../support/engines.ts'
import { toolsFor } from '../../support/tools.ts'
import { fatesOf } from '../../support/effects.ts'

interface Column {
  readonly kind: IdentifierKind
  readonly indexed: boolean
  readonly values: readonly string[]
}

function withColumn(
  engine: Engine,
  { kind, indexed, values }: Column,
  work: (session: ProductSession, database: Database) => Promise<void>,
): Promise<void> {
  return engine.withDatabase(async (database) => {
    await database.knex.raw('create table AGENTS (ID int not null primary key, AGENT varchar(24))')
    if (indexed) await database.knex.raw('create index I on AGENTS (AGENT)')
    for (const [ID, AGENT] of values.entries()) await database.knex.raw('insert into AGENTS values (?, ?)', [ID, AGENT])
    const column = { column: 'AGENT', identifies: [kind], ...(indexed ? { match: 'written' as const } : {}) }
    const table = { table: 'AGENTS', tenant: null, columns: [column] }
    await work(await tables.open({ database: 'world', tables: [table] }, tenant, toolsFor(database)), database)
  })
}

/** What is found, and what stands in the table once it is erased; what verification then still sees. */
async function forgotten(session: ProductSession, database: Database): Promise<readonly unknown[]> {
  const findings = await found(session)
  await fatesOf(session.erase(recordedOf(findings), run()))
  const rows = await rowsOf(database.knex.raw('select AGENT as agent from AGENTS order by ID'))
  const left = await session.verify(subjects, recordedOf(findings), run())
  return [rows.map(({ agent }) => agent), left.map((one) => one.rows)]
}

const around = (value: string): readonly string[] => [
  value,
  `${value} `,
  `  ${value}   `,
  value.padEnd(24),
  `\t${value}\r\n`,
  `\u00a0${value}`,
]

describe.each(engines)('on $name', (engine) => {
  it.each([
    ['username', 'SueSmith'],
    ['name', 'Sue Smith'],
    ['employeeid', 'RR11243'],
  ] as const)('%s is found and erased whatever stands around it', async (kind, value) => {
    const own = around(value)
    const others = strangers.usernames.filter((one) => one !== value)
    await withColumn(engine, { kind, indexed: false, values: [...own, ...others] }, async (session, database) => {
      expect(await forgotten(session, database)).toEqual([[...own.map(() => '***'), ...others], []])
    })
  })

  it('an index leads to a name, to one with a blank behind it, and to one filled to the width of its column', async () => {
    const values = ['SueSmith', 'SueSmith ', 'SueSmith'.padEnd(24), ...strangers.usernames]
    await withColumn(engine, { kind: 'username', indexed: true, values }, async (session, database) => {
      const after = ['***', '***', '***', ...strangers.usernames]
      expect(await forgotten(session, database)).toEqual([after, []])
    })
  })

  it('what stands around a name otherwise keeps an index from it, and verification sees it', async () => {
    const values = ['  SueSmith', 'SueSmith\r\n', ...strangers.usernames]
    await withColumn(engine, { kind: 'username', indexed: true, values }, async (session, database) => {
      expect(await forgotten(session, database)).toEqual([values, [2]])
    })
  })
})

it('the index of a padded name is used', () =>
  withSqlite(async (database) => {
    await database.knex.raw('create table AGENTS (ID int not null primary key, AGENT varchar(24))')
    await database.knex.raw('create index I on AGENTS (AGENT)')
    const asked: string[] = []
    database.knex.on('query', ({ sql }: { readonly sql: string }) => asked.push(sql))
    const columns = [{ column: 'AGENT', identifies: ['username'], match: 'written' }] as const
    const table = { table: 'AGENTS', tenant: null, columns }
    await found(await tables.open({ database: 'world', tables: [table] }, tenant, toolsFor(database)))
    const search = asked.find((sql) => sql.includes(' in (select value from json_each'))
    const plan = await rowsOf(database.knex.raw(`explain query plan ${search ?? ''}`, ['["SueSmith"]']))
    expect(plan.map(({ detail }) => detail)).toContainEqual(expect.stringMatching(/SEARCH .*INDEX I \(AGENT=\?\)/))
  }))
