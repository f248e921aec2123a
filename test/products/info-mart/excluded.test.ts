/** What a site does not have: tables and single columns, left out by name; whatever else is missing is an error. */

import { describe, expect, test } from 'vitest'

import type { Database } from '../../../src/platform/sql/database.ts'
import { subjects } from '../../contract/corpus.ts'
import { withSqlite } from '../../support/databases.ts'
import { complaints, createEmpty, found, insert, open } from './support.ts'

const number = '2125550101'
const people = subjects.slice(0, 1)

/** Of a version that has no CUSTOMER_ANI. */
async function createWithoutAni(database: Database): Promise<void> {
  await createEmpty(database)
  await database.knex.raw('alter table CALLBACK_FACT drop column CUSTOMER_ANI')
  database.refresh()
  const row = { ADDED_TS: 1, DS_AUDIT_KEY: 1, EVENT_SEQUENCE: 1, TENANT_KEY: 1, CUSTOMER_PHONE_NUMBER: number }
  await insert(database, 'CALLBACK_FACT', row)
}

const callbacks = (lines: readonly string[]) => lines.filter((line) => line.startsWith('CALLBACK_FACT'))

describe('a table without one of its columns', () => {
  test('is an error that names the line for the settings', async () => {
    await withSqlite(async (database) => {
      await createWithoutAni(database)
      await expect(found(database, people)).rejects.toThrow('`exclude: [CALLBACK_FACT.CUSTOMER_ANI]`')
      const [error] = (await complaints(database)).filter(({ severity }) => severity === 'error')
      expect(error?.message).toContain('leave it out with `exclude: [CALLBACK_FACT.CUSTOMER_ANI]`')
    })
  })

  test.each(['CALLBACK_FACT.CUSTOMER_ANI', 'callback_fact.customer_ani', ' Callback_Fact.Customer_ANI '])(
    'is searched in the others once it is left out as %j',
    async (entry) => {
      await withSqlite(async (database) => {
        await createWithoutAni(database)
        const lines = callbacks(await found(database, people, { exclude: [entry] }))
        expect(lines).toEqual([
          'CALLBACK_FACT.CUSTOMER_PHONE_NUMBER - -',
          `CALLBACK_FACT.CUSTOMER_PHONE_NUMBER 1:1:1 ${number}`,
        ])
        const errors = (await complaints(database, { exclude: [entry] })).filter((one) => one.severity === 'error')
        expect(errors).toEqual([])
      })
    },
  )

  test('is left out as a whole when nobody can be found in it any more', async () => {
    await withSqlite(async (database) => {
      await createEmpty(database)
      await database.knex.raw('drop table CALLBACK_FACT')
      database.refresh()
      const exclude = ['CALLBACK_FACT.CUSTOMER_ANI', 'CALLBACK_FACT.CUSTOMER_PHONE_NUMBER']
      expect(callbacks(await found(database, people, { exclude }))).toEqual([])
    })
  })

  test('without its key cannot be searched at all', async () => {
    await withSqlite(async (database) => {
      await createEmpty(database)
      await database.knex.raw('drop table CALLBACK_FACT')
      await database.knex.raw('create table CALLBACK_FACT (TENANT_KEY int, CUSTOMER_PHONE_NUMBER varchar(255))')
      database.refresh()
      await expect(found(database, people, { exclude: ['CALLBACK_FACT.CUSTOMER_ANI'] })).rejects.toThrow(
        'leave it out with `exclude: [CALLBACK_FACT]`',
      )
    })
  })
})

test('a column of employees is left out, and the kind with the last column that is searched by', async () => {
  await withSqlite(async (database) => {
    await createEmpty(database)
    await database.knex.raw('alter table GIDB_GC_AGENT drop column EMAIL')
    database.refresh()
    const errors = async (...exclude: readonly string[]) =>
      (await complaints(database, { exclude })).filter(({ severity }) => severity === 'error')
    expect(await errors()).toHaveLength(1)
    expect(await errors('gidb_gc_agent.email')).toEqual([])
    const names = ['GIDB_GC_AGENT.USERNAME', 'RESOURCE_.RESOURCE_NAME', 'ROUTING_TARGET.TARGET_OBJECT_SELECTED']
    expect((await open(database, { exclude: names })).searchesBy).toEqual(['phone', 'email'])
  })
})

test('other settings name tables and columns in any case too', async () => {
  await withSqlite(async (database) => {
    await createEmpty(database)
    await database.knex.raw('create table CDR_FACT (ID int primary key, SITE int, ANI varchar(64), DNIS varchar(64))')
    database.refresh()
    const row = { ID: 1, SITE: 1, ANI: number, DNIS: '8005550100' }
    await insert(database, 'CDR_FACT', row)
    const more = { siteTables: { cdr_fact: { tenantColumn: 'SITE' } }, redact: { 'cdr_fact.ani': 'null' } } as const
    expect(await found(database, people, more)).toContain(`CDR_FACT.ANI 1 ${number}`)
  })
})

describe('tables that no source documents', () => {
  const ddl =
    'create table CDR_FACT (CDR_ID numeric(19) not null primary key, TENANT_KEY int, ANI varchar(64), DNIS varchar(64))'

  test('are told by doctor with the line that switches them on', async () => {
    await withSqlite(async (database) => {
      await createEmpty(database)
      await database.knex.raw(ddl)
      await database.knex.raw('create table SDR_SESSION_FACT (SESSION_ID varchar(64), ANI_NUMBER varchar(64))')
      database.refresh()
      await insert(database, 'CDR_FACT', { CDR_ID: 7, TENANT_KEY: 1, ANI: number, DNIS: '8005550100' })
      const told = (await complaints(database)).filter(({ severity }) => severity === 'warning')
      expect(told.map(({ place, remedy }) => [place, remedy])).toEqual([
        ['CDR_FACT', 'CDR_FACT: { key: [CDR_ID], tenantColumn: TENANT_KEY }'],
        ['SDR_SESSION_FACT', 'SDR_SESSION_FACT: { key: [rowid], tenantColumn: null }'],
      ])
      expect(told[1]?.message).toContain('`exclude: [SDR_SESSION_FACT.ANI]`')
      const copied = { siteTables: { CDR_FACT: { key: ['CDR_ID'], tenantColumn: 'TENANT_KEY' } } }
      expect(await found(database, people, copied)).toContain(`CDR_FACT.ANI 7 ${number}`)
      expect((await complaints(database, copied)).map(({ place }) => place)).toEqual(['SDR_SESSION_FACT'])
      expect(await complaints(database, { ...copied, exclude: ['sdr_session_fact'] })).toEqual([])
    })
  })

  test('are not spoken of where there are none', async () => {
    await withSqlite(async (database) => {
      await createEmpty(database)
      expect(await complaints(database)).toEqual([])
    })
  })
})

test('a table on the way to attached data is missed by doctor before a request needs it', async () => {
  await withSqlite(async (database) => {
    await createEmpty(database)
    await database.knex.raw('drop table MEDIATION_SEGMENT_FACT')
    database.refresh()
    const told = await complaints(database)
    expect(told).toMatchObject([{ severity: 'warning', place: 'MEDIATION_SEGMENT_FACT' }])
    expect(told[0]?.message).toContain('`exclude: [MEDIATION_SEGMENT_FACT]`')
    await expect(found(database, people)).resolves.toBeDefined()
  })
})
