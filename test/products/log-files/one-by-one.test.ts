import { describe, expect, it } from 'vitest'

import { oneByOne } from '../../../src/products/log-files/one-by-one.ts'

interface Item {
  readonly n: number
}

function batchesOf(sizes: readonly number[], ended: string[], failure?: Error): AsyncGenerator<readonly Item[], void> {
  return (async function* () {
    try {
      let n = 0
      for (const size of sizes) {
        await Promise.resolve()
        yield Array.from({ length: size }, () => ({ n: (n += 1) }))
      }
      if (failure !== undefined) throw failure
    } finally {
      ended.push('ended')
    }
  })()
}

async function numbersOf(items: AsyncIterable<Item>, most = Infinity): Promise<readonly number[]> {
  const numbers: number[] = []
  for await (const { n } of items) {
    numbers.push(n)
    if (numbers.length === most) break
  }
  return numbers
}

describe('findings one by one', () => {
  it('come in order, whatever the batches hold', async () => {
    const ended: string[] = []
    expect(await numbersOf(oneByOne(batchesOf([0, 2, 0, 0, 1, 3, 0], ended)))).toEqual([1, 2, 3, 4, 5, 6])
    expect(ended).toEqual(['ended'])
  })

  it('end the batches when nobody wants more', async () => {
    for (const most of [1, 2, 3]) {
      const ended: string[] = []
      expect(await numbersOf(oneByOne(batchesOf([2, 2], ended)), most)).toHaveLength(most)
      expect(ended).toEqual(['ended'])
    }
  })

  it('fail as the batches do, after what came before', async () => {
    const taken: number[] = []
    const reading = async (): Promise<void> => {
      for await (const { n } of oneByOne(batchesOf([2], [], new Error('unreadable')))) taken.push(n)
    }
    await expect(reading()).rejects.toThrow('unreadable')
    expect(taken).toEqual([1, 2])
  })

  it('come in order to whoever asks ahead, and not at all once they are ended', async () => {
    const ahead = oneByOne(batchesOf([1, 3, 0, 2], []))[Symbol.asyncIterator]()
    const results = await Promise.all(Array.from({ length: 8 }, () => ahead.next()))
    expect(results.map(({ done, value }) => (done === true ? 'end' : value.n))).toEqual([
      1,
      2,
      3,
      4,
      5,
      6,
      'end',
      'end',
    ])
    const items = oneByOne(batchesOf([3], []))[Symbol.asyncIterator]()
    await items.next()
    await items.return?.()
    expect(await items.next()).toEqual({ done: true, value: undefined })
  })
})
