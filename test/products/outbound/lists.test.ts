/** Whose a row of a calling list or a do-not-call list is, and how records are deleted. */

import { describe, expect, test } from 'vitest'

import type { Subject } from '../../../src/domain/subject.ts'
import { parseIdentifier } from '../../../src/platform/match/identifier.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { rowsOf, textIn } from '../../../src/platform/sql/rows.ts'
import { outbound } from '../../../src/products/outbound/outbound.ts'
import type { OutboundSettings } from '../../../src/products/outbound/settings.ts'
import { tenant } from '../../contract/corpus.ts'
import { recordedOf, run } from '../../contract/suite.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'
import { engines } from '../../support/engines.ts'
import { toolsFor } from '../../support/tools.ts'

type Named = readonly [kind: 'phone' | 'email' | 'fbid' | 'twid' | 'wcid' | 'name', value: string]

function person(country: string, ...named: readonly Named[]): readonly Subject[] {
  const identifiers = named.flatMap(([kind, value]) => {
    const parsed = parseIdentifier(kind, value, { country, form: 'on-premises' })
    return parsed.ok ? [parsed.identifier] : []
  })
  return [{ key: '1.consumer-1', type: 'consumer', identifiers, attachedKeys: [] }]
}

const ada = person('US', ['phone', '7815550101'], ['email', 'ada@example.com'])

interface Record {
  readonly chain: number
  readonly n?: number
  readonly contact: string
  readonly status?: number
  readonly notes?: string | null
  readonly customer?: string | null
}

async function createLists(database: Database, records: readonly Record[]): Promise<void> {
  await database.knex.raw(
    'create table CL (record_id int, contact_info varchar(128), record_status int, chain_id int not null, chain_n int not null, NOTES varchar(255), CUST_ID varchar(64), primary key (chain_id, chain_n))',
  )
  await database.knex.raw(
    'create table DNC (id int not null primary key, phone varchar(64), customer_id varchar(64), tenant_dbid int)',
  )
  for (const [i, { chain, n = 0, contact, status = 1, notes = null, customer = null }] of records.entries()) {
    await database.knex.raw('insert into CL values (?, ?, ?, ?, ?, ?, ?)', [
      i,
      contact,
      status,
      chain,
      n,
      notes,
      customer,
    ])
  }
}

async function entries(database: Database, ...rows: readonly (readonly (string | null)[])[]): Promise<void> {
  for (const [i, [phone = null, customer = null, dbid = '101']] of rows.entries()) {
    await database.knex.raw('insert into DNC values (?, ?, ?, ?)', [i + 1, phone, customer, Number(dbid)])
  }
}

const settings: OutboundSettings = {
  database: 'world',
  callingLists: [{ table: 'CL', userFields: ['NOTES', { column: 'CUST_ID', kind: 'address' }], customerId: 'CUST_ID' }],
  doNotCall: [{ table: 'DNC' }],
  tenantDbid: 101,
}

async function texts(database: Database, sql: string): Promise<readonly (string | null)[]> {
  return (await rowsOf(database.knex.raw(sql))).map((row) => textIn(row, 'value'))
}

const contacts = (database: Database) =>
  texts(database, 'select contact_info as value from CL order by chain_id, chain_n')
const phones = (database: Database) => texts(database, 'select phone as value from DNC order by id')

async function forget(database: Database, people: readonly Subject[], more: Partial<OutboundSettings> = {}) {
  const session = await outbound.open({ ...settings, ...more }, tenant, toolsFor(database))
  const findings = await findingsOf(session.find(people, run()))
  const fates = await fatesOf(session.erase(recordedOf(findings), run()))
  const left = await session.verify(people, recordedOf(findings), run())
  return { fates, left: left.map(({ rows }) => rows) }
}

describe.each(engines)('on $name', ({ withDatabase }) => {
  test.each([
    ['phone', '781 555 0101', '7815550101'],
    ['email', 'ada@example.com', 'ADA@example.com'],
    ['fbid', '100000123456789', '100000123456789'],
    ['twid', 'ada_sample', 'Ada_Sample'],
    ['wcid', 'oW1Example', 'oW1Example'],
    ['name', 'Ada Sample', 'ada sample'],
  ] as const)(
    'an entry of a do-not-call list whose customer id is the %s is the person’s',
    async (kind, value, stored) => {
      await withDatabase(async (database) => {
        await createLists(database, [])
        await entries(database, ['8005550100', stored], ['8005550100', `${stored}1`], ['8005550100', stored, '102'])
        const { left } = await forget(database, person('US', [kind, value]))
        expect(await phones(database)).toEqual(['***', '8005550100', '8005550100'])
        expect(left).toEqual([])
      })
    },
  )

  test('entries with the customer id of the person’s own records are the person’s, and no stranger’s', async () => {
    await withDatabase(async (database) => {
      await createLists(database, [
        { chain: 1, contact: '7815550101', customer: 'C-77' },
        { chain: 2, contact: '(781) 555-0101', customer: '0' },
        { chain: 3, contact: '781-555-0101', customer: '***' },
        { chain: 4, contact: '7815550999', customer: 'C-78' },
      ])
      const ids = ['C-77', 'C-78', '0', '***', null]
      await entries(database, ...ids.map((id) => ['8005550100', id]), ['8005550100', 'C-77', '102'])
      const { left } = await forget(database, ada)
      expect(await phones(database)).toEqual(['***', ...Array.from({ length: 5 }, () => '8005550100')])
      expect(left).toEqual([])
    })
  })

  test('records are deleted with their chain where the list says so, and nobody else’s', async () => {
    await withDatabase(async (database) => {
      await createLists(database, [
        { chain: 1, n: 0, contact: '7815550101' },
        { chain: 1, n: 1, contact: '7815550188' },
        { chain: 2, contact: '7815550102', notes: 'knows ada@example.com' },
        { chain: 3, contact: '7815550103' },
        { chain: 4, contact: 'ada@example.com', notes: 'ada@example.com' },
      ])
      const callingLists = [{ table: 'CL', userFields: ['NOTES'], redact: 'delete' }] as const
      const { fates, left } = await forget(database, ada, { callingLists })
      expect(await contacts(database)).toEqual(['7815550102', '7815550103'])
      expect(await texts(database, 'select NOTES as value from CL order by chain_id')).toEqual(['knows ***', null])
      expect(Object.keys(fates)).toEqual(['erased'])
      expect(left).toEqual([])
    })
  })

  test('a record that the dialer holds is not deleted before it is given back', async () => {
    await withDatabase(async (database) => {
      await createLists(database, [
        { chain: 1, n: 0, contact: '7815550101', status: 2 },
        { chain: 1, n: 1, contact: '7815550188' },
      ])
      const callingLists = [{ table: 'CL', userFields: ['NOTES'], redact: 'delete' }] as const
      const session = await outbound.open({ ...settings, callingLists }, tenant, toolsFor(database))
      const findings = await findingsOf(session.find(ada, run()))
      expect(Object.keys(await fatesOf(session.erase(recordedOf(findings), run()))).sort()).toEqual(['erased', 'held'])
      expect(await contacts(database)).toEqual(['7815550101'])
      await database.knex.raw('update CL set record_status = 3')
      const later = await findingsOf(session.find(ada, run()))
      await fatesOf(session.erase(recordedOf(later), run()))
      expect(await contacts(database)).toEqual([])
    })
  })

  test('records without a chain are nobody’s chain', async () => {
    await withDatabase(async (database) => {
      await createLists(database, [
        { chain: 0, n: 1, contact: '7815550101' },
        { chain: 0, n: 2, contact: '7815550102' },
        { chain: 7, n: 1, contact: '7815550101' },
        { chain: 7, n: 2, contact: '7815550103' },
      ])
      await forget(database, ada)
      expect(await contacts(database)).toEqual(['***', '7815550102', '***', '***'])
    })
  })

  test('a list that is named twice is searched once, for the fields of both', async () => {
    await withDatabase(async (database) => {
      await createLists(database, [
        { chain: 1, contact: '7815550101', notes: 'Ada', customer: 'C-1' },
        { chain: 2, contact: '7815550102', notes: 'Bob', customer: 'C-2' },
        { chain: 3, contact: '7815550103', customer: 'ada@example.com' },
      ])
      const callingLists = [
        { table: 'CL', userFields: ['NOTES'] },
        { table: 'cl', userFields: ['CUST_ID'] },
      ]
      const { fates, left } = await forget(database, ada, { callingLists })
      expect(await contacts(database)).toEqual(['***', '7815550102', '***'])
      const ids = await texts(database, 'select CUST_ID as value from CL order by chain_id')
      expect(ids).toEqual(['***', 'C-2', '***'])
      expect(fates).toEqual({ erased: 5 })
      expect(left).toEqual([])
    })
  })
})

test('a table that is named twice with two meanings is refused', () => {
  const problems = (callingLists: OutboundSettings['callingLists']) =>
    outbound.checkSettings?.({ database: 'ocs', ...(callingLists === undefined ? {} : { callingLists }) }, ['ocs'])
  expect(problems([{ table: 'CL' }, { table: 'cl', redact: 'delete' }])).toMatchObject([{ pointer: '/callingLists/1' }])
  expect(problems([{ table: 'CL' }, { table: 'CL', key: ['record_id'] }])).toMatchObject([
    { pointer: '/callingLists/1' },
  ])
  expect(problems([{ table: 'CL', userFields: ['A'] }, { table: 'CL', userFields: ['B'] }, { table: 'D' }])).toEqual([])
})

describe.each(engines)('a date that has somebody’s digits, on $name', ({ withDatabase }) => {
  const dane = person('DK', ['phone', '21031985'])
  const dated = { callingLists: [{ table: 'CL', userFields: ['NOTES'] }] } as const

  test.each([
    '21.03.1985',
    '21-03-1985',
    '21/03/1985',
    ' 21.3.1985 ',
    '21. 03. 1985',
    '21.03.1985.',
    '1985\u201021\u201003',
    '"21-03-1985"',
    'geb. 21.03.1985',
    'born 21.03.1985, likes tea',
  ])('is no number as %j', async (notes) => {
    await withDatabase(async (database) => {
      await createLists(database, [{ chain: 1, contact: '8005550100', notes }])
      const { fates, left } = await forget(database, dane, dated)
      expect(await contacts(database)).toEqual(['8005550100'])
      expect(await rowsOf(database.knex.raw('select NOTES as notes from CL'))).toEqual([{ notes }])
      expect([fates, left]).toEqual([{}, []])
    })
  })

  test.each(['21031985', 'DOB: 21031985', "'21031985", '21031985.0', '21 03 1985', 'born 21031985, likes tea'])(
    'is an error of whose number it is, and the row stays, as %j',
    async (notes) => {
      await withDatabase(async (database) => {
        await createLists(database, [{ chain: 1, contact: '8005550100', notes }])
        const session = await outbound.open({ ...settings, ...dated }, tenant, toolsFor(database))
        await expect(findingsOf(session.find(dane, run()))).rejects.toThrow('this number and a date as well')
      })
    },
  )

  test('is a number where the settings say what the field holds', async () => {
    await withDatabase(async (database) => {
      await createLists(database, [{ chain: 1, contact: '8005550100', notes: '21031985' }])
      const stated = [{ table: 'CL', userFields: [{ column: 'NOTES', identifies: ['phone'] }] }] as const
      await forget(database, dane, { callingLists: stated })
      expect(await contacts(database)).toEqual(['***'])
    })
  })

  test('is a number where it stands for contact, in an international spelling, or beside the person’s own number', async () => {
    await withDatabase(async (database) => {
      await createLists(database, [
        { chain: 1, contact: '21031985' },
        { chain: 2, contact: '8005550100', notes: '+45 21 03 19 85' },
        { chain: 3, contact: '+4521031985', notes: '21031985' },
      ])
      const { left } = await forget(database, dane, dated)
      expect(await contacts(database)).toEqual(['***', '***', '***'])
      expect(left).toEqual([])
    })
  })
})
