/** The projects of the one vitest configuration: nothing is left out, nothing slow comes unasked, and a failure is told. */

import { execFile } from 'node:child_process'
import { copyFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { withFolder } from '../support/databases.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const vitest = join(root, 'node_modules/vitest/vitest.mjs')

interface Ended {
  readonly code: number
  readonly out: string
}

function runVitest(folder: string, operands: readonly string[]): Promise<Ended> {
  const env = { PATH: process.env['PATH'], NO_COLOR: '1' }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [vitest, ...operands], { cwd: folder, env }, (_error, out) => {
      resolve({ code: child.exitCode ?? -1, out })
    })
  })
}

/** File by file, the projects that run it. */
async function projectsOf(operands: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const { out } = await runVitest(root, ['list', '--filesOnly', '--json', ...operands])
  const listed: readonly { readonly file: string; readonly projectName: string }[] = JSON.parse(out)
  const found = new Map<string, readonly string[]>()
  for (const { file, projectName } of listed) {
    const path = relative(root, file)
    found.set(path, [...(found.get(path) ?? []), projectName])
  }
  return found
}

describe('the projects', () => {
  it('hold every file of tests, each in one of them, and the live one what others hold too', async () => {
    const projects = await projectsOf(['--project', '*'])
    const files = (await readdir(join(root, 'test'), { recursive: true })).map((path) => `test/${path}`)
    // What has a second word before its ending is run: `one.test.ts`, `two.soak.ts`.
    expect([...projects.keys()].sort()).toEqual(files.filter((path) => /\/[^/.]+\.[a-z0-9]+\.ts$/.test(path)).sort())
    for (const [file, names] of projects)
      expect(
        names.filter((name) => name !== 'live'),
        file,
      ).toHaveLength(1)
    const live = [...projects].filter(([, names]) => names.includes('live')).map(([file]) => file)
    expect(live).toContain('test/records/history/history.test.ts')
  })

  it('are the fast one alone where none is named', async () => {
    const projects = await projectsOf([])
    expect(projects.size).toBeGreaterThan(100)
    expect(new Set([...projects.values()].flat())).toEqual(new Set(['fast']))
  })

  it('each have a command of their own', async () => {
    const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
    const commands: readonly string[] = Object.values(scripts).map(String)
    const names = new Set([...(await projectsOf(['--project', '*'])).values()].flat())
    for (const name of names) {
      const own = commands.filter((command) => command.endsWith(`vitest run --project ${name}`))
      expect(own, name).toHaveLength(1)
    }
    expect(scripts.test).toMatch(/--project fast$/)
  })
})

describe('a run', () => {
  const runOf = (body: string): Promise<Ended> =>
    withFolder(async (folder) => {
      await copyFile(join(root, 'vitest.config.ts'), join(folder, 'vitest.config.ts'))
      await mkdir(join(folder, 'test'))
      for (const path of ['node_modules', 'package.json', 'src', 'test/support', 'test/live'])
        await symlink(join(root, path), join(folder, path))
      const head = "import { expect, inject, it } from 'vitest'\n"
      await writeFile(join(folder, 'test/one.test.ts'), `${head}it('is one', () => { ${body} })\n`)
      return runVitest(folder, ['run', '--project', 'fast'])
    })

  // The PostgreSQL server of the tests comes with a package that would end the process by itself, with code 0.
  it('in which a test fails ends with an error, also beside the server that all tests share', async () => {
    const { code, out } = await runOf("expect(inject('postgres').port).toBe(0)")
    expect(out).toContain('1 failed')
    expect(code).toBe(1)
  })
})
