/** Chains: what belongs to the person, what the dialer holds, and a chain that cannot be one person's. */

import { describe, expect, it } from 'vitest'

import type { Database } from '../../../src/platform/sql/database.ts'
import { outbound } from '../../../src/products/outbound/outbound.ts'
import type { OutboundSettings } from '../../../src/products/outbound/settings.ts'
import { subjects, tenant } from '../../contract/corpus.ts'
import { found, recordedOf, run, withValue } from '../../contract/suite.ts'
import { withSqlite } from '../../support/databases.ts'
import { toolsFor } from '../../support/tools.ts'
import { fatesOf } from '../../support/effects.ts'

const settings: OutboundSettings = { database: 'world', callingLists: [{ table: 'CL', userFields: ['NAME'] }] }

/** Records `[chain_id, chain_n, record_status, contact_info, NAME]`. */
async function withList(
  records: readonly (readonly [number, number, number, string, string])[],
  work: (database: Database) => Promise<void>,
): Promise<void> {
  await withSqlite(async (database) => {
    await database.knex.raw(
      'create table CL (chain_id int not null, chain_n int not null, record_status int, contact_info text, NAME text, primary key (chain_id, chain_n))',
    )
    for (const record of records) await database.knex.raw('insert into CL values (?, ?, ?, ?, ?)', [...record])
    await work(database)
  })
}

const rowsNow = (database: Database) =>
  database.knex('CL').select('contact_info', 'NAME').orderBy(['chain_id', 'chain_n'])

describe('a chain', () => {
  it('is left to its other numbers when the site says `matched`', () =>
    withList(
      [
        [1, 0, 1, '2125550101', 'Ada'],
        [1, 1, 1, '2125550188', 'Ada'],
      ],
      async (database) => {
        const session = await outbound.open({ ...settings, chain: 'matched' }, tenant, toolsFor(database))
        await fatesOf(session.erase(recordedOf(await found(session)), run()))
        expect(await rowsNow(database)).toEqual([
          { contact_info: '***', NAME: '***' },
          { contact_info: '2125550188', NAME: 'Ada' },
        ])
      },
    ))

  it('keeps the record that the dialer holds, says so, and is finished from the record once it is given back', () =>
    withList(
      [
        [1, 0, 1, '2125550101', 'Ada'],
        [1, 1, 2, '2125550188', 'Ada'],
      ],
      async (database) => {
        const session = await outbound.open(settings, tenant, toolsFor(database))
        const findings = await found(session)
        const erased = await fatesOf(session.erase(recordedOf(findings), run()))
        expect(erased).toEqual({ erased: 2, held: 2 })
        expect(await rowsNow(database)).toEqual([
          { contact_info: '***', NAME: '***' },
          { contact_info: '2125550188', NAME: 'Ada' },
        ])
        expect((await session.verify(subjects, recordedOf(findings), run())).map(({ rows }) => rows)).toEqual([1, 1])
        // Nothing leads from Ada to the record any more: only what was recorded does.
        expect(withValue(await found(session))).toEqual([])
        await database.knex('CL').update({ record_status: 1 })
        await fatesOf(session.erase(recordedOf(findings), run()))
        expect(await session.verify(subjects, recordedOf(findings), run())).toEqual([])
        expect(await rowsNow(database)).toEqual([
          { contact_info: '***', NAME: '***' },
          { contact_info: '***', NAME: '***' },
        ])
      },
    ))

  it('that is as long as the list is refused instead of making everybody one person', () =>
    withList(
      Array.from(
        { length: 300 },
        (_, n) => [5, n, 1, n === 7 ? '2125550101' : `31255501${n % 90}`, 'somebody'] as const,
      ),
      async (database) => {
        const session = await outbound.open(settings, tenant, toolsFor(database))
        await expect(found(session)).rejects.toThrow(/hardly one person/)
        const patient = await outbound.open({ ...settings, longestChain: 300 }, tenant, toolsFor(database))
        expect(withValue(await found(patient)).length).toBe(600)
      },
    ))
})

describe('a do-not-call list', () => {
  it('is kept as it is, and reported, where the site says `retain`', () =>
    withSqlite(async (database) => {
      await database.knex.raw('create table DNC (phone text, customer_id text)')
      await database.knex.raw("insert into DNC values ('2125550101', 'C-1'), ('2125550100', 'C-2')")
      const retaining: OutboundSettings = {
        database: 'world',
        doNotCall: [{ table: 'DNC' }],
        doNotCallPolicy: 'retain',
      }
      const session = await outbound.open(retaining, tenant, toolsFor(database))
      const findings = await found(session)
      expect(withValue(findings)).toHaveLength(2)
      const erased = await fatesOf(session.erase(recordedOf(findings), run()))
      expect(erased).toEqual({ retained: 2 })
      expect(await session.verify(subjects, recordedOf(findings), run())).toEqual([])
      expect(await database.knex('DNC')).toContainEqual({ phone: '2125550101', customer_id: 'C-1' })
    }))
})
