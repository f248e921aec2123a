/** Every path that a page names is one of the project. */

import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What the worked examples of docs/add-a-product.md make: the code of each file stands below its path. */
const guide = await readFile(join(root, 'docs/add-a-product.md'), 'utf8')
const examples = [...guide.matchAll(/^`((?:src\/products\/[\w-]+|test\/contract)\/[\w./-]+)`\n\n```ts$/gm)].map(
  ([, path = '']) => path,
)

const pages = [
  'README.md',
  ...(await readdir(join(root, 'docs'), { recursive: true }))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

describe('the paths of a page', () => {
  it.each(pages)('%s: all are there', async (page) => {
    const named = pathsIn(await readFile(join(root, page), 'utf8'))
    expect(named.filter((path) => !examples.includes(path) && !existsSync(join(root, path)))).toEqual([])
  })

  it('are seen', async () => {
    const named = pathsIn(await readFile(join(root, 'docs/where-is-what.md'), 'utf8'))
    expect(named.length).toBeGreaterThan(30)
    expect(pathsIn('`src/domain`, `sql/<engine>/grants.sql`, src/app, `README.md`')).toEqual([
      'src/domain',
      'README.md',
    ])
  })
})

describe('the address of a schema', () => {
  it('is one, and ends with the path of its file', async () => {
    const names = (await readdir(join(root, 'schemas'))).filter((name) => name.endsWith('.json'))
    expect(names.length).toBeGreaterThan(4)
    for (const name of names) {
      const schema: unknown = JSON.parse(await readFile(join(root, 'schemas', name), 'utf8'))
      expect(Reflect.get(Object(schema), '$id')).toBe(`https://lethe.example.com/schemas/${name}`)
    }
  })
})

describe('the questions of a newcomer', () => {
  it('are twelve, each with its answer and what may be touched', async () => {
    const page = await readFile(join(root, 'docs/where-is-what.md'), 'utf8')
    const rows = page.split('\n').filter((line) => line.startsWith('| '))
    const cells = rows.slice(1).map((row) => row.split('|').map((cell) => cell.trim()))
    expect(cells).toHaveLength(12)
    for (const [, question = '', where = '', touched = '', ...rest] of cells) {
      expect(question).toMatch(/\?$/)
      expect(pathsIn(where), question).not.toEqual([])
      expect(touched, question).not.toBe('')
      expect(rest, question).toEqual([''])
    }
  })
})

/** Between backticks, whole files and folders; patterns and commands are none. */
function pathsIn(text: string): readonly string[] {
  const path = /`((?:src|test|docs|sql|schemas|bench)(?:\/[\w.-]+)*|README\.md|\.dependency-cruiser\.cjs)`/g
  return [...text.matchAll(path)].map(([, name = '']) => name)
}
