/** What a database keeps by itself of rows that are redacted is told by the check of a forget, and keeps nothing from working. */

import { describe, expect, it } from 'vitest'

import type { Complaint } from '../../../src/domain/product.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { engines, postgres } from '../../support/engines.ts'
import { forget, openTable } from '../../support/one-table.ts'

const columns = [
  { column: 'PHONE', identifies: ['phone'] },
  { column: 'NOTE', comesWithRow: true },
] as const

const made = [
  'create table LEAD (ID int not null primary key, PHONE varchar(40), NOTE varchar(40))',
  "insert into LEAD values (1, '2125550101', 'Ada')",
  'create table OLD (PHONE varchar(40))',
]

async function warnings(
  database: Database,
  script: readonly string[],
  action: 'export' | 'forget' = 'forget',
): Promise<readonly Complaint[]> {
  return (await openTable(database, [...made, ...script], { table: 'LEAD', columns })).check(action)
}

const procedure =
  "create function keep() returns trigger language plpgsql as 'begin insert into old values (old.phone); return new; end'"

/** A trigger on these events, of each engine. */
function trigger(name: string, engine: string, events: string): readonly string[] {
  if (engine === 'SQLite') {
    return [`create trigger ${name} after ${events} on LEAD begin insert into OLD values (old.PHONE); end`]
  }
  return [procedure, `create trigger ${name} after ${events} on lead for each row execute function keep()`]
}

describe.each(engines)('on $name', ({ name: engine, withDatabase }) => {
  it.each([
    ['of an update', 'update'],
    ['of an update of some columns', 'update of PHONE'],
    ['of a deletion', 'delete'],
  ])('a trigger %s is named', (_, events) =>
    withDatabase(async (database) => {
      expect(await warnings(database, trigger('keeper', engine, events))).toEqual([
        {
          severity: 'warning',
          place: 'LEAD',
          message:
            '`LEAD` has triggers (keeper), which may keep earlier values elsewhere; what stands there is not covered',
          remedy: null,
        },
      ])
    }),
  )

  it('a trigger of an insertion is nothing to tell, nor is any to an export', () =>
    withDatabase(async (database) => {
      const script =
        engine === 'SQLite'
          ? ['create trigger t after insert on LEAD begin insert into OLD values (new.PHONE); end']
          : [procedure, 'create trigger t after insert on lead for each row execute function keep()']
      expect(await warnings(database, script)).toEqual([])
      const more = trigger('keeper', engine, 'delete').slice(-1)
      expect(await (await openTable(database, more, { table: 'LEAD', columns })).check('export')).toEqual([])
    }))

  it('keeps nothing from being redacted', () =>
    withDatabase(async (database) => {
      const script = [...made, ...trigger('keeper', engine, 'update')]
      const session = await openTable(database, script, { table: 'LEAD', columns })
      expect(await forget(session)).toEqual([2, 0])
    }))
})

describe('on PostgreSQL', () => {
  it.each([
    [
      'a rule',
      'create rule keeper as on update to lead do also insert into old values (old.phone)',
      /`LEAD` has rules \(keeper\)/,
    ],
    [
      'a materialized view',
      'create materialized view seen as select phone from lead',
      /materialized view\(s\) seen, until/,
    ],
    [
      'two of them',
      'create materialized view seen as select phone from lead; create materialized view also as select note from lead',
      /materialized view\(s\) also, seen, until/,
    ],
  ])('%s is named', (_, statement, message) =>
    postgres.withDatabase(async (database) => {
      const told = await warnings(database, [statement])
      expect(told).toMatchObject([{ severity: 'warning', place: 'LEAD', message: expect.stringMatching(message) }])
    }),
  )

  it.each([
    [
      'a trigger that is switched off',
      [...trigger('keeper', 'PostgreSQL', 'update'), 'alter table lead disable trigger keeper'],
    ],
    ['a view', ['create view seen as select phone from lead']],
    ['a foreign key', ['create table more (id int references lead)']],
  ])('%s is nothing to tell', (_, script) =>
    postgres.withDatabase(async (database) => {
      expect(await warnings(database, script)).toEqual([])
    }),
  )
})
