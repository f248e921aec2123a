/** Numbers that are stored as links, where an index leads to them and nothing else is read. */

import { describe, expect, it } from 'vitest'

import { tables } from '../../../src/products/tables/tables.ts'
import { phones, tenant, wrapped, wrappedStrangers } from '../../contract/corpus.ts'
import { found } from '../../contract/suite.ts'
import { engines } from '../../support/engines.ts'
import { toolsFor } from '../../support/tools.ts'

const entry = {
  database: 'world',
  tables: [{ table: 'CALLS', tenant: null, columns: [{ column: 'PHONE', identifies: ['phone'], match: 'written' }] }],
} as const

describe.each(engines)('an index on $name', ({ withDatabase }) => {
  it('leads to tel: in the spellings of RFC 3966, and to no stranger', () =>
    withDatabase(async (database) => {
      await database.knex.raw('create table CALLS (ID int not null primary key, PHONE varchar(64))')
      await database.knex.raw('create index I on CALLS (PHONE)')
      const links = [
        'tel:+12125550101',
        'tel:12125550101',
        'tel:2125550101',
        'tel:+1-212-555-0101',
        'tel:+1(212)555-0101',
      ]
      const others = [...wrapped.phones.filter((phone) => !phone.startsWith('tel:')), ...wrappedStrangers.phones]
      for (const [ID, PHONE] of [...links, ...others].entries()) {
        await database.knex.raw('insert into CALLS values (?, ?)', [ID, PHONE])
      }
      const findings = await found(await tables.open(entry, tenant, toolsFor(database)))
      const values = findings.filter(({ content }) => content !== null)
      expect(values.map(({ content }) => content).sort()).toEqual([...links].sort())
      expect(new Set(values.map(({ owner }) => owner.consumerId))).toEqual(new Set([phones.ada]))
    }))
})
