/** The package that `npm pack` makes, in a folder where nothing else of the checkout is: its first answer. */

import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { expect, test } from 'vitest'

import { linesOf, temporaryFolder } from '../cli/support.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { withSqliteFile } from '../support/sqlite-site.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const run = promisify(execFile)

/** Installed as npm does it, with the packages that production needs, and none that only we do. */
async function install(folder: string): Promise<string> {
  await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root })
  const installed = join(folder, 'node_modules', 'lethe')
  mkdirSync(installed, { recursive: true })
  const version = (
    await run(process.execPath, ['-p', 'require("./package.json").version'], { cwd: root })
  ).stdout.trim()
  await run('tar', ['-xzf', join(folder, `lethe-${version}.tgz`), '-C', installed, '--strip-components=1'])
  const lock: unknown = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  for (const [path, about] of Object.entries<unknown>(Object(Reflect.get(Object(lock), 'packages')))) {
    const isOurs = /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && Reflect.get(Object(about), 'dev') !== true
    if (!isOurs || !existsSync(join(root, path))) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    symlinkSync(join(root, path), join(folder, path))
  }
  return installed
}

test('gives the first answer, with its schemas, scripts and manual page', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder()
  const installed = await install(folder)
  const { bin, man, version }: Readonly<Record<string, unknown>> = Object(
    JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')),
  )
  const main = join(installed, String(Reflect.get(Object(bin), 'lethe')))
  const lethe = (...operands: readonly string[]) => run(process.execPath, [main, ...operands], { cwd: folder })
  expect(existsSync(join(installed, String(man)))).toBe(true)
  expect((await lethe('--version')).stdout).toBe(`${String(version)}\n`)
  withSqliteFile(join(folder, 'crm.db'), (database) =>
    database.exec(
      `create table CUSTOMER (ID integer primary key, PHONE text, EMAIL text); insert into CUSTOMER (PHONE) values ('212-555-0142')`,
    ),
  )
  const product = ['--product', 'tables', '--client', 'better-sqlite3', '--filename', 'crm.db']
  await lethe('init', ...product, '--table', 'CUSTOMER', '--phone-column', 'PHONE')
  const { stdout } = await lethe('doctor')
  expect(linesOf({ code: 0, out: stdout, err: '' }).length).toBeGreaterThan(5)
  expect(stdout).not.toContain('"severity":"error"')
  const request = { caseid: '1', consumers: [{ consumer: [{ phone: '+1 212 555 0142' }] }] }
  writeFileSync(join(folder, 'gdpr', 'export-14032025-first.json'), JSON.stringify(request))
  await lethe('run')
  expect(readExecutionLog(join(folder, 'gdpr', 'export-14032025-first-execution-log.json')).responses).toEqual([
    'SUCCESS',
  ])
})
