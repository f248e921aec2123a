/** Keys that are unique by a collation only, or not at all: a row that was not recorded is never changed. */

import { describe, expect, it } from 'vitest'

import type { ProductSession } from '../../../src/domain/product.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { rowsOf } from '../../../src/platform/sql/rows.ts'
import { found, recordedOf, run } from '../../contract/suite.ts'
import { fatesOf, reasonsOf } from '../../support/effects.ts'
import { engines, postgres } from '../../support/engines.ts'
import { errorsOf, openTable } from '../../support/one-table.ts'

const columns = [
  { column: 'PHONE', identifies: ['phone'] },
  { column: 'NOTE', comesWithRow: true },
] as const

/** A key that tells nobody apart by case, where the engine has one. */
const caseless: Readonly<Record<string, { readonly before: readonly string[]; readonly type: string }>> = {
  SQLite: { before: [], type: 'varchar(20) collate nocase' },
  PostgreSQL: { before: ['create extension if not exists citext'], type: 'citext' },
}

async function notes(database: Database, table = 'LEAD'): Promise<readonly string[]> {
  const rows = await rowsOf(database.knex.raw(`select SFID as sfid, NOTE as note from ${table} order by POSITION`))
  return rows.map(({ sfid, note }) => `${String(sfid)}: ${String(note)}`)
}

async function leadOf(
  database: Database,
  type: string,
  keys: readonly (readonly [key: string, phone: string])[],
  more: readonly string[] = [],
): Promise<ProductSession> {
  const script = [
    `create table LEAD (POSITION int, SFID ${type} not null, PHONE varchar(40), NOTE varchar(40))`,
    ...keys.map(([key, phone], i) => `insert into LEAD values (${i}, '${key}', '${phone}', 'VIP')`),
    ...more,
  ]
  return openTable(database, script, { table: 'LEAD', key: ['SFID'], columns })
}

const ada = '2125550101'
const other = '2125550111'

describe.each(engines)('on $name', ({ name, withDatabase }) => {
  const { before, type } = caseless[name] ?? { before: [], type: 'varchar(20)' }
  const withLead = (work: (database: Database) => Promise<void>): Promise<void> =>
    withDatabase(async (database) => {
      for (const statement of before) await database.knex.raw(statement)
      await work(database)
    })

  it.each([
    [
      'by case',
      [
        ['a0B1c', ada],
        ['A0b1c', other],
        ['A0B1C', other],
      ],
      ['a0B1c: ***', 'A0b1c: VIP', 'A0B1C: VIP'],
    ],
    [
      'by a blank at the end',
      [
        ['k1', other],
        ['k1 ', ada],
        ['k1  ', other],
      ],
      ['k1: VIP', 'k1 : ***', 'k1  : VIP'],
    ],
    [
      'by an accent',
      [
        ['cafe', other],
        ['café', ada],
      ],
      ['cafe: VIP', 'café: ***'],
    ],
    [
      'by what separates key values',
      [
        ['a:b', ada],
        ['a%3Ab', other],
      ],
      ['a:b: ***', 'a%3Ab: VIP'],
    ],
  ] as const)('a row whose key differs %s from a recorded one stays as it was', (_, keys, after) =>
    withLead(async (database) => {
      const session = await leadOf(database, type, keys)
      expect(await errorsOf(session)).toEqual([])
      await fatesOf(session.erase(recordedOf(await found(session)), run()))
      expect(await notes(database)).toEqual(after)
      // Verification looks for the same rows, and for no others.
      expect(await session.verify([], recordedOf(await found(session)), run())).toEqual([])
    }),
  )

  it('a row that came with the key of a recorded one stays as it was, whatever its value', () =>
    withLead(async (database) => {
      const session = await leadOf(database, type, [['a0B1c', ada]])
      const findings = await found(session)
      await database.knex.raw(`insert into LEAD values (1, 'a0B1c', '${other}', 'VIP')`)
      const reasons = await reasonsOf(session.erase(recordedOf(findings), run()))
      expect(reasons).toContainEqual(expect.stringMatching(/`key` of `LEAD` names several rows \(2 rows for 1 keys/))
      expect(await notes(database)).toEqual(['a0B1c: VIP', 'a0B1c: VIP'])
    }))

  it('a unique index that is stricter than the collation of its column vouches for no more than it holds', () =>
    withLead(async (database) => {
      const index = name === 'SQLite' ? 'SFID collate binary' : 'SFID'
      const strict = `create unique index U on LEAD (${index})`
      const keys = [
        ['a0B1c', ada],
        ['A0b1c', other],
      ] as const
      const session = await leadOf(database, name === 'SQLite' ? type : 'varchar(20)', keys, [strict])
      await fatesOf(session.erase(recordedOf(await found(session)), run()))
      expect(await notes(database)).toEqual(['a0B1c: ***', 'A0b1c: VIP'])
    }))

  it('a table of more than 200,000 rows is no exception', () =>
    withLead(async (database) => {
      const keys = [
        ['a0B1c', ada],
        ['A0b1c', other],
      ] as const
      const many =
        name === 'SQLite'
          ? `insert into LEAD with recursive n(i) as (select 2 union all select i + 1 from n where i < 200005) select i, 'x' || i, null, 'VIP' from n`
          : `insert into LEAD select i, 'x' || i, null, 'VIP' from generate_series(2, 200005) i`
      const session = await leadOf(database, type, keys, [many, 'analyze LEAD'])
      expect(await errorsOf(session)).toEqual([])
      await fatesOf(session.erase(recordedOf(await found(session)), run()))
      expect((await notes(database)).slice(0, 3)).toEqual(['a0B1c: ***', 'A0b1c: VIP', 'x2: VIP'])
    }))
})

describe('on PostgreSQL', () => {
  it.each([
    ['a view of one table', 'create view V as select * from LEAD', []],
    ['a view that shows a row twice', 'create view V as select * from LEAD, (values (1), (2)) as twice(n)', ['error']],
  ])('%s with a key of another case is redacted to the letter, or not at all', async (_, view, errors) => {
    await postgres.withDatabase(async (database) => {
      await database.knex.raw('create extension if not exists citext')
      await leadOf(
        database,
        'citext',
        [
          ['a0B1c', ada],
          ['A0b1c', other],
        ],
        [view],
      )
      const session = await openTable(database, [], { table: 'V', key: ['SFID'], columns })
      expect((await errorsOf(session)).map(({ severity }) => severity)).toEqual(errors)
      const findings = await found(session)
      await fatesOf(session.erase(recordedOf(findings), run()))
      const after = errors.length === 0 ? ['a0B1c: ***', 'A0b1c: VIP'] : ['a0B1c: VIP', 'A0b1c: VIP']
      expect(await notes(database)).toEqual(after)
    })
  })

  it.each([
    ['without case', "locale = 'und-u-ks-level2'"],
    ['without accents', "locale = 'und-u-ks-level1-kc-true'"],
    ['without punctuation', "locale = 'und-u-ka-shifted'"],
  ])('a key under a collation %s is compared to the letter', async (_, how) => {
    await postgres.withDatabase(async (database) => {
      await database.knex.raw(`create collation loose (provider = icu, ${how}, deterministic = false)`)
      const keys = [
        ['ab-c', ada],
        ['AB-C', other],
        ['áb-c', other],
        ['abc', other],
      ] as const
      const session = await leadOf(database, 'text collate loose', keys)
      expect(await errorsOf(session)).toEqual([])
      await fatesOf(session.erase(recordedOf(await found(session)), run()))
      expect(await notes(database)).toEqual(['ab-c: ***', 'AB-C: VIP', 'áb-c: VIP', 'abc: VIP'])
    })
  })
})
