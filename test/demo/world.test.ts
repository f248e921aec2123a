/** The world of the sandbox: the same everywhere, with the cast in it and the strangers apart from it. */

import { describe, expect, it } from 'vitest'

import { createCampaign, createInfoMart, demoSize } from '../../src/demo/world/create.ts'
import { interactionsOf } from '../../src/demo/world/interactions.ts'
import { acme, ada, ben, orion, strangers } from '../../src/demo/world/people.ts'
import type { Database } from '../../src/platform/sql/database.ts'
import { sha256 } from '../../src/platform/crypto/hash.ts'
import { withSqlite } from '../support/databases.ts'

const small = { ...demoSize, interactions: 1_000 }

describe('the sandbox world', () => {
  it('is the same for the same seed, and another for another', async () => {
    const digest = (seed: number) =>
      withSqlite(async (database) => {
        await createInfoMart(database, { ...small, seed })
        return sha256(JSON.stringify(await allRows(database, 'INTERACTION_FACT')))
      })
    const first = await digest(7)
    expect(await digest(7)).toBe(first)
    expect(await digest(8)).not.toBe(first)
  })

  it('plants each of the cast as often as told, in rows that nobody else has', async () => {
    await withSqlite(async (database) => {
      await createInfoMart(database, small)
      for (const person of small.cast) {
        const ids = interactionsOf(person, small.interactions, small.cast)
        expect(ids).toHaveLength(person.interactions)
        const addresses = new Set<unknown>([...person.phoneForms, person.email])
        const rows = await allRows(database, 'INTERACTION_FACT')
        const own = rows.filter(
          (row) =>
            row['TENANT_KEY'] === person.tenant.tenantKey &&
            (addresses.has(row['SOURCE_ADDRESS']) || addresses.has(row['TARGET_ADDRESS'])),
        )
        expect(own.map((row) => row['INTERACTION_ID'])).toEqual(ids)
      }
    })
  })

  it('has the company’s own address opposite the person’s, and the same number in both tenants', async () => {
    await withSqlite(async (database) => {
      await createInfoMart(database, small)
      const rows = await allRows(database, 'INTERACTION_FACT')
      for (const row of rows) {
        const own = row['TENANT_KEY'] === acme.tenantKey ? acme : orion
        const pair = [row['SOURCE_ADDRESS'], row['TARGET_ADDRESS']]
        expect(pair.filter((address) => address === own.ownNumber || address === own.ownEmail)).toHaveLength(1)
      }
      const tenants = rows.filter((row) => row['SOURCE_ADDRESS'] === ada.phone || row['TARGET_ADDRESS'] === ada.phone)
      expect([...new Set(tenants.map((row) => row['TENANT_KEY']))].sort()).toEqual([1, 2])
    })
  })

  it('gives every customer of a campaign a chain, and the dialer one record', async () => {
    await withSqlite(async (database) => {
      const cast = [ada, ben, ...strangers.filter((person) => person.tenant === acme)]
      await createCampaign(database, { tenant: acme, chains: 50, cast, held: [ben] }, 1)
      const rows = await allRows(database, 'cl_acme')
      expect(new Set(rows.map((row) => row['chain_id'])).size).toBe(50 + cast.length)
      const held = rows.filter((row) => row['record_status'] === 2)
      expect(held.map((row) => row['contact_info'])).toEqual([ben.phone])
    })
  })
})

async function allRows(database: Database, table: string): Promise<readonly Record<string, unknown>[]> {
  return database.knex(table).orderByRaw('1')
}
