/** From which day a row is, in the types in which databases keep it: rows from other days are neither found nor left over. */

import { describe, expect, it } from 'vitest'

import { holdsValue, isFinding, isUnevaluated } from '../../../src/domain/finding.ts'
import { recordedOf, run } from '../../contract/suite.ts'
import { fatesOf } from '../../support/effects.ts'
import { engines } from '../../support/engines.ts'
import { openTable, type Table } from '../../support/one-table.ts'
import { collect, consumer, person } from '../../support/people.ts'

type As = NonNullable<Table['time']>['as']

const ben = person('1.consumer-2', [['phone', '(212) 555-0101']])
const ann = consumer(
  '1.consumer-1',
  ...person('', [['phone', '2125550101']]).identifiers.map((identifier) => {
    return { ...identifier, periods: [{ from: '2026-01-10', to: '2026-01-11' }] }
  }),
)

/** Of five rows, 2 and 3 are from these days; of 5 nobody knows. Of the tenant it is the day in New York. */
const kept: readonly [type: string, as: As, values: readonly string[]][] = [
  ['integer', 'epoch-seconds', ['1768021199', '1768021200', '1768193999', '1768194000', 'null']],
  ['varchar(20)', 'epoch-seconds', ["'1768021199'", "'1768021200'", "'1768193999'", "'1768194000'", "'soon'"]],
  ['date', 'date', ["'2026-01-09'", "'2026-01-10'", "'2026-01-11'", "'2026-01-12'", 'null']],
  ['varchar(40)', 'date', ["'2026-01-09T23:59'", "'2026-01-10 00:00:00'", "'2026-01-11'", "'2026-01-12'", "'soon'"]],
  [
    'varchar(40)',
    'date',
    ["'2026-01-10T04:59Z'", "'2026-01-10T05:00Z'", "'2026-01-11T23:59:59-05:00'", "'2026-01-12T05:00Z'", "''"],
  ],
]
const ofServers: typeof kept = [
  ['timestamp', 'date', ["'2026-01-09 23:59'", "'2026-01-10'", "'2026-01-11 23:59:59.5'", "'2026-01-12'", 'null']],
  [
    'timestamp with time zone',
    'date',
    ["'2026-01-10 04:59Z'", "'2026-01-10 05:00Z'", "'2026-01-12 04:59Z'", "'2026-01-12 05:00Z'", "'infinity'"],
  ],
  ['bigint', 'epoch-seconds', ['1768021199', '1768021200', '1768193999', '1768194000', '0']],
]

describe.each(engines)('on $name', ({ withDatabase, name }) => {
  const types = name === 'PostgreSQL' ? [...kept, ...ofServers] : kept
  it.each(types)('a row has its day by a column of type %s, as %s', async (type, as, values) => {
    const script = [
      `create table CALLS (ID int not null primary key, PHONE varchar(40), AT ${type})`,
      ...values.map((value, i) => `insert into CALLS values (${i + 1}, '212-555-0101', ${value})`),
    ]
    const map = {
      table: 'CALLS',
      columns: [{ column: 'PHONE', identifies: ['phone'] }],
      time: { column: 'AT', as },
    } as const
    await withDatabase(async (database) => {
      const session = await openTable(database, script, map)
      const told = await collect(session.find([ann], run()))
      const found = told.filter(isFinding).filter(holdsValue)
      expect(found.map(({ locator }) => locator)).toEqual(['2', '3'])
      expect(told.filter(isUnevaluated).map(({ unevaluated }) => unevaluated)).toEqual([
        'held: `CALLS`: 2 row(s) are from outside of the days that the request names, and of 1 row(s) nobody knows from which day they are; they are left alone',
      ])
      expect(await fatesOf(session.erase(recordedOf(found), run()))).toEqual({ erased: 2 })
      expect(await session.verify([ann], recordedOf(found), run())).toEqual([])
      // Whoever has it always is not done with them.
      expect(await session.verify([ben], recordedOf([]), run())).toMatchObject([{ rows: 3 }])
    })
  })
})
