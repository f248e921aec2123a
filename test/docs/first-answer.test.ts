/** The first steps of README, run as they stand there, on one's own data: from nothing to an answer. */

import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, inject, it } from 'vitest'

import { commands } from '../../src/cli/commands.ts'
import { temporaryFolder } from '../cli/support.ts'
import { postgres } from '../support/engines.ts'
import { withSqliteFile } from '../support/sqlite-site.ts'

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

const fiveMinutesMs = 300_000
const created = 'create table CUSTOMER (ID integer primary key, PHONE varchar(40), EMAIL varchar(80))'
const rows = "insert into CUSTOMER values (1, '212-555-0142', 'ada.sample@example.com'), (2, '212-555-0143', null)"

/** The shell's lines below a heading. */
function shellLines(heading: string): readonly (readonly string[])[] {
  const section = readme.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? ''
  return [...section.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block.trim().split('\n'))
}

interface Ran {
  readonly code: number
  readonly out: string
}

/** By a shell in which `lethe` is on the PATH; ends at the first line that fails. */
function run(folder: string, lines: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ran> {
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'lethe'), `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`)
  chmodSync(join(bin, 'lethe'), 0o755)
  const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}`, ...environment }
  return new Promise((resolve) => {
    const child = execFile('bash', ['-euc', lines.join('\n')], { cwd: folder, env }, (_error, out, err) => {
      resolve({ code: child.exitCode ?? -1, out: out + err })
    })
  })
}

const [steps = [], [ofPostgres = ''] = []] = shellLines('From nothing to the first answer')

async function answered(folder: string, lines: readonly string[], environment = {}): Promise<void> {
  const begun = performance.now()
  const { code, out } = await run(folder, lines, environment)
  expect(code, out).toBe(0)
  expect(performance.now() - begun).toBeLessThan(fiveMinutesMs)
  const log: unknown = JSON.parse(readFileSync(join(folder, 'gdpr/export-14032025-first-execution-log.json'), 'utf8'))
  expect(log).toMatchObject({
    result: { consumers: [{ consumer: [{ phone: '+1 212 555 0142', response: 'SUCCESS' }] }] },
  })
  expect(readFileSync(join(folder, 'gdpr/export-14032025-first-archive.zip')).length).toBeGreaterThan(0)
  expect(out).toContain('"KEY_VALUE":"212-555-0142"')
}

it('lead to the first answer in less than five minutes, on a SQLite file', { timeout: fiveMinutesMs }, async () => {
  const folder = temporaryFolder()
  withSqliteFile(join(folder, 'crm.db'), (database) => database.exec(created).exec(rows))
  await answered(folder, steps)
})

it('lead there on PostgreSQL', { timeout: fiveMinutesMs }, () =>
  postgres.withDatabase(async (owner, { database = '' }) => {
    await owner.knex.raw(created)
    await owner.knex.raw(rows)
    const { port, user, password } = inject('postgres')
    const init = ofPostgres
      .replace('--host db.example.com', `--host 127.0.0.1 --port ${port} --tls off`)
      .replace('--database crm', `--database ${database}`)
      .replace('--user lethe', `--user ${user}`)
    await answered(temporaryFolder(), [init, ...steps.slice(1)], { CRM_PASSWORD: password })
  }),
)

it('README names every command, and none that is not there', () => {
  const named = new Set([...readme.matchAll(/`lethe ([a-z]+)[` ]/g)].map(([, name]) => name))
  const known = new Set([...commands.map(({ name }) => name), 'help'])
  expect([...named].filter((name) => !known.has(name ?? ''))).toEqual([])
  expect([...known].filter((name) => !named.has(name))).toEqual([])
})
