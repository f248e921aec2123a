/** Redactions that the database refuses: the answer names the column and the cause, before the first row where that can be known. */

import { describe, expect, it } from 'vitest'

import { StepFailed } from '../../../src/domain/errors.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { rowsOf } from '../../../src/platform/sql/rows.ts'
import { found, recordedOf, run } from '../../contract/suite.ts'
import { fatesOf, reasonsOf } from '../../support/effects.ts'
import { engines } from '../../support/engines.ts'
import { errorsOf, openTable } from '../../support/one-table.ts'

const columns = [
  { column: 'PHONE', identifies: ['phone'] },
  { column: 'NOTE', comesWithRow: true },
] as const

const lead = (phone: string): string =>
  `create table LEAD (ID int not null primary key, PHONE ${phone}, NOTE varchar(40))`
const ada = "insert into LEAD (ID, PHONE, NOTE) values (1, '2125550101', 'Ada')"

/** What the person is answered, or the product where it concerns everybody. */
async function refusal(database: Database, script: readonly string[]): Promise<string> {
  const session = await openTable(database, script, { table: 'LEAD', columns })
  expect(await errorsOf(session)).toEqual([])
  const findings = await found(session)
  try {
    const [reason] = await reasonsOf(session.erase(recordedOf(findings), run()))
    if (reason !== undefined) return reason
  } catch (error) {
    if (error instanceof StepFailed) return error.message
    throw error
  }
  throw new Error('nothing was refused')
}

async function phones(database: Database): Promise<readonly unknown[]> {
  const rows = await rowsOf(database.knex.raw('select PHONE as phone from LEAD order by ID'))
  return rows.map(({ phone }) => phone)
}

const triggers: Readonly<Record<string, readonly string[]>> = {
  SQLite: ["create trigger keep before update on LEAD begin select raise(abort, 'not so'); end"],
  PostgreSQL: [
    "create function refuse() returns trigger language plpgsql as 'begin raise exception ''not so''; end'",
    'create trigger keep before update on LEAD for each row execute function refuse()',
  ],
}
const others: Readonly<Record<string, readonly string[]>> = {
  SQLite: ["create trigger keep before update on LEAD begin insert into GONE values ('x'); end"],
  PostgreSQL: [
    "create function copied() returns trigger language plpgsql as 'begin insert into gone values (1); return new; end'",
    'create trigger keep before update on LEAD for each row execute function copied()',
  ],
}

describe.each(engines)('on $name a redaction', ({ name, withDatabase }) => {
  it.each([
    ['that a CHECK of the column refuses', [lead('varchar(40) check (length(PHONE) > 6)'), ada], /constraint \(CHECK/],
    [
      'that a CHECK of the table refuses',
      [lead("varchar(40) check (PHONE <> '***' or NOTE is null)"), ada],
      /constraint/,
    ],
    [
      'that a foreign key refuses',
      [
        'create table P (PHONE varchar(40) primary key)',
        "insert into P values ('2125550101')",
        lead('varchar(40) references P'),
        ada,
      ],
      /foreign key/,
    ],
    [
      'that a unique index over an expression refuses',
      [
        lead('varchar(40)'),
        'create unique index U on LEAD (lower(PHONE))',
        "insert into LEAD values (9, '***', 'x')",
        ada,
      ],
      /unique index refuses/,
    ],
    ['that a trigger refuses', [lead('varchar(40)'), ada, ...(triggers[name] ?? [])], /trigger/],
  ])('%s is told with column and cause, and changes nothing', (_, script, cause) =>
    withDatabase(async (database) => {
      if (name === 'SQLite') await database.knex.raw('pragma foreign_keys = on')
      const failed = await refusal(database, script)
      expect(failed).toMatch(/^`LEAD\.PHONE`: /)
      expect(failed).toMatch(cause)
      expect(failed).not.toMatch(/2125550101|not so|doctor/)
      expect(await phones(database)).toContain('2125550101')
    }),
  )

  it('that breaks a trigger of the table is told with the column', () =>
    withDatabase(async (database) => {
      const failed = await refusal(database, [lead('varchar(40)'), ada, ...(others[name] ?? [])])
      expect(failed).toMatch(/^`LEAD\.PHONE`: /)
      expect(await phones(database)).toEqual(['2125550101'])
    }))

  it.each([
    ['a column that the database computes', 'generated always as (NUMBER) stored', 'PHONE'],
    ['a column that it computes from others', "generated always as ('+1' || NUMBER) stored", 'PHONE'],
  ])('of %s is refused before anything is searched', (_, generated, column) =>
    withDatabase(async (database) => {
      const script = [
        `create table LEAD (ID int not null primary key, NUMBER varchar(40), PHONE varchar(40) ${generated}, NOTE varchar(40))`,
        "insert into LEAD (ID, NUMBER, NOTE) values (1, '2125550101', 'Ada')",
      ]
      const session = await openTable(database, script, { table: 'LEAD', columns })
      expect(await errorsOf(session)).toMatchObject([
        { place: `LEAD.${column}`, message: expect.stringMatching(/`LEAD\.PHONE` is computed by the database/) },
      ])
      expect(await errorsOf(session, 'export')).toEqual([])
      const both = [{ column: 'NUMBER', identifies: ['phone'] }, { ...columns[0], redact: 'keep' }, columns[1]] as const
      const mended = await openTable(database, [], { table: 'LEAD', columns: both })
      expect(await errorsOf(mended)).toEqual([])
      await fatesOf(mended.erase(recordedOf(await found(mended)), run()))
      expect(await phones(database)).toEqual([expect.stringMatching(/\*\*\*$/)])
    }),
  )
})
