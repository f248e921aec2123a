/** From a login with no right at all to a completed forget, by what `lethe doctor` prints and nothing else. */

import { expect, it } from 'vitest'

import { answered, atSite, customer, followDoctor, forgetAda, tenant, type Plan } from '../support/least-privilege.ts'

it.each<[string, Plan & { readonly schema: string }]>([
  [
    'all of it in one schema of its own, the journal too',
    {
      schema: 'crm',
      tables: ['create schema crm', ...customer('crm')],
      settings: (entry) => `
journal: { ${entry}, schema: own }
databases: { crm: { ${entry}, schema: crm }, own: { ${entry}, schema: own } }
history: { database: own }
${tenant}`,
    },
  ],
  [
    'the tables where nobody names a schema, history and record made by Lethe itself',
    {
      schema: 'public',
      tables: customer('public'),
      settings: (entry) => `
databases: { crm: { ${entry} } }
history: { database: crm, create: true }
${tenant}`,
    },
  ],
  [
    'the tables where nobody names a schema, with policies, and the history made by the DBA',
    {
      schema: 'public',
      tables: [
        ...customer('public'),
        'alter table public.customer enable row level security',
        "create policy p on public.customer using (name = 'Bob Sample')",
      ],
      settings: (entry) => `
databases: { crm: { ${entry} } }
history: { database: crm }
${tenant}`,
    },
  ],
])('leads there: %s', async (_, plan) => {
  await atSite(plan, async (site) => {
    const followed = await followDoctor(site.folder, site.dba)
    expect(followed.filter((statement) => /superuser|ALL PRIVILEGES|GRANT ALL/i.test(statement))).toEqual([])
    expect(followed).toContainEqual(expect.stringContaining('GRANT UPDATE ("phone", "name") ON'))
    expect(await forgetAda(site)).toMatchObject(answered)
    const { rows } = await site.dba.knex.raw<{ rows: readonly unknown[] }>(
      `select id, phone, name, notes from ${plan.schema}.customer order by id`,
    )
    expect(rows).toEqual([
      { id: '1', phone: '***', name: '***', notes: 'x' },
      { id: '2', phone: '212-555-0143', name: 'Bob Sample', notes: 'y' },
    ])
    const left = await site.dba.knex.raw<{ rows: readonly unknown[] }>(`select id from ${plan.schema}.callback`)
    expect(left.rows).toEqual([{ id: '2' }])
    // And whoever looks again finds everything in order.
    expect(await followDoctor(site.folder, site.dba)).toEqual([])
  })
})
