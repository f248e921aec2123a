/** What `check` says of tables that cannot be searched or redacted as they stand, before a row is touched. */

import { describe, expect, it } from 'vitest'

import type { Complaint } from '../../../src/domain/product.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { tables } from '../../../src/products/tables/tables.ts'
import { tenant } from '../../contract/corpus.ts'
import { found, recordedOf, run, withValue } from '../../contract/suite.ts'
import { withSqlite } from '../../support/databases.ts'
import { engines, postgres } from '../../support/engines.ts'
import { toolsFor } from '../../support/tools.ts'
import { rowsOf } from '../../../src/platform/sql/rows.ts'
import { reasonsOf } from '../../support/effects.ts'

type Entry = Parameters<typeof tables.open>[0]
type Table = Entry['tables'][number]

const phone = { column: 'PHONE', identifies: ['phone'] } as const

const calls: Table = { table: 'CALLS', tenant: null, key: ['ID'], columns: [phone] }

async function complaints(
  database: Database,
  script: readonly string[],
  entry: Partial<Entry> = {},
): Promise<readonly Complaint[]> {
  for (const statement of script) await database.knex.raw(statement)
  database.refresh()
  return (await sessionOn(database, entry)).check('forget')
}

function sessionOn(database: Database, entry: Partial<Entry> = {}): ReturnType<typeof tables.open> {
  return tables.open({ database: 'world', tables: [calls], ...entry }, tenant, toolsFor(database))
}

const create = 'create table CALLS (ID int not null primary key, PHONE varchar(64), NOTE varchar(64))'

describe.each(engines)('an index on $name', ({ withDatabase }) => {
  const noScan = {
    fullScan: 'refuse',
    fullScanRows: 0,
    tables: [{ ...calls, columns: [{ ...phone, match: 'written' }] }],
  } as const
  const filled = [create, "insert into CALLS values (1, '2125550101', 'x')", 'analyze CALLS']

  it.each([
    ['over all rows leads to the column', 'create index I on CALLS (PHONE)', 0],
    ['over some rows does not', "create index I on CALLS (PHONE) where NOTE = 'x'", 1],
    ['over some rows does not, unique or not', "create unique index I on CALLS (PHONE) where NOTE = 'x'", 1],
    ['over an expression does not', 'create index I on CALLS (lower(PHONE))', 1],
  ])('%s', (_, index, count) =>
    withDatabase(async (database) => {
      const all = await complaints(database, [...filled, index], noScan)
      expect(all.filter(({ message }) => message.includes('no index leads'))).toHaveLength(count)
    }),
  )

  it('that is unique over some rows is broken by equal placeholders too', () =>
    withDatabase(async (database) => {
      const index = "create unique index I on CALLS (PHONE) where NOTE = 'x'"
      expect(await complaints(database, [create, index])).toMatchObject([
        { severity: 'error', place: 'CALLS.PHONE', message: expect.stringContaining('unique index') },
      ])
    }))

  it('that is unique over some rows is no key', () =>
    withDatabase(async (database) => {
      const script = [
        'create table CALLS (ID int not null, PHONE varchar(64), NOTE varchar(64))',
        "create unique index I on CALLS (ID) where NOTE = 'x'",
      ]
      const [complaint] = await complaints(database, script)
      expect(complaint).toMatchObject({ severity: 'warning', place: 'CALLS', message: expect.stringContaining('`ID`') })
    }))
})

describe.each(engines)('a key of the settings on $name', ({ withDatabase }) => {
  const script = [
    'create table CALLS (ID int not null, PHONE varchar(64), NOTE varchar(64))',
    "insert into CALLS values (1, '2125550101', 'Ada'), (2, '2125550111', 'Bo'), (2, '2125550101', 'Bo')",
  ]
  const withNote = { tables: [{ ...calls, columns: [phone, { column: 'NOTE', comesWithRow: true }] }] } as const

  it('that names several rows is told before anything is searched', () =>
    withDatabase(async (database) => {
      const all = await complaints(database, [...script, 'analyze CALLS'], withNote)
      expect(all).toMatchObject([{ severity: 'error', place: 'CALLS', message: expect.stringContaining('1 case(s)') }])
    }))

  it('that names several rows changes none of these, and the others', () =>
    withDatabase(async (database) => {
      await complaints(database, script, withNote)
      const session = await sessionOn(database, withNote)
      const findings = await found(session)
      expect(withValue(findings)).toHaveLength(4)
      expect(await reasonsOf(session.erase(recordedOf(findings), run()))).toContainEqual(
        expect.stringMatching(/the `key` of `CALLS` names several rows/),
      )
      const rows = await rowsOf(database.knex.raw('select ID as id, PHONE as phone from CALLS order by ID, PHONE'))
      expect(rows.map(({ id, phone }) => `${String(id)} ${String(phone)}`)).toEqual([
        '1 ***',
        '2 2125550101',
        '2 2125550111',
      ])
    }))
})

describe('a table that cannot be searched', () => {
  const filled = [create, "insert into CALLS values (1, '2125550101', 'x')"]

  it.each([
    ['is a view', [...filled, 'create view V as select * from CALLS'], 'V', /`V` is a view; name the table/],
    [
      'has no row ids',
      ['create table V (ID int primary key, PHONE text) without rowid'],
      'V',
      /WITHOUT ROWID.*create it/,
    ],
    ['is named with its schema', filled, 'main.CALLS', /`main\.CALLS`; a table is named without its schema/],
    [
      'has a dot in its name',
      ['create table "A.B" (ID int primary key, PHONE text)'],
      'A.B',
      /`A\.B` has a dot.*rename/,
    ],
  ])('says so when it %s, in the check and in the search', (_, script, table, message) =>
    withSqlite(async (database) => {
      const entry = { tables: [{ ...calls, table }] }
      const all = await complaints(database, script, entry)
      expect(all).toMatchObject([{ severity: 'error', place: table, message: expect.stringMatching(message) }])
      await expect(found(await sessionOn(database, entry))).rejects.toThrow(message)
    }),
  )

  it.each([
    ['a view of one table is searched and redacted', 'create view V as select ID, PHONE from CALLS', []],
    ['a view of two tables is not', 'create view V as select distinct ID, PHONE from CALLS', ['error']],
    ['a materialized view is not', 'create materialized view V as select ID, PHONE from CALLS', ['error']],
  ])('on PostgreSQL %s', (_, view, errors) =>
    postgres.withDatabase(async (database) => {
      const entry = { tables: [{ ...calls, table: 'V' }] }
      const all = await complaints(database, [...filled, view], entry)
      expect(all.filter(({ severity }) => severity === 'error').map(({ severity }) => severity)).toEqual(errors)
      const session = await sessionOn(database, entry)
      expect((await session.check('export')).filter(({ severity }) => severity === 'error')).toEqual([])
      expect(withValue(await found(session))).toHaveLength(1)
    }),
  )
})

describe('the size of a table on SQLite', () => {
  it('is that of its rows and not of the gaps between their ids', () =>
    withSqlite(async (database) => {
      const script = [create, "insert into CALLS values (1, '2125550101', 'x'), (1000000000, '2125550100', 'y')"]
      expect(await complaints(database, script, { fullScan: 'refuse' })).toEqual([])
    }))
})

describe.each(engines)('a table that a run cannot search on $name', ({ withDatabase }) => {
  it.each([
    ['is missing', 'create table OTHERS (ID int)', calls, 'missing-table'],
    ['lacks a column', 'create table CALLS (ID int not null primary key)', calls, 'missing-column'],
    ['lacks its key', 'create table CALLS (N int, PHONE varchar(64))', calls, 'missing-column'],
  ])('since it %s fails by the code of that', (_what, script, table, code) =>
    withDatabase(async (database) => {
      await database.knex.raw(script)
      database.refresh()
      const session = await sessionOn(database, { tables: [table] })
      await expect(found(session)).rejects.toMatchObject({ name: 'StepFailed', code, retryable: false })
    }),
  )

  it('since it is no longer named, though it was recorded, fails by the settings', () =>
    withDatabase(async (database) => {
      await complaints(database, [create, "insert into CALLS values (1, '2125550101', 'x')"])
      const recorded = recordedOf(await found(await sessionOn(database)))
      const session = await sessionOn(database, { tables: [{ ...calls, table: 'OTHERS' }] })
      await expect(reasonsOf(session.erase(recorded, run()))).rejects.toMatchObject({ code: 'settings' })
    }))
})

// SQLite numbers its rows by itself, and needs no key.
describe('a table on PostgreSQL whose rows nothing names', () => {
  const keyless: Table = { table: 'CALLS', tenant: null, columns: [phone] }

  it.each([
    ['has no unique key', 'create table CALLS (ID int, PHONE varchar(64))', keyless],
    ['has a key that may be NULL', 'create table CALLS (ID int unique, PHONE varchar(64))', keyless],
    ['has a key that is erased', 'create table CALLS (PHONE varchar(64) not null primary key)', keyless],
  ])('since it %s fails by its key', (_what, script, table) =>
    postgres.withDatabase(async (database) => {
      await database.knex.raw(script)
      database.refresh()
      const session = await sessionOn(database, { tables: [table] })
      await expect(found(session)).rejects.toMatchObject({ name: 'StepFailed', code: 'no-key', retryable: false })
    }),
  )
})
