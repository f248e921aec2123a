/** The worked example of docs/add-a-product.md, built from the page as it stands, type-checked and held to the contract. */

import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

import { afterAll, expect, it } from 'vitest'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const product = 'src/products/loyalty/loyalty.ts'
const contract = 'test/contract/loyalty.test.ts'

const page = await readFile(join(root, 'docs/add-a-product.md'), 'utf8')
const example = await buildExample()

afterAll(() => rm(example, { recursive: true }))

// The page's own contract test: its laws become tests of this file.
await import(pathToFileURL(join(example, contract)).href)

it('type-checks as it stands on the page', async () => {
  const settings = {
    extends: './tsconfig.base.json',
    compilerOptions: { preserveSymlinks: true, typeRoots: [join(root, 'node_modules', '@types')] },
    include: [product, contract, 'test/support/global-setup.ts', 'test/live/setup.ts', 'src/platform/**/*.d.ts'],
  }
  await cp(join(root, 'tsconfig.json'), join(example, 'tsconfig.base.json'))
  await writeFile(join(example, 'tsconfig.json'), JSON.stringify(settings))
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const run = promisify(execFile)(process.execPath, [tsc, '-p', join(example, 'tsconfig.json')])
  expect(await run.catch((error: unknown) => error)).toEqual({ stdout: '', stderr: '' })
})

it('shows the line that the index gets, in the form of its other lines', async () => {
  const [, line = ''] = /`src\/products\/index\.ts`\n\n```ts\n(.*)\n```/.exec(page) ?? []
  const index = await readFile(join(root, 'src/products/index.ts'), 'utf8')
  expect(line.trim()).toBe('loyalty: loyalty,')
  expect(index).toMatch(/^ {2}outbound: outbound,$/m)
})

/** A copy of the project with the two files of the page in it; everything else is the project’s own. */
async function buildExample(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lethe-example-'))
  for (const path of [product, contract]) await mkdir(join(folder, dirname(path)), { recursive: true })
  for (const path of [
    'package.json',
    'node_modules',
    'src/domain',
    'src/platform',
    'test/support',
    'test/live',
    'sql',
    'schemas',
  ]) {
    await symlink(join(root, path), join(folder, path))
  }
  for (const name of ['corpus.ts', 'suite.ts', 'table-world.ts']) {
    await symlink(join(root, 'test/contract', name), join(folder, 'test/contract', name))
  }
  for (const path of [product, contract]) await writeFile(join(folder, path), block(path))
  return folder
}

/** The code block that stands below the line with the file's path. */
function block(path: string): string {
  const start = page.indexOf(`\`${path}\`\n\n\`\`\`ts\n`)
  if (start < 0) throw new Error(`the page has no code block for ${path}`)
  const code = page.slice(page.indexOf('```ts\n', start) + '```ts\n'.length)
  return code.slice(0, code.indexOf('```\n'))
}
