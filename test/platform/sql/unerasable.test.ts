/** Rows that a search finds and an erase cannot reach, on SQLite, where any column may hold anything. */

import { describe, expect, it } from 'vitest'

import type { ProductSession } from '../../../src/domain/product.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { tables } from '../../../src/products/tables/tables.ts'
import { subjects, tenant } from '../../contract/corpus.ts'
import { found, recordedOf, run, withValue } from '../../contract/suite.ts'
import { withSqlite } from '../../support/databases.ts'
import { toolsFor } from '../../support/tools.ts'
import { fatesOf, reasonsOf } from '../../support/effects.ts'
import { isUnevaluated } from '../../../src/domain/finding.ts'

const phone = { column: 'PHONE', identifies: ['phone'] } as const
const note = { column: 'NOTE', comesWithRow: true } as const

async function withTable(
  script: readonly string[],
  columns: Parameters<typeof tables.open>[0]['tables'][number]['columns'],
  work: (session: ProductSession, database: Database) => Promise<void>,
  key?: readonly string[],
): Promise<void> {
  await withSqlite(async (database) => {
    for (const statement of script) await database.knex.raw(statement)
    const table = { table: 'P', tenant: null, columns, ...(key === undefined ? {} : { key }) }
    await work(await tables.open({ database: 'world', tables: [table] }, tenant, toolsFor(database)), database)
  })
}

describe('a value that came with its row', () => {
  it.each([
    ['is no valid UTF-8', 'text', "cast(x'ff41' as text)"],
    ['is a blob', 'text', "x'0102ff'"],
    ['is text in a column of numbers', 'integer', "'12 Example Road'"],
  ])('is never called erased when it %s and stays', async (_, type, value) => {
    const script = [
      `create table P (ID integer primary key, PHONE text, NOTE ${type})`,
      `insert into P values (1, '2125550101', ${value})`,
    ]
    await withTable(script, [phone, note], async (session) => {
      const findings = await found(session)
      expect(await fatesOf(session.erase(recordedOf(findings), run()))).toEqual({ erased: 1, failed: 1 })
    })
  })

  it('is never called erased when it was changed after it was recorded', async () => {
    const script = [
      'create table P (ID integer primary key, PHONE text, NOTE text)',
      "insert into P values (1, '2125550101', 'Ada')",
    ]
    await withTable(script, [phone, note], async (session, database) => {
      const before = await found(session)
      await database.knex.raw("update P set NOTE = 'Ada L.'")
      // The number beside it is.
      expect(await fatesOf(session.erase(recordedOf(before), run()))).toEqual({ erased: 1, failed: 1 })
      expect(await reasonsOf(session.erase(recordedOf(before), run()))).toEqual([
        expect.stringContaining('a value in `P.NOTE` is not as it was recorded'),
      ])
      await database.knex.raw("update P set PHONE = '2125550101'")
      // Recorded twice: erased from whichever of the two stands there.
      const both = [...before, ...(await found(session))]
      await fatesOf(session.erase(recordedOf(both), run()))
      expect(await database.knex('P')).toEqual([{ ID: 1, PHONE: '***', NOTE: '***' }])
    })
  })
})

describe('a value that is searched', () => {
  it.each([
    ['phone', '2125550101'],
    ['email', 'ada.sample@example.com'],
    ['username', 'SueSmith'],
  ] as const)('and kept as a blob is found and erased as one kept as a text: %s', async (kind, value) => {
    const script = [
      'create table P (ID integer primary key, VALUE text)',
      `insert into P values (1, cast('${value}' as blob))`,
    ]
    await withTable(script, [{ column: 'VALUE', identifies: [kind] }], async (session, database) => {
      const findings = await found(session)
      expect(withValue(findings).map((line) => line.split(' | ').at(-1))).toEqual([value])
      expect(await session.verify(subjects, recordedOf(findings), run())).toMatchObject([{ rows: 1 }])
      await fatesOf(session.erase(recordedOf(findings), run()))
      expect(await database.knex('P')).toEqual([{ ID: 1, VALUE: '***' }])
      expect(await session.verify(subjects, recordedOf(findings), run())).toEqual([])
    })
  })

  it.each([
    ['phone', '2125550101'],
    ['username', 'SueSmith'],
  ] as const)('and kept as a blob is told as left where only an index was asked for it: %s', async (kind, value) => {
    const script = [
      'create table P (ID integer primary key, VALUE text)',
      'create index I on P (VALUE)',
      `insert into P values (1, cast('${value}' as blob))`,
    ]
    await withTable(script, [{ column: 'VALUE', identifies: [kind], match: 'written' }], async (session) => {
      expect(withValue(await found(session))).toEqual([])
      expect(await session.verify(subjects, recordedOf([]), run())).toMatchObject([{ rows: 1 }])
    })
  })
})

describe('a row', () => {
  it('that its key does not name is unevaluated, and nobody else’s failure', async () => {
    const script = ['create table P (ID text, PHONE text)', "insert into P values (null, '2125550101')"]
    await withTable(
      script,
      [phone],
      async (session) => {
        const told = []
        for await (const one of session.find(subjects, run())) if (isUnevaluated(one)) told.push(one)
        expect(told).toMatchObject([
          { target: { column: 'PHONE' }, unevaluated: expect.stringContaining('`P.ID` is NULL') },
        ])
      },
      ['ID'],
    )
  })

  it('is found where a column of the name `rowid` hides the row ids', async () => {
    const script = [
      'create table P (rowid text, ID integer primary key, PHONE text)',
      "insert into P values ('r', 1, '2125550101')",
    ]
    await withTable(script, [phone], async (session) => {
      expect(withValue(await found(session))).toHaveLength(1)
      expect((await session.verify(subjects, recordedOf([]), run())).map(({ rows }) => rows)).toEqual([1])
    })
  })

  it('with a whole number kept as a fraction has this number, not one ten times as large', async () => {
    const script = [
      'create table P (ID integer primary key, PHONE real)',
      'insert into P values (1, 2125550101), (2, 212555010)',
    ]
    await withTable(script, [phone], async (session) => {
      expect(withValue(await found(session))).toHaveLength(1)
    })
  })
})
