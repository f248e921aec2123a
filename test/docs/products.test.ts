/** The pages of the products: each product of the index has one, is listed once, and nothing else is. */

import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { products } from '../../src/products/index.ts'

const folder = fileURLToPath(new URL('../../docs/products/', import.meta.url))
const ids = Object.keys(products).sort()
const list = await readFile(`${folder}/README.md`, 'utf8')
const rows = [...list.matchAll(/^\| `([^`]+)` \| ([^|]+) \| \[([^\]]+)\]\(([^)]+)\) \|$/gm)].map(
  ([, id = '', about = '', name = '', link = '']) => ({ id, about, name, link }),
)

describe('the list of products', () => {
  it('names each product of the index once, in order, and no other', () => {
    expect(rows.map(({ id }) => id)).toEqual(ids)
  })

  it('has no row that is read otherwise', () => {
    const table = list.split('\n').filter((line) => line.startsWith('|'))
    expect(table).toHaveLength(rows.length + 2)
  })

  it('says of each what it is, in words of its own', () => {
    expect(new Set(rows.map(({ about }) => about)).size).toBe(rows.length)
  })

  it('leads to the page of that product', () => {
    for (const { id, name, link } of rows) expect([name, link]).toEqual([`${id}.md`, `${id}.md`])
  })
})

it('each product has a page, and each page a product', async () => {
  const pages = (await readdir(folder)).filter((name) => name !== 'README.md').sort()
  expect(pages).toEqual(ids.map((id) => `${id}.md`).sort())
})
