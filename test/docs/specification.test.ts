/** The page that compares Lethe with its source names tests that exist. */

import { existsSync, readFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

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
