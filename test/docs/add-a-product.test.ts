/** The worked examples of docs/add-a-product.md, built from the page as they stand, type-checked and held to their laws. */

import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

import { afterAll, expect, it } from 'vitest'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const page = await readFile(join(root, 'docs/add-a-product.md'), 'utf8')
/** Every file of the page, in its order. */
const files = [
  ...page.matchAll(/^`((?:src\/products\/[\w-]+|test\/contract)\/[\w./-]+)`\n\n```ts\n([\s\S]*?)^```$/gm),
].map(([, path = '', code = '']) => ({ path, code }))
const contracts = files.map(({ path }) => path).filter((path) => path.startsWith('test/'))
const example = await buildExample()

afterAll(() => rm(example, { recursive: true }))

// The page's own contract tests: their laws become tests of this file.
for (const contract of contracts) await import(pathToFileURL(join(example, contract)).href)

it('shows a product of tables, one behind HTTP and one that is declared, each with its laws', () => {
  const products = files.map(({ path }) => /^src\/products\/([^/]+)/.exec(path)?.[1]).filter((id) => id !== undefined)
  expect([...new Set(products)]).toEqual(['loyalty', 'crm', 'paper-archive'])
  expect(contracts).toEqual([...new Set(products)].map((id) => `test/contract/${id}.test.ts`))
})

it('makes its failures where every product makes them', () => {
  const making = files.filter(({ code }) => code.includes('new StepFailed(')).map(({ path }) => path)
  expect(making).toEqual(['src/products/crm/failures.ts'])
})

it('type-checks as it stands on the page', async () => {
  const settings = {
    extends: './tsconfig.base.json',
    compilerOptions: { preserveSymlinks: true, typeRoots: [join(root, 'node_modules', '@types')] },
    include: [
      ...files.map(({ path }) => path),
      'test/support/global-setup.ts',
      'test/live/setup.ts',
      'src/platform/**/*.d.ts',
    ],
  }
  await cp(join(root, 'tsconfig.json'), join(example, 'tsconfig.base.json'))
  await writeFile(join(example, 'tsconfig.json'), JSON.stringify(settings))
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const run = promisify(execFile)(process.execPath, [tsc, '-p', join(example, 'tsconfig.json')])
  expect(await run.catch((error: unknown) => error)).toEqual({ stdout: '', stderr: '' })
})

it('shows the line that the index gets, in the form of its other lines', async () => {
  const [, line = ''] = /^`src\/products\/index\.ts`\n\n```ts\n(.*)\n```/m.exec(page) ?? []
  const index = await readFile(join(root, 'src/products/index.ts'), 'utf8')
  expect(line.trim()).toBe('loyalty: loyalty,')
  expect(index).toMatch(/^ {2}outbound: outbound,$/m)
})

/** A copy of the project with the files of the page in it; everything else is the project’s own. */
async function buildExample(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lethe-example-'))
  for (const { path } of files) await mkdir(join(folder, dirname(path)), { recursive: true })
  for (const path of [
    'package.json',
    'node_modules',
    'src/domain',
    'src/platform',
    'src/stages',
    'test/support',
    'test/live',
    'sql',
    'schemas',
  ]) {
    await symlink(join(root, path), join(folder, path))
  }
  for (const name of ['corpus.ts', 'declared-suite.ts', 'suite.ts', 'table-world.ts']) {
    await symlink(join(root, 'test/contract', name), join(folder, 'test/contract', name))
  }
  for (const { path, code } of files) await writeFile(join(folder, path), code)
  return folder
}
