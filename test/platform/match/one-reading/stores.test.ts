/** The same texts in every store, and one verdict on each: whose a text is does not depend on where it stands. */

import { beforeAll, describe, expect, it } from 'vitest'

import { builtKernel } from '../../../products/log-files/searching.ts'
import { engines } from '../../../support/engines.ts'
import { person } from '../../../support/people.ts'
import { column, document, favorite, log, type Store } from './stores.ts'
import { ada, texts } from './texts.ts'

const who = person('1.consumer-1', ada)
const all = [...texts.whole, ...texts.list, ...texts.mention, ...texts.others]

beforeAll(async () => {
  await builtKernel()
})

const fields: readonly (readonly [name: string, store: Store])[] = engines.map(
  (engine) => [`an address column of ${engine.name}`, column(engine, 'address')] as const,
)
const freely: readonly (readonly [name: string, store: Store])[] = [
  ...engines.map((engine) => [`a text column of ${engine.name}`, column(engine, 'text')] as const),
  ['a log', log],
  ['a JSON document', document],
  ...(['phone', 'email', 'unknown'] as const).flatMap((kind) =>
    (['index', 'plain'] as const).map(
      (by) => [`a favorite’s field of the kind ${kind}, by the ${by} matcher`, favorite(kind, by)] as const,
    ),
  ),
]

it('there are hundreds of each', () => {
  expect(texts.whole.length).toBeGreaterThan(400)
  expect(texts.others.length).toBeGreaterThan(800)
})

async function holds(store: Store, named: readonly string[]): Promise<void> {
  const own = new Set(named)
  const { found, left, remaining } = await store(who, all)
  expect(all.filter((text, i) => own.has(text) && found[i] !== true)).toEqual([])
  expect(all.filter((text, i) => !own.has(text) && found[i] !== false)).toEqual([])
  expect(remaining).toBe(0)
  if (left === null) return
  // Nothing else is touched, and nothing that was found stands there still.
  expect(all.filter((text, i) => !own.has(text) && left[i] !== text)).toEqual([])
  expect(all.filter((text, i) => own.has(text) && left[i] === text)).toEqual([])
}

describe.each(fields)('in %s', (_, store) => {
  it('a text is hers where it says nothing else, or is a list with hers among others', async () => {
    await holds(store, [...texts.whole, ...texts.list])
  })
})

describe.each(freely)('in %s', (_, store) => {
  it('a text is hers wherever she stands in it', async () => {
    await holds(store, [...texts.whole, ...texts.list, ...texts.mention])
  })
})
