/** What an earlier version has written into the history, before there was a record: whose is whose, and what of it counts. */

import { describe, expect, test } from 'vitest'

import { isUnevaluated } from '../../../src/domain/finding.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import type { EarlierPart } from '../../../src/records/history/earlier.ts'
import { openHistory } from '../../../src/records/history/history.ts'
import { engines } from '../../support/engines.ts'
import { collect, consumer, findingOf, phoneOf } from '../../support/people.ts'
import { eightColumns } from '../findings/record-world.ts'

const ann = consumer('1.consumer-1', phoneOf(101))
const twin = consumer('2.consumer-1', phoneOf(101))
const bob = consumer('1.consumer-2', phoneOf(102))

/** The second of two products, with two people who gave the same number. */
function partOf(change: Partial<EarlierPart> = {}): EarlierPart {
  const part = { runId: 'run-1', product: 'outbound', tenantKey: 1, action: 'forget', createdTs: 1000 } as const
  return { ...part, ordinal: 1, products: 2, turns: { '2.consumer-1 phone': 1 }, subjects: [ann, twin, bob], ...change }
}

const line = { TENANT_KEY: 1, FORGET: 1, TABLE_NAME: 'CL', COLUMN_NAME: 'PHONE' }
const [hers, his] = ['7815550101', '7815550102']
const rows = [
  { ...line, CONSUMER_ID: hers, FACT_ID: '1', KEY_VALUE: 'a', CREATED_TS: 1001, who: ann },
  { ...line, CONSUMER_ID: hers, FACT_ID: '2', KEY_VALUE: 'b', CREATED_TS: 1003, who: twin },
  { ...line, CONSUMER_ID: his, FACT_ID: null, KEY_VALUE: null, CREATED_TS: 1001, who: bob },
]
/** Of the other product, of an export, of another tenant. */
const others = [
  { ...line, CONSUMER_ID: hers, FACT_ID: '3', KEY_VALUE: 'c', CREATED_TS: 1000, who: ann, PRODUCT: 'tables' },
  { ...line, CONSUMER_ID: hers, FACT_ID: '4', KEY_VALUE: 'd', CREATED_TS: 1001, FORGET: 0, who: ann, RUN_ID: 'run-2' },
  {
    ...line,
    CONSUMER_ID: hers,
    FACT_ID: '5',
    KEY_VALUE: 'e',
    CREATED_TS: 1001,
    TENANT_KEY: 2,
    who: ann,
    RUN_ID: 'run-3',
  },
]

async function fill(database: Database, layout: 'full' | 'eight'): Promise<void> {
  const shape = await database.describe('CTL_GDPR_HISTORY')
  const cells = [...rows, ...others].map(({ who, ...row }) => {
    const own = { RUN_ID: 'run-1', PRODUCT: 'outbound', SUBJECT_KEY: who.key, KIND: 'phone', ...row, CREATED_TS: 1000 }
    return Object.entries(layout === 'full' ? own : { ...row, RUN_ID: undefined, PRODUCT: undefined }).flatMap(
      ([name, cell]) => (cell === undefined ? [] : [[shape?.columns.get(name)?.name ?? name, cell] as const]),
    )
  })
  await database.run((knex) => knex(shape?.name ?? '').insert(cells.map((row) => Object.fromEntries(row))))
}

const places = engines.flatMap(({ name, withDatabase }) =>
  (['full', 'eight'] as const).map((layout) => ({ name, layout, withDatabase })),
)

describe.each(places)('rows of an earlier version on $name, $layout columns', ({ layout, withDatabase }) => {
  test('are counted and handed out with those whose they are, and nobody else’s', async () => {
    await withDatabase(async (database, { client }) => {
      if (layout === 'eight') await database.run((knex) => knex.raw(eightColumns))
      const history = await openHistory(database, { client, create: true })
      await fill(database, layout)
      const earlier = history.earlier(partOf())
      expect(await earlier.tally()).toEqual({ evaluated: 1, found: 2 })
      const where = { table: 'CL', column: 'PHONE' }
      const expected = [
        findingOf(ann, { ...where, locator: '1', value: 'a' }),
        findingOf(twin, { ...where, locator: '2', value: 'b' }),
        findingOf(bob, { ...where, locator: null, value: null }),
      ]
      const read = await collect(earlier.evaluations())
      expect(read).toHaveLength(3)
      expect(read).toEqual(expect.arrayContaining(expected))
    })
  })

  test('go when their search did not come to its end, and those of others stay', async () => {
    await withDatabase(async (database, { client }) => {
      if (layout === 'eight') await database.run((knex) => knex.raw(eightColumns))
      const history = await openHistory(database, { client, create: true })
      await fill(database, layout)
      await history.earlier(partOf()).remove()
      expect(await history.earlier(partOf()).tally()).toEqual({ evaluated: 0, found: 0 })
      const [left] = await database.run((knex) => knex('CTL_GDPR_HISTORY'.toLowerCase()).count({ n: '*' }))
      expect(Number(left?.n)).toBe(3)
    })
  })

  test('whose owners nobody noted how to tell apart are nobody’s, and they are named', async () => {
    await withDatabase(async (database, { client }) => {
      if (layout === 'eight') await database.run((knex) => knex.raw(eightColumns))
      const history = await openHistory(database, { client, create: true })
      await fill(database, layout)
      const read = await collect(history.earlier(partOf({ turns: {} })).evaluations())
      const named = read.filter(isUnevaluated).map(({ owner }) => owner?.subjectKey)
      expect(named).toEqual(layout === 'full' ? [] : ['1.consumer-1', '2.consumer-1'])
    })
  })

  test('are somebody’s also when the request file is gone', async () => {
    await withDatabase(async (database, { client }) => {
      if (layout === 'eight') await database.run((knex) => knex.raw(eightColumns))
      const history = await openHistory(database, { client, create: true })
      await fill(database, layout)
      const read = await collect(history.earlier(partOf({ subjects: [] })).evaluations())
      expect(read.map((one) => ('content' in one ? one.content : '')).sort()).toEqual(['a', 'b', null].sort())
    })
  })
})
