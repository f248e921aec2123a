/** `lethe doctor` never says ok of what a run would fail at, and what it prints mends that: right by right, on PostgreSQL. */

import { rmSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import {
  answered,
  atSite,
  customer,
  doctor,
  followDoctor,
  forgetAda,
  role,
  statementsIn,
  tenant,
} from '../support/least-privilege.ts'

const plan = {
  tables: ['create schema crm', 'create schema own', ...customer('crm')],
  settings: (entry: string) => `
journal: { ${entry}, schema: own }
databases: { crm: { ${entry}, schema: crm }, own: { ${entry}, schema: own } }
history: { database: own }
${tenant}`,
}

interface Broken {
  readonly by: string
  /** What is said of it, with its place. */
  readonly told: RegExp
}

/** What can be broken at once without one hiding another; 0: only warnings. */
const sets: readonly (readonly [code: 0 | 1, broken: readonly Broken[]])[] = [
  [
    0,
    [
      {
        by: 'revoke delete on own.ctl_gdpr_history from ?',
        told: /^warning {2}history: CTL_GDPR_HISTORY: .*right DELETE/m,
      },
      { by: 'revoke delete on own.lethe_finding from ?', told: /^warning {2}record: LETHE_FINDING: .*right DELETE/m },
      { by: 'drop index own.lethe_finding_subject', told: /^warning {2}record: .*index LETHE_FINDING_SUBJECT/m },
      { by: 'drop index own.lethe_finding_end', told: /^warning {2}record: .*index LETHE_FINDING_END/m },
    ],
  ],
  [
    1,
    [
      { by: 'revoke update (name) on crm.customer from ?', told: /^error {4}acme: tables: CUSTOMER: .*right UPDATE/m },
      { by: 'revoke delete on crm.callback from ?', told: /^error {4}acme: tables: CALLBACK: .*right DELETE/m },
      { by: 'revoke insert on own.ctl_gdpr_history from ?', told: /^error {4}history: .*right INSERT/m },
      { by: 'revoke all on own.lethe_finding from ?', told: /^error {4}record: LETHE_FINDING: .*right INSERT/m },
      { by: 'alter table own.lethe_run owner to current_user', told: /^error {4}journal: the login lacks rights/m },
    ],
  ],
  [
    1,
    [
      { by: 'revoke select on crm.customer from ?', told: /^error {4}acme: tables: CUSTOMER: .*right SELECT/m },
      { by: 'revoke select on own.ctl_gdpr_history from ?', told: /^error {4}history: .*right SELECT/m },
      { by: 'drop table own.lethe_finding', told: /^error {4}record: LETHE_FINDING: the table is missing/m },
    ],
  ],
  [
    1,
    [
      { by: 'revoke usage on schema crm from ?', told: /^error {4}acme: tables: CUSTOMER: .*schema `crm`/m },
      { by: 'revoke usage on schema own from ?', told: /^error {4}history: CTL_GDPR_HISTORY: .*schema `own`/m },
    ],
  ],
  [
    1,
    [
      {
        by: 'alter table crm.customer enable row level security',
        told: /^error {4}acme: tables: CUSTOMER: .*row level/m,
      },
      { by: 'alter table own.ctl_gdpr_history enable row level security', told: /^error {4}history: .*row level/m },
      { by: 'alter table own.lethe_finding enable row level security', told: /^error {4}record: .*row level/m },
    ],
  ],
  [
    1,
    [
      {
        by: 'alter role ? set default_transaction_read_only = on',
        told: /^error {4}acme: tables: CUSTOMER: .*read-only/m,
      },
    ],
  ],
  [1, [{ by: 'revoke connect on database @ from ?', told: /^error {4}database crm: .*may not connect/m }]],
]

it('tells each missing right, and the statements it prints mend that', { timeout: 180_000 }, async () => {
  await atSite(plan, async ({ folder, dba }) => {
    const [row] = (await dba.knex.raw<{ rows: readonly { name: string }[] }>('select current_database() as name')).rows
    await followDoctor(folder, dba)
    // The journal is made at the first run.
    expect(await forgetAda({ folder, dba })).toMatchObject(answered)
    for (const [code, broken] of sets) {
      for (const { by } of broken) {
        await dba.knex.raw(by.replace('?', `"${role}"`).replace('@', `"${row?.name ?? ''}"`))
      }
      const looked = await doctor(folder)
      for (const { by, told } of broken) expect(looked.out, by).toMatch(told)
      expect(looked.code).toBe(code)
      for (const statement of statementsIn(looked.out)) await dba.knex.raw(statement)
      await followDoctor(folder, dba)
    }
    rmSync(join(folder, 'gdpr/forget-14032025-ada.json'))
    await dba.knex.raw("update crm.customer set phone = '+1 212 555 0142' where id = 1")
    expect(await forgetAda({ folder, dba }, 'again')).toMatchObject(answered)
  })
})

it.each([
  [
    'a column of the site in the history that takes no empty value',
    ['alter table own.ctl_gdpr_history add column approved_by text not null'],
    /^error {4}history: CTL_GDPR_HISTORY: the table takes no row of a run: .*NULL/m,
  ],
  [
    'a trigger on the record that refuses rows',
    [
      "create function own.refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$",
      'create trigger refuse before insert on own.lethe_finding execute function own.refuse()',
    ],
    /^error {4}record: LETHE_FINDING: the table takes no row of a run: .*trigger/m,
  ],
  [
    'a trigger on a table of the product that refuses changes',
    [
      "create function own.refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$",
      'create trigger refuse before update on crm.customer execute function own.refuse()',
    ],
    /^error {4}acme: tables: CUSTOMER: .*trigger that refuses/m,
  ],
])('tells of %s, though every right is there', async (_, broken, told) => {
  await atSite(plan, async ({ folder, dba }) => {
    await followDoctor(folder, dba)
    for (const statement of broken) await dba.knex.raw(statement)
    const { code, out } = await doctor(folder)
    expect(out).toMatch(told)
    expect(code).toBe(1)
    expect(statementsIn(out)).toEqual([])
  })
})

it('leaves nothing behind of what it tries', async () => {
  await atSite(plan, async ({ folder, dba }) => {
    await followDoctor(folder, dba)
    expect((await doctor(folder)).code).toBe(0)
    const rows = await dba.knex.raw<{ rows: readonly unknown[] }>(
      "select tablename from pg_tables where schemaname = 'own' order by tablename",
    )
    expect(rows.rows).toEqual([{ tablename: 'ctl_gdpr_history' }, { tablename: 'lethe_finding' }])
    for (const table of ['ctl_gdpr_history', 'lethe_finding']) {
      expect(await dba.knex.withSchema('own').from(table)).toEqual([])
    }
  })
})
