/** A list that is read page by page ends with its last page, and one that does not end is told. */

import { describe, expect, test } from 'vitest'

import { followPages, type ListPage } from '../../../src/platform/http/pages.ts'

async function all(first: string, read: (path: string) => ListPage<number>): Promise<readonly number[]> {
  const items: number[] = []
  for await (const item of followPages('the server', first, async (path) => read(path))) items.push(item)
  return items
}

const endless = { code: 'statement', retryable: false, message: expect.stringContaining('named another page') }

describe('a list of pages', () => {
  test('is read to its last page, in order', async () => {
    const next: Record<string, string | null> = { a: 'b', b: 'c', c: null }
    expect(await all('a', (path) => ({ items: [path.charCodeAt(0)], next: next[path] ?? null }))).toEqual([97, 98, 99])
  })

  test('ends with a page that leads back to one that was read', async () => {
    expect(await all('a', (path) => ({ items: [1], next: path === 'a' ? 'b' : 'a' }))).toEqual([1, 1])
    expect(await all('a', () => ({ items: [1], next: 'a' }))).toEqual([1])
  })

  test('may have empty pages between others', async () => {
    let page = 0
    const pages = await all('0', () => ({
      items: ++page % 90 === 0 ? [page] : [],
      next: page < 900 ? `${page}` : null,
    }))
    expect(pages).toHaveLength(10)
  })

  test.each([
    ['brings somebody new each time', (page: number) => [page]],
    ['brings the same again and again', () => [1]],
    ['brings nobody', () => []],
  ])('that names another page for ever and %s is told, and not followed', async (_what, items) => {
    let page = 0
    const reading = all('first', () => ({ items: items(++page), next: `page-${page}` }))
    await expect(reading).rejects.toMatchObject(endless)
    expect(page).toBeLessThanOrEqual(10_001)
  })
})
