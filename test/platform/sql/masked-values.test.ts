/** A database that finds rows by one value and shows another: an error, counted, and never "not found". */

import { describe, expect, it } from 'vitest'

import { found, withValue } from '../../contract/suite.ts'
import { engines } from '../../support/engines.ts'
import { masking } from '../../support/masking.ts'
import { errorsOf, openTable } from '../../support/one-table.ts'

const script = [
  'create table LEAD (ID int not null primary key, PHONE varchar(40), MAIL varchar(60))',
  "insert into LEAD values (1, '2125550101', 'ada.sample@example.com'), (2, '212-555-0101', 'x@example.com'), (3, '2125550111', 'y@example.com')",
]
const columns = [
  { column: 'PHONE', identifies: ['phone'] },
  { column: 'MAIL', comesWithRow: true },
] as const

const masks: readonly (readonly [string, (value: string) => string | null])[] = [
  ['an equal mask for every value', () => 'xxxx'],
  ['a mask for the middle of a value', (value) => `${value.slice(0, 2)}----${value.slice(-2)}`],
  ['a blank', () => ' '],
  ['nothing', () => null],
  ['another number', (value) => value.replaceAll(/\d/g, '1')],
]

describe.each(engines)('on $name a login that is shown', ({ withDatabase }) => {
  it.each(masks)('%s gets an error with the number of rows', (_, mask) =>
    withDatabase(async (database) => {
      const session = await openTable(masking(database, mask), script, { table: 'LEAD', columns })
      await expect(found(session)).rejects.toMatchObject({
        code: 'missing-right',
        message: expect.stringMatching(/^`LEAD`: 2 row\(s\) that a search found show other values/),
      })
    }),
  )

  it.each(masks.filter(([title]) => title !== 'nothing'))('%s is told so by the check', (_, mask) =>
    withDatabase(async (database) => {
      const session = await openTable(masking(database, mask), script, { table: 'LEAD', columns })
      for (const action of ['export', 'forget'] as const) {
        expect(await errorsOf(session, action)).toMatchObject([
          { place: 'LEAD.PHONE', message: expect.stringMatching(/of 3 row\(s\) none was found by what it shows/) },
        ])
      }
    }),
  )

  it('the values gets none', () =>
    withDatabase(async (database) => {
      const session = await openTable(
        masking(database, (value) => value),
        script,
        { table: 'LEAD', columns },
      )
      expect(await errorsOf(session)).toEqual([])
      expect(withValue(await found(session))).toHaveLength(4)
    }))
})
