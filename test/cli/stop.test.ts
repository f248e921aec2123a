/** A service manager stops the daemon in the middle of a large erase; what is missing is done by the next start. */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { expect, test } from 'vitest'

import { systemClock } from '../../src/platform/time/clock.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { ann, sandbox, submit } from './sandbox.ts'
import { lethe, linesOf } from './support.ts'
import { startWatching } from './watching.ts'

const rows = 60_000

function fill(folder: string): void {
  const database = new Database(join(folder, 'crm.db'))
  const insert = database.prepare('insert into CUSTOMER (TENANT_KEY, PHONE) values (1, ?)')
  database.transaction(() => {
    for (let i = 0; i < rows; i++) insert.run('7815550123')
  })()
  database.close()
}

function left(folder: string): number {
  const database = new Database(join(folder, 'crm.db'), { readonly: true })
  try {
    const row: unknown = database.prepare("select count(*) as n from CUSTOMER where PHONE = '7815550123'").get()
    return Number(Reflect.get(Object(row), 'n'))
  } finally {
    database.close()
  }
}

/** A daemon in the middle of an erase that takes long: small transactions, many rows. Returns what the settings were. */
async function erasing(
  folder: string,
): Promise<{ readonly watcher: ReturnType<typeof startWatching>; settings: string }> {
  fill(folder)
  const file = join(folder, 'lethe.yaml')
  const guard = `guard: { rowsPerIdentifier: ${2 * rows} }`
  const settings = readFileSync(file, 'utf8').replace('country: US', `country: US\n    ${guard}`)
  const small = settings.replace('filename: ./crm.db', 'filename: ./crm.db, rowsPerTransaction: 50')
  writeFileSync(file, small.replace('country: US', 'country: US\n    process: { forget: on-arrival }'))
  submit(folder, 'forget-25052018-b.json', { phone: ann.phone })
  const watcher = startWatching(folder)
  await expect.poll(() => left(folder), { timeout: 50_000, interval: 20 }).toBeLessThan(rows - 1000)
  return { watcher, settings }
}

test('SIGTERM ends a large erase at its next transaction, in less than five seconds', async () => {
  const folder = sandbox()
  const { watcher, settings } = await erasing(folder)
  const asked = systemClock.now().getTime()
  expect(await watcher.stop()).toBe(0)
  expect(systemClock.now().getTime() - asked).toBeLessThan(5000)
  // Another tenant has the one row that stays.
  expect(left(folder)).toBeGreaterThan(1)
  writeFileSync(join(folder, 'lethe.yaml'), settings)
  expect((await lethe(folder, ['run'])).code).toBe(0)
  expect(left(folder)).toBe(1)
}, 120_000)

test('`lethe cancel` ends the erase of another process, which says what it had done', async () => {
  const folder = sandbox()
  const { watcher } = await erasing(folder)
  const [status] = linesOf(await lethe(folder, ['status']))
  expect(status).toMatchObject({ state: 'running', fileName: 'forget-25052018-b.json' })
  expect(await lethe(folder, ['cancel', String(status?.['run'])])).toMatchObject({ code: 0 })
  const log = readExecutionLog(join(folder, 'inbox/forget-25052018-b-execution-log.json'))
  expect(log.run).toMatchObject({ ended: 'cancelled', outcome: 'failed' })
  expect(log.responses[0]).toMatch(/^ERROR: cancelled: tables: cancelled by the operator; a part of what was found/)
  const afterCancel = left(folder)
  expect(afterCancel).toBeGreaterThan(1)
  expect(await watcher.stop()).toBe(0)
  expect(left(folder)).toBe(afterCancel)
}, 120_000)
