/** The index that the check advises is one that the search then goes by, in the database's own words of how it runs it. */

import { describe, expect, it } from 'vitest'

import type { IdentifierKind } from '../../../src/domain/identifier.ts'
import type { ProductSession } from '../../../src/domain/product.ts'
import type { Subject } from '../../../src/domain/subject.ts'
import { parseIdentifier } from '../../../src/platform/match/identifier.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { tables } from '../../../src/products/tables/tables.ts'
import { tenant } from '../../contract/corpus.ts'
import { run, withValue } from '../../contract/suite.ts'
import { findingsOf } from '../../support/effects.ts'
import { engines, postgres } from '../../support/engines.ts'
import { toolsFor } from '../../support/tools.ts'

const rows = 30_000

interface Looked {
  readonly identifies: readonly IdentifierKind[]
  readonly type?: string
  readonly match?: 'written'
}

/** Enough rows that reading all of them is not what a planner prefers anyway. */
async function fill(database: Database, type: string): Promise<void> {
  const numbers = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${rows})`
  const people = "'212' || (5000000 + i), 'person' || i || '@example.com', 'Person ' || i"
  await database.knex.raw(`create table LEAD (ID int not null primary key, PHONE ${type}, MAIL ${type}, NAME ${type})`)
  await database.knex.raw(`insert into LEAD ${numbers} select i, ${people} from n`)
  await database.knex.raw("update LEAD set MAIL = ' Ada.Sample@Example.COM ' where ID = 7")
  await database.knex.raw("update LEAD set MAIL = '2125550142' where ID = 8")
}

async function opened(database: Database, column: string, { identifies, match }: Looked): Promise<ProductSession> {
  await database.knex.raw('analyze LEAD')
  database.refresh()
  const one = { column, identifies, ...(match === undefined ? {} : { match }) }
  const entry = { fullScanRows: 1_000, tables: [{ table: 'LEAD', key: ['ID'], tenant: null, columns: [one] }] }
  return tables.open({ database: 'world', ...entry }, tenant, toolsFor(database))
}

async function scansIn(session: ProductSession): Promise<readonly (string | null)[]> {
  const complaints = await session.check('export')
  expect(complaints.filter(({ severity }) => severity === 'error')).toEqual([])
  return complaints.filter(({ message }) => message.includes('the whole table')).map(({ remedy }) => remedy)
}

interface Asked {
  readonly sql: string
  readonly bindings: readonly unknown[]
}

/** The statements of a search over the table. */
async function asked(database: Database, search: () => Promise<unknown>): Promise<readonly Asked[]> {
  const statements: Asked[] = []
  const note = (query: Asked): void => {
    if (/json/.test(query.sql)) statements.push({ sql: query.sql, bindings: query.bindings })
  }
  database.knex.on('query', note)
  await search()
  database.knex.removeListener('query', note)
  return statements
}

/** How the database runs a statement; PostgreSQL has its numbered parameters put in as texts. */
async function planOf({ knex, dialect }: Database, { sql, bindings }: Asked): Promise<string> {
  const isSqlite = dialect.textsOfAnyType
  const filled = sql.replaceAll(
    /\$(\d+)/g,
    (_, n: string) => `'${String(bindings[Number(n) - 1]).replaceAll("'", "''")}'`,
  )
  const plain = isSqlite
    ? knex.raw(`explain query plan ${sql}`, [...bindings.map(String)])
    : knex.raw(`explain ${filled.replaceAll('?', '\\?')}`)
  return JSON.stringify(await plain)
}

/** A read of the whole table, as both engines call it. */
const wholeRead = /SCAN t\b|SCAN LEAD|Seq Scan on lead/i

function personWith(kind: IdentifierKind, value: string): Subject {
  const parsed = parseIdentifier(kind, value, { country: 'US', form: 'on-premises' })
  if (!parsed.ok) throw new Error('a malformed identifier')
  return { key: '1.consumer-1', type: 'consumer', identifiers: [parsed.identifier], attachedKeys: [] }
}

const phone = personWith('phone', '212-555-0142')
const email = personWith('email', 'ada.sample@example.com')
const both = [phone, { ...email, key: '1.consumer-2' }]

describe.each(engines)('with `match: written` on $name', ({ withDatabase }) => {
  it.each<[string, string, Looked, readonly Subject[], number]>([
    ['numbers', 'PHONE', { identifies: ['phone'] }, [personWith('phone', '212 500 0042')], 1],
    ['addresses', 'MAIL', { identifies: ['email'] }, [email], 1],
    ['names', 'NAME', { identifies: ['name'] }, [personWith('name', 'Person 77')], 1],
    ['numbers and addresses', 'MAIL', { identifies: ['phone', 'email'] }, both, 2],
  ])('the indexes that are advised for %s are gone by', (_, column, looked, people, count) =>
    withDatabase(async (database) => {
      await fill(database, 'varchar(64)')
      const written = { ...looked, match: 'written' } as const
      const advised = await scansIn(await opened(database, column, written))
      expect(advised).toHaveLength(looked.identifies.length)
      for (const statement of advised) await database.knex.raw(String(statement).replace(/;$/, ''))
      const session = await opened(database, column, written)
      expect(await scansIn(session)).toEqual([])
      const findings: unknown[] = []
      const statements = await asked(database, async () => {
        findings.push(...withValue(await findingsOf(session.find(people, run()))))
      })
      expect(findings).toHaveLength(count)
      expect(statements.length).toBeGreaterThanOrEqual(looked.identifies.length)
      for (const one of statements) expect(await planOf(database, one)).not.toMatch(wholeRead)
    }),
  )

  it('an address beside a number does not cost the number its index', () =>
    withDatabase(async (database) => {
      await fill(database, 'varchar(64)')
      await database.knex.raw('create index I on LEAD (MAIL)')
      const looked = { identifies: ['phone', 'email'], match: 'written' } as const
      const session = await opened(database, 'MAIL', looked)
      expect(await scansIn(session)).toEqual([expect.stringMatching(/lower/i)])
      const statements = await asked(database, () => findingsOf(session.find([phone], run())))
      for (const one of statements) expect(await planOf(database, one)).not.toMatch(wholeRead)
      expect(withValue(await findingsOf(session.find(both, run())))).toHaveLength(2)
    }))

  it.each([
    ['PHONE', 'phone', 'PHONE collate COLLATION', personWith('phone', '212 500 0042')],
    ['NAME', 'name', 'NAME collate COLLATION', personWith('name', 'Person 77')],
  ] as const)(
    'an index that the database does not go by is told, and the one that is advised is: %s',
    (column, kind, key, person) =>
      withDatabase(async (database) => {
        await fill(database, 'varchar(64)')
        const collation = database.dialect.textsOfAnyType ? 'nocase' : '"C"'
        await database.knex.raw(`create index IDLE on LEAD (${key.replace('COLLATION', collation)})`)
        const looked = { identifies: [kind], match: 'written' } as const
        const complaints = await (await opened(database, column, looked)).check('export')
        const idle = complaints.filter(({ message }) => message.includes('does not go by it'))
        expect(idle.map(({ place, severity }) => [place, severity])).toEqual([[`LEAD.${column}`, 'warning']])
        await database.knex.raw(String(idle[0]?.remedy).replace(/;$/, ''))
        const session = await opened(database, column, looked)
        expect(await scansIn(session)).toEqual([])
        const statements = await asked(database, () => findingsOf(session.find([person], run())))
        for (const one of statements) expect(await planOf(database, one)).not.toMatch(wholeRead)
      }),
  )

  it('no index is advised where none would be gone by', () =>
    withDatabase(async (database) => {
      await fill(database, 'varchar(64)')
      expect(await scansIn(await opened(database, 'MAIL', { identifies: ['email'] }))).toEqual([null])
      await database.knex.raw('create table CODES (ID int not null primary key, LEAD bigint)')
      await database.knex.raw('insert into CODES select ID, 2125000000 + ID from LEAD')
      await database.knex.raw('analyze CODES')
      database.refresh()
      const columns = [{ column: 'LEAD', identifies: ['phone'], match: 'written' }] as const
      const entry = { fullScanRows: 1_000, tables: [{ table: 'CODES', key: ['ID'], tenant: null, columns }] }
      expect(await scansIn(await tables.open({ database: 'world', ...entry }, tenant, toolsFor(database)))).toEqual([
        null,
      ])
    }))
})

describe('on PostgreSQL', () => {
  it.each([
    ['char(40)', 'NAME', personWith('name', 'Person 77')],
    ['char(40)', 'PHONE', personWith('phone', '212 500 0042')],
    ['citext', 'NAME', personWith('name', 'person 77')],
    ['citext', 'MAIL', personWith('email', 'Person99@example.com')],
    ['text', 'MAIL', email],
  ])('an index over %s is gone by: %s', (type, column, person) =>
    postgres.withDatabase(async (database) => {
      if (type === 'citext') await database.knex.raw('create extension if not exists citext')
      await fill(database, type)
      const looked = { identifies: [person.identifiers[0]?.kind ?? 'name'], match: 'written' } as const
      for (const statement of await scansIn(await opened(database, column, looked))) {
        await database.knex.raw(String(statement).replace(/;$/, ''))
      }
      const session = await opened(database, column, looked)
      expect(await scansIn(session)).toEqual([])
      const statements = await asked(database, async () => {
        expect(withValue(await findingsOf(session.find([person], run())))).toHaveLength(1)
      })
      for (const one of statements) expect(await planOf(database, one)).not.toMatch(wholeRead)
    }),
  )
})
