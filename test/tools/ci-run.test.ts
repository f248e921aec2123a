/** `.ci/run` ends at the first thing that fails, whichever it is. */

import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { withFolder } from '../support/databases.ts'

const script = fileURLToPath(new URL('../../.ci/run', import.meta.url))

interface Course {
  readonly code: number
  /** What npm was asked for, in order. */
  readonly asked: readonly string[]
}

/** Runs a copy of the script with an npm that does nothing, and fails from its `failing`-th call on. */
function runWith(failing: number): Promise<Course> {
  return withFolder(async (folder) => {
    const [project, programs, calls] = [join(folder, 'project'), join(folder, 'bin'), join(folder, 'calls')]
    await mkdir(join(project, '.ci'), { recursive: true })
    await mkdir(programs)
    await cp(script, join(project, '.ci/run'))
    await writeFile(calls, '')
    const npm = `echo "npm $*" >> '${calls}'\n[ "$(wc -l < '${calls}')" -lt ${failing === Infinity ? 1000 : failing} ]`
    // Whatever this machine lacks is not installed for a test.
    for (const [name, body] of Object.entries({ npm, 'apt-get': 'true', sudo: 'true' })) {
      await writeFile(join(programs, name), `#!/bin/sh\n${body}\n`)
      await chmod(join(programs, name), 0o755)
    }
    const env = { PATH: `${programs}${delimiter}${process.env['PATH']}` }
    const code = await new Promise<number>((resolve) => {
      const child = execFile('bash', [join(project, '.ci/run')], { env }, () => {
        resolve(child.exitCode ?? -1)
      })
    })
    return { code, asked: (await readFile(calls, 'utf8')).split('\n').slice(0, -1) }
  })
}

test('it installs what the lock file says, runs the sandbox and every check, and the tests last', async () => {
  const { code, asked } = await runWith(Infinity)
  expect(code).toBe(0)
  expect(asked.slice(0, 2)).toEqual(['npm ci', 'npm run demo'])
  for (const check of ['types', 'lint', 'format:check', 'architecture', 'unused', 'test:drop-folder']) {
    expect(asked.some((call) => call.startsWith(`npm run --silent ${check}`))).toBe(true)
  }
  expect(asked.at(-1)).toBe('npm test')
})

test('when the installation fails nothing else is run', async () => {
  expect(await runWith(1)).toEqual({ code: 1, asked: ['npm ci'] })
})

test('it ends with an error at whichever step fails, and runs none of the later ones', async () => {
  const { asked } = await runWith(Infinity)
  for (let failing = 1; failing <= asked.length; failing += 1) {
    const course = await runWith(failing)
    expect(course, asked[failing - 1]).toEqual({ code: 1, asked: asked.slice(0, failing) })
  }
})
