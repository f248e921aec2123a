/** The page that compares Lethe with its source names tests that exist. */

import { existsSync, readFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

import { sourceSystems } from '../../src/products/declared/systems.ts'
import { products } from '../../src/products/index.ts'

const page = readFileSync(new URL('../../docs/specification.md', import.meta.url), 'utf8')
const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| heading'))
const named = rows.map((row) => /`(test\/[^`]+)` › ([^|]+?) \|/.exec(row))

describe('the page of the specification', () => {
  test('names a test for every behaviour', () => {
    expect(rows.length).toBeGreaterThan(40)
    expect(rows.filter((_, i) => named[i] === null)).toEqual([])
  })

  test('names only tests that there are', () => {
    const missing = named.flatMap((one) => {
      const [, file = '', title = ''] = one ?? []
      const path = new URL(`../../${file}`, import.meta.url)
      return existsSync(path) && readFileSync(path, 'utf8').includes(title) ? [] : [`${file} › ${title}`]
    })
    expect(missing).toEqual([])
  })

  test('has four cells in every row, so that nothing is decided without a place for its reason', () => {
    expect(rows.filter((row) => row.split(/(?<!\\)\|/).length !== 6)).toEqual([])
  })
})

describe('its table of systems', () => {
  const section = page.slice(page.indexOf('\n## Systems\n'), page.indexOf('\n## Genesys Engage cloud'))
  const listed = [...section.matchAll(/^\| ([^|]+) \| (\w+) \|[^|]+\| \[([^\]]+)\]\(products\/([^)]+)\.md\) \|$/gm)]
  const cells = listed.map(([, system = '', state = '', page = '', link = '']) => ({ system, state, page, link }))

  test('has every system of the source with the state that it has, and leads to the page that tells more', () => {
    const expected = sourceSystems.map(({ system, products: ids, usual }) => {
      const [page = 'declared'] = ids
      return { system, state: ids.length > 0 ? stateOf(page) : usual?.disposition, page, link: page }
    })
    expect(cells).toEqual(expected)
  })

  test('leads to products of the index only, and to each that is made for a system', () => {
    const pages = new Set(cells.map((cell) => cell.page))
    expect([...pages].sort()).toEqual(
      Object.keys(products)
        .filter((id) => id !== 'tables')
        .sort(),
    )
  })
})

/** A product that only declares is no search. */
function stateOf(id: string): string {
  const product = products[id]
  return product !== undefined && 'open' in product ? 'searched' : 'manual'
}
