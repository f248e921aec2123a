/** Rows that PostgreSQL hides from the login are an error with its name and the grant, and never "not found". */

import { describe, expect, it } from 'vitest'

import type { Database } from '../../../src/platform/sql/database.ts'
import { found, withValue } from '../../contract/suite.ts'
import { limitedLogin, withLimitedLogin } from '../../support/limited-login.ts'
import { errorsOf, forget, openTable } from '../../support/one-table.ts'

const lead = {
  table: 'LEAD',
  key: ['ID'],
  columns: [
    { column: 'PHONE', identifies: ['phone'] },
    { column: 'NAME', comesWithRow: true },
  ],
} as const

const made = [
  'create table lead (id bigint primary key, phone text, site text, name text)',
  "insert into lead values (1, '2125550101', 'a', 'Ada'), (2, '2125550101', 'b', 'Ada')",
]
const secured = [...made, 'alter table lead enable row level security']
const granted = `grant select, update on all tables in schema public to ${limitedLogin}`

async function withLead(
  script: readonly string[],
  work: (limited: Database, owner: Database) => Promise<void>,
): Promise<void> {
  await withLimitedLogin(async (owner, limited) => {
    for (const statement of [...script, granted]) await owner.knex.raw(statement)
    await work(limited, owner)
  })
}

describe('a row security policy', () => {
  it.each([
    ['without any policy, which hides every row', secured],
    ['that shows no row', [...secured, "create policy p on lead using (site = 'c')"]],
    ['that shows some rows', [...secured, "create policy p on lead using (site = 'a')"]],
    [
      'that restricts what others show',
      [...secured, 'create policy p on lead using (true)', "create policy r on lead as restrictive using (site = 'a')"],
    ],
    ['for one role only', [...secured, `create policy p on lead to ${limitedLogin} using (site = 'b')`]],
    [
      'on a table that has partitions',
      [
        'create table lead (id bigint, phone text, site text, name text, primary key (id, site)) partition by list (site)',
        "create table lead_a partition of lead for values in ('a')",
        'alter table lead enable row level security',
      ],
    ],
  ])('%s is an error that names it and the grant, in the check and in the search', async (_, script) => {
    await withLead(script, async (limited, owner) => {
      const session = await openTable(limited, [], lead)
      expect(await errorsOf(session, 'export')).toMatchObject([
        {
          place: 'LEAD',
          message: expect.stringMatching(/row level security/),
          remedy: `ALTER ROLE "${limitedLogin}" BYPASSRLS;`,
        },
      ])
      await expect(found(session)).rejects.toMatchObject({ message: expect.stringMatching(/`LEAD` has row level sec/) })
      const [first] = await errorsOf(session)
      await owner.knex.raw(first?.remedy ?? 'none')
      const after = await openTable(limited, [], lead)
      expect(await errorsOf(after)).toEqual([])
      await forget(after)
      expect(await owner.knex('lead').whereNot({ phone: '***' })).toEqual([])
    })
  })

  it('does not concern the owner of the table, unless it is forced on him', async () => {
    const script = [
      ...secured,
      `alter table lead owner to ${limitedLogin}`,
      "create policy p on lead using (site = 'a')",
    ]
    await withLead(script, async (limited, owner) => {
      expect(await errorsOf(await openTable(limited, [], lead))).toEqual([])
      await owner.knex.raw('alter table lead force row level security')
      expect(await errorsOf(await openTable(limited, [], lead))).toHaveLength(1)
    })
  })

  it('behind a view is an error too', async () => {
    const view = 'create view v with (security_invoker = true) as select id, phone, name from lead'
    await withLead([...secured, view], async (limited) => {
      const session = await openTable(limited, [], { ...lead, table: 'V' })
      expect(await errorsOf(session)).toContainEqual({
        severity: 'error',
        place: 'V.PHONE',
        message: expect.stringMatching(/row security policy/),
        remedy: `ALTER ROLE "${limitedLogin}" BYPASSRLS;`,
      })
      await expect(found(session)).rejects.toMatchObject({
        code: 'missing-right',
        message: expect.stringMatching(/`V\.PHONE`: .*row security policy hides rows/),
      })
    })
  })

  it('that came after the table was looked up is no "not found" either', async () => {
    await withLead(made, async (limited, owner) => {
      const session = await openTable(limited, [], lead)
      expect(withValue(await found(session))).toHaveLength(4)
      await owner.knex.raw('alter table lead enable row level security')
      await expect(found(session)).rejects.toMatchObject({ code: 'missing-right' })
    })
  })
})
