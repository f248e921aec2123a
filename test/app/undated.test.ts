/** A product that does not know days, asked by an identifier that names some. */

import { expect, test } from 'vitest'

import { openedWithDays } from '../../src/app/undated.ts'
import { notYet, type Evaluation } from '../../src/domain/finding.ts'
import type { ProductSession } from '../../src/domain/product.ts'
import { subjects } from '../contract/corpus.ts'
import { run } from '../contract/suite.ts'

const limited = subjects.slice(1, 2).map((subject) => ({
  ...subject,
  identifiers: subject.identifiers.map((one) => ({ ...one, periods: [{ from: '2018-01-01', to: '2018-12-31' }] })),
}))
const owner = { subjectKey: '1.consumer-2', kind: 'phone', consumerId: '555550102' } as const
const target = { table: 'T', column: 'C' } as const

/** What the session tells beside, through the wrapping. */
async function told(one: Evaluation): Promise<readonly Evaluation[]> {
  const session: ProductSession = {
    searchesBy: ['phone'],
    check: async () => [],
    find: async function* () {
      yield await Promise.resolve(one)
    },
    erase: async function* () {},
    verify: async () => [],
    close: async () => {},
  }
  const all: Evaluation[] = []
  for await (const each of openedWithDays({}, session).find(limited, run())) all.push(each)
  return all
}

test('holds what was found, and tells what nobody knows yet: that is no answer', async () => {
  const [held] = await told({ owner, target, locator: '1', content: 'x' })
  expect(held).toMatchObject({ owner, unevaluated: expect.stringMatching(/^held: /) })
  const later = { owner, target, unevaluated: notYet('the store tells it tomorrow') }
  expect(await told(later)).toEqual([later])
})
