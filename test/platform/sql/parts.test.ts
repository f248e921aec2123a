/** Fields that hold several values and texts that mention people: only what is the person's goes, and the rest stays. */

import { describe, expect, it } from 'vitest'

import type { ProductSession } from '../../../src/domain/product.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { rowsOf } from '../../../src/platform/sql/rows.ts'
import { outbound } from '../../../src/products/outbound/outbound.ts'
import { tenant } from '../../contract/corpus.ts'
import { recordedOf, run } from '../../contract/suite.ts'
import { engines } from '../../support/engines.ts'
import { openTable, type Table } from '../../support/one-table.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'
import { person } from '../../support/people.ts'
import { toolsFor } from '../../support/tools.ts'

const ada = person('1.consumer-1', [
  ['phone', '+1 781 555 0101'],
  ['email', 'ada@example.com'],
])
const bob = person('1.consumer-2', [
  ['phone', '(917) 555-0000'],
  ['email', 'bob@example.com'],
])

const columns = (kind: 'address' | 'text'): Table['columns'] => [
  { column: 'V', identifies: ['phone', 'email', 'name'], kind },
]

async function withTexts(
  database: Database,
  kind: 'address' | 'text',
  texts: readonly string[],
): Promise<ProductSession> {
  const script = ['create table P (ID int not null primary key, V varchar(200))']
  const session = await openTable(database, script, { table: 'P', columns: columns(kind) })
  for (const [i, text] of texts.entries()) await database.knex.raw('insert into P values (?, ?)', [i, text])
  return session
}

async function valuesIn(database: Database, table = 'P', column = 'V'): Promise<readonly unknown[]> {
  const rows = await rowsOf(database.knex.raw(`select ${column} as v from ${table} order by 1 asc`))
  return rows.map(({ v }) => v)
}

async function forgetting(session: ProductSession, people: readonly (typeof ada)[]): Promise<void> {
  const findings = await findingsOf(session.find(people, run()))
  await fatesOf(session.erase(recordedOf(findings), run()))
  expect(await session.verify(people, recordedOf(findings), run())).toEqual([])
  // Once more is as once.
  await fatesOf(session.erase(recordedOf(findings), run()))
}

/** What stands in the table after a forget, by what stood there before. */
async function left(
  database: Database,
  { kind, texts, people = [ada] }: { kind: 'address' | 'text'; texts: readonly string[]; people?: (typeof ada)[] },
): Promise<Readonly<Record<string, unknown>>> {
  const session = await withTexts(database, kind, texts)
  await forgetting(session, people)
  const rows = await rowsOf(database.knex.raw('select V as v from P order by ID'))
  return Object.fromEntries(texts.map((text, i) => [text, rows[i]?.['v']]))
}

const lists: Readonly<Record<string, string>> = {
  'ada@example.com; bob@example.com': '***; bob@example.com',
  'Ada <ada@example.com>, Bob <bob@example.com>': '***, Bob <bob@example.com>',
  '"Lovelace, Ada <cto>" <ada@example.com>': '***',
  'bob@example.com,ADA@Example.com,zoe@example.com': 'bob@example.com,***,zoe@example.com',
  'zoe@example.com ada@example.com': 'zoe@example.com ***',
  'ada@example.com;': '***',
  'bob@example.com\nada@example.com': 'bob@example.com\n***',
  '7815550101; 9175550000': '***; 9175550000',
  '7815550101\t917': '***\t917',
  '32\t781-555-0101': '32\t***',
  '7815550101\t\t/32': '***\t\t/32',
  '9175550000|+1 (781) 555-0101 x7': '9175550000|***',
  '(917) 555-0000 / (781) 555-0101': '(917) 555-0000 / ***',
  '9175550000 781-555-0101': '9175550000 ***',
  '9175550000.0 7815550101.0': '9175550000.0 ***',
  '7815550101.00/9175550000': '***/9175550000',
  '7815550101.0; 9175550000.0': '***; 9175550000.0',
  '8000-7815550101-20260102-101530': '8000-***-20260102-101530',
  'ada@example.com, +1 781 555 0101': '***, ***',
}
const others = [
  'bob@example.com; zoe@example.com',
  'adam@example.com; bob@example.com',
  '9,7815550101',
  '7,815,550,101',
  '7815550100; 9175550000',
  '2026-7815550-101',
  '"ada@example.com" <bob@example.com>',
  'call 781-555-0101, ask for Ada',
]

const mentions: Readonly<Record<string, string>> = {
  'mobile 781-555-0101, call evenings': 'mobile ***, call evenings',
  'ada@example.com;bob@example.com': '***;bob@example.com',
  'write to ada@example.com or bob@example.com.': 'write to *** or bob@example.com.',
  'old: (781) 555-0101, new: 7815550101!': 'old: (***, new: ***!',
  '+1 781 555 0101': '***',
}
const otherMentions = ['call 9175550000 at 7:81, 5550101 is the ticket', 'mail xada@example.com', '17815550101999', '']

describe.each(engines)('on $name', (engine) => {
  it('of a list only the person’s goes', () =>
    engine.withDatabase(async (database) => {
      const expected = { ...lists, ...Object.fromEntries(others.map((text) => [text, text])) }
      expect(await left(database, { kind: 'address', texts: Object.keys(expected) })).toEqual(expected)
    }))

  it('of a text only the mentions go', () =>
    engine.withDatabase(async (database) => {
      const expected = { ...mentions, ...Object.fromEntries(otherMentions.slice(0, 3).map((text) => [text, text])) }
      expect(await left(database, { kind: 'text', texts: Object.keys(expected) })).toEqual(expected)
    }))

  it('two people in one text each lose their own, in one run and one after the other', () =>
    engine.withDatabase(async (database) => {
      const text = 'ada 781-555-0101, bob 917-555-0000, zoe 646-555-0100'
      const session = await withTexts(database, 'text', [text, text])
      await forgetting(session, [ada, bob])
      expect(await valuesIn(database)).toEqual(Array(2).fill('ada ***, bob ***, zoe 646-555-0100'))
      await database.knex.raw('update P set V = ?', [text])
      await forgetting(session, [bob])
      await forgetting(session, [ada])
      expect(await valuesIn(database)).toEqual(Array(2).fill('ada ***, bob ***, zoe 646-555-0100'))
    }))

  it('what has come to a text since it was recorded stays, and what was changed is not called erased', () =>
    engine.withDatabase(async (database) => {
      const session = await withTexts(database, 'text', ['call 781-555-0101', 'call 781-555-0101'])
      const findings = await findingsOf(session.find([ada], run()))
      await database.knex.raw("update P set V = 'called 781-555-0101 on Monday' where ID = 0")
      await database.knex.raw("update P set V = 'nobody' where ID = 1")
      const fates = await fatesOf(session.erase(recordedOf(findings), run()))
      expect(await valuesIn(database)).toEqual(['called *** on Monday', 'nobody'])
      expect(fates).toEqual({ erased: 1, gone: 1 })
    }))

  it('an export tells of a list the person’s alone, and of a text everything but others', () =>
    engine.withDatabase(async (database) => {
      const contents = async (kind: 'address' | 'text', text: string): Promise<readonly unknown[]> => {
        await database.knex.raw('drop table if exists P')
        const session = await withTexts(database, kind, [text])
        const findings = await findingsOf(session.find([ada], run('export')))
        return findings.flatMap(({ content }) => content ?? [])
      }
      expect(await contents('address', 'bob@example.com; Ada <ada@example.com>')).toEqual(['Ada <ada@example.com>'])
      expect(await contents('text', 'ada 781-555-0101 evenings, bob 917-555-0000, bob@example.com')).toEqual([
        'ada 781-555-0101 evenings, bob ***, ***',
      ])
    }))

  it('a number in a numeric type or behind a fraction is this number', () =>
    engine.withDatabase(async (database) => {
      const types = ['numeric(18,2)', 'double precision', 'decimal(20,4)', 'numeric(15)', 'varchar(40)']
      for (const [i, type] of types.entries()) {
        const script = [
          `create table N${i} (ID int not null primary key, V ${type})`,
          `insert into N${i} values (1, 7815550101), (2, 781555010), (3, 78155501010)`,
        ]
        const session = await openTable(database, script, {
          table: `N${i}`,
          columns: [{ column: 'V', identifies: ['phone'] }],
        })
        const findings = await findingsOf(session.find([ada], run()))
        const found = findings.filter(({ content }) => content !== null)
        expect(
          found.map(({ locator }) => locator),
          type,
        ).toEqual(['1'])
        await fatesOf(session.erase(recordedOf(findings), run()))
        expect(await session.verify([ada], recordedOf(findings), run()), type).toEqual([])
      }
    }))
})

describe('a calling list', () => {
  it('is the person’s where a user field holds nothing else, and mentioned where it says more', async () => {
    const [sqlite] = engines
    await sqlite?.withDatabase(async (database) => {
      await database.knex.raw(
        'create table CL (contact_info varchar(64) not null, record_status int, chain_id int not null, chain_n int not null, NOTES varchar(200), FIRST_NAME varchar(20), primary key (chain_id, chain_n))',
      )
      const rows = [
        ['9995550000', 1, 1, 0, 'mobile 781-555-0101, call evenings', 'Bob'],
        ['9995550001', 1, 2, 0, '(781) 555-0101', 'Ada'],
        ['7815550101', 1, 3, 0, 'call bob 917-555-0000 or 781-555-0101', 'Ada'],
      ]
      for (const row of rows) await database.knex.raw('insert into CL values (?, ?, ?, ?, ?, ?)', row)
      const settings = { database: 'world', callingLists: [{ table: 'CL', userFields: ['NOTES', 'FIRST_NAME'] }] }
      await forgetting(await outbound.open(settings, tenant, toolsFor(database)), [ada])
      const after = await rowsOf(database.knex.raw('select contact_info, NOTES, FIRST_NAME from CL order by chain_id'))
      expect(after.map((row) => Object.values(row))).toEqual([
        ['9995550000', 'mobile ***, call evenings', 'Bob'],
        ['***', '***', '***'],
        ['***', '***', '***'],
      ])
    })
  })
})
