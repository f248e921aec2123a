/** Text messages of one person to several numbers: those of the numbers that the request names, and no others. */

import { describe, expect, it } from 'vitest'

import { holdsValue, isFinding, isUnevaluated } from '../../../src/domain/finding.ts'
import type { Action } from '../../../src/domain/request.ts'
import type { Subject } from '../../../src/domain/subject.ts'
import { recordedOf, run } from '../../contract/suite.ts'
import { fatesOf } from '../../support/effects.ts'
import { engines } from '../../support/engines.ts'
import { openTable, type Table } from '../../support/one-table.ts'
import { collect, person } from '../../support/people.ts'

const script = [
  'create table SMS (ID int not null primary key, PHONE varchar(40), CODE varchar(20))',
  `insert into SMS values (1, '212-555-0101', '22333'), (2, '+12125550101', '22444'), (3, '2125550101', ' 22555 '),
   (4, '2125550101', null), (5, '3035550107', '22333')`,
]

function named(...shortcodes: readonly string[]): Subject {
  return {
    ...person('1.consumer-1', [['phone', '2125550101']]),
    details: { accountId: null, shortcodes, callFields: [] },
  }
}

const unnamed = person('1.consumer-2', [['phone', '(212) 555-0101']])

describe.each(engines)('on $name', ({ withDatabase }) => {
  const messages = { table: 'SMS', columns: [{ column: 'PHONE', identifies: ['phone'] }] } as const
  const cases: readonly [what: string, Subject, Table['shortcode'], Action, readonly string[]][] = [
    ['are those of the numbers that are named', named('22333', '22 555'), { column: 'CODE' }, 'forget', ['1', '3']],
    [
      'are all where nobody has to name one',
      unnamed,
      { column: 'CODE', required: false },
      'forget',
      ['1', '2', '3', '4'],
    ],
    [
      'are those that are named, also where nobody has to',
      named('22444'),
      { column: 'CODE', required: false },
      'forget',
      ['2'],
    ],
    [
      'to a shared number are erased',
      named('22333', '22444'),
      { column: 'CODE', shared: ['22333'] },
      'forget',
      ['1', '2'],
    ],
    [
      'to a shared number are not handed out',
      named('22333', '22444'),
      { column: 'CODE', shared: ['22333'] },
      'export',
      ['2'],
    ],
  ]

  it.each(cases)('messages %s', async (_what, subject, shortcode, action, expected) => {
    await withDatabase(async (database) => {
      const session = await openTable(database, script, {
        ...messages,
        ...(shortcode === undefined ? {} : { shortcode }),
      })
      const context = { ...run(), action }
      const told = await collect(session.find([subject], context))
      const found = told.filter(isFinding).filter(holdsValue)
      expect(found.map(({ locator }) => locator).sort()).toEqual(expected)
      expect(told.filter(isUnevaluated)).toEqual([])
      if (action === 'export') return
      expect(await fatesOf(session.erase(recordedOf(found), context))).toEqual({ erased: expected.length })
      expect(await session.verify([subject], recordedOf(found), context)).toEqual([])
    })
  })

  it('messages of whoever has to name a number and does not are an error, and stay', async () => {
    await withDatabase(async (database) => {
      const session = await openTable(database, script, { ...messages, shortcode: { column: 'CODE' } })
      const told = await collect(session.find([unnamed, named('22444')], run()))
      expect(
        told
          .filter(isFinding)
          .filter(holdsValue)
          .map(({ locator }) => locator),
      ).toEqual(['2'])
      const reasons = told.filter(isUnevaluated).map(({ owner, unevaluated }) => [owner?.subjectKey, unevaluated])
      expect(reasons).toEqual([['1.consumer-2', expect.stringMatching(/the request names no `shortcodes`/)]])
    })
  })
})
