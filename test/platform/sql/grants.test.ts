/** The rights in `sql/postgres/grants.sql` are enough for a forget, and what is missing is printed as it can be run. */

import { expect, it } from 'vitest'

import type { Database } from '../../../src/platform/sql/database.ts'
import { readScript } from '../../../src/platform/sql/script.ts'
import { infoMart } from '../../../src/products/info-mart/info-mart.ts'
import { subjects, tenant } from '../../contract/corpus.ts'
import { infoMartWorld } from '../../contract/info-mart-world.ts'
import { recordedOf, run } from '../../contract/suite.ts'
import { createTables } from '../../contract/table-world.ts'
import { limitedLogin, withLimitedLogin } from '../../support/limited-login.ts'
import { toolsFor } from '../../support/tools.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'
import { errorsOf, forget, openTable } from '../../support/one-table.ts'

const settings = {
  database: 'world',
  tenantDbid: 101,
  siteTables: { LDR_FACT: { tenantColumn: 'SITE' } },
  unassignedRows: 'ignore',
} as const
const login = limitedLogin

async function withLimited(work: (owner: Database, limited: Database) => Promise<void>): Promise<void> {
  await withLimitedLogin(async (owner, limited) => {
    await createTables(owner, infoMartWorld)
    for (const script of ['history', 'finding']) {
      for (const statement of await readScript('pg', script)) await owner.knex.raw(statement)
    }
    await work(owner, limited)
  })
}

it('lets a login with these rights, and no more, forget', () =>
  withLimited(async (owner, limited) => {
    for (const statement of await readScript('pg', 'grants')) {
      await owner.knex.raw(statement.replace('"lethe"', `"${login}"`))
    }
    const withoutUserData = subjects.map((subject) => ({ ...subject, attachedKeys: [] }))
    const session = await infoMart.open(settings, tenant, toolsFor(limited))
    expect((await session.check('forget')).filter(({ severity }) => severity === 'error')).toEqual([])
    const findings = await findingsOf(session.find(withoutUserData, run()))
    const erased = await fatesOf(session.erase(recordedOf(findings), run()))
    expect(erased.erased).toBeGreaterThan(10)
    expect(await session.verify(withoutUserData, recordedOf(findings), run())).toEqual([])
  }))

it('tells a login without UPDATE before anything is changed, and the statements it prints mend that', () =>
  withLimited(async (owner, limited) => {
    for (const statement of await readScript('pg', 'grants')) {
      if (!statement.startsWith('GRANT UPDATE')) await owner.knex.raw(statement.replace('"lethe"', `"${login}"`))
    }
    const session = await infoMart.open(settings, tenant, toolsFor(limited))
    expect((await session.check('export')).filter(({ severity }) => severity === 'error')).toEqual([])
    const missing = (await session.check('forget')).filter(({ severity }) => severity === 'error')
    expect(missing).toHaveLength(9)
    for (const { remedy } of missing) await owner.knex.raw(remedy ?? 'no remedy')
    expect((await session.check('forget')).filter(({ severity }) => severity === 'error')).toEqual([])
    await owner.knex.raw('revoke update (lastname) on gidb_gc_agent from ??', [login])
    const [one] = (await session.check('forget')).filter(({ severity }) => severity === 'error')
    expect(one?.place).toBe('GIDB_GC_AGENT')
  }))

it('tells a login without SELECT of every table that is looked at or led through, and the statements it prints mend that', () =>
  withLimited(async (owner, limited) => {
    const session = await infoMart.open(settings, tenant, toolsFor(limited))
    const missing = await errorsOf(session, 'export')
    expect(missing.length).toBeGreaterThan(7)
    for (const { message } of missing)
      expect(message).toMatch(/^the login lacks the right SELECT on `\w+`; let the DBA/)
    for (const { remedy } of missing) await owner.knex.raw(remedy ?? 'no remedy')
    expect(await errorsOf(session, 'export')).toEqual([])
    const withoutUserData = subjects.map((subject) => ({ ...subject, attachedKeys: [] }))
    expect(await findingsOf(session.find(withoutUserData, run()))).not.toEqual([])
  }))

it('tells of each table on the way to others that it cannot be read', () =>
  withLimited(async (owner, limited) => {
    await owner.knex.raw('grant select on all tables in schema public to ??', [login])
    const session = await infoMart.open(settings, tenant, toolsFor(limited))
    expect(await errorsOf(session, 'export')).toEqual([])
    await owner.knex.raw('revoke select on interaction_resource_fact from ??', [login])
    const missing = await errorsOf(session, 'export')
    expect(missing.map(({ place }) => place)).toContain('INTERACTION_RESOURCE_FACT')
    for (const { remedy } of missing) await owner.knex.raw(remedy ?? 'no remedy')
    expect(await errorsOf(session, 'export')).toEqual([])
  }))

it.each([
  ['a key', '(phone, name, site)'],
  ['the searched column', '(id, name, site)'],
  ['a column that comes with its row', '(id, phone, site)'],
  ['the tenant', '(id, phone, name)'],
])('tells a login that may see some columns, but not %s, all columns that it needs', (_, columns) =>
  withLimitedLogin(async (owner, limited) => {
    await owner.knex.raw('create table lead (id bigint primary key, phone text, site int, name text, notes text)')
    await owner.knex.raw("insert into lead values (1, '2125550101', 1, 'Ada', 'x')")
    await owner.knex.raw(`grant select ${columns} on lead to ${login}`)
    const session = await openTable(limited, [], {
      table: 'LEAD',
      key: ['ID'],
      tenant: { column: 'SITE', value: 1 },
      columns: [
        { column: 'PHONE', identifies: ['phone'] },
        { column: 'NAME', comesWithRow: true },
      ],
    })
    const [first, ...more] = await errorsOf(session, 'export')
    expect(more).toEqual([])
    expect(first?.message).toMatch(/lacks the right SELECT on `LEAD` on all of its columns that are read/)
    expect(first?.remedy).toBe(`GRANT SELECT ("id", "phone", "name", "site") ON "public"."lead" TO "${login}";`)
    await owner.knex.raw(first?.remedy ?? 'no remedy')
    expect(await errorsOf(session, 'export')).toEqual([])
  }),
)

it('tells a login that may see some columns of a table whose rows a forget deletes that each row is recorded whole', () =>
  withLimitedLogin(async (owner, limited) => {
    await owner.knex.raw('create table lead (id bigint primary key, phone text, notes text)')
    await owner.knex.raw("insert into lead values (1, '2125550101', 'x')")
    await owner.knex.raw(`grant select (id, phone), delete on lead to ${login}`)
    const session = await openTable(limited, [], {
      table: 'LEAD',
      key: ['ID'],
      columns: [{ column: 'PHONE', identifies: ['phone'], redact: 'delete' }],
    })
    expect(await errorsOf(session, 'export')).toEqual([])
    const [first, ...more] = await errorsOf(session)
    expect(more).toEqual([])
    expect(first?.remedy).toBe(`GRANT SELECT ("id", "phone", "notes") ON "public"."lead" TO "${login}";`)
    await owner.knex.raw(first?.remedy ?? 'no remedy')
    expect(await errorsOf(session)).toEqual([])
    await forget(session)
    expect(await owner.knex('lead')).toEqual([])
  }))
