/** Two real processes on one journal: the second waits, and follows at once when the first is killed. */

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'

import { describe, expect, test } from 'vitest'

import { openJournal } from '../../../src/records/journal/journal.ts'
import { openDatabase } from '../../../src/platform/sql/open.ts'
import { systemClock } from '../../../src/platform/time/clock.ts'
import { sqliteSettings, withFolder } from '../../support/databases.ts'

const built = new URL('../../../dist/', import.meta.url)

/** Holds the lease of `acme` until it is killed; says so on its standard output. */
const holder = `
const { openJournal } = await import('${built.href}records/journal/journal.js')
const { openDatabase } = await import('${built.href}platform/sql/open.js')
const { systemClock } = await import('${built.href}platform/time/clock.js')
const journal = await openJournal(
  await openDatabase('journal', JSON.parse(process.argv[1])), 'better-sqlite3', systemClock, 'holder')
await journal.withLease('acme', async () => {
  console.log('holding')
  await new Promise(() => setInterval(() => {}, 1000))
})`

async function startHolder(filename: string): Promise<ChildProcess> {
  const settings = JSON.stringify(sqliteSettings(filename))
  const child = spawn(process.execPath, ['--input-type=module', '-e', holder, settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line]: unknown[] = await once(createInterface(child.stdout), 'line')
  expect(line).toBe('holding')
  return child
}

describe('two processes on one journal', () => {
  test('never work for one tenant together; a killed one is followed at once', async () => {
    expect(existsSync(new URL('records/journal/journal.js', built)), 'run `npm run build` first').toBe(true)
    await withFolder(async (folder) => {
      const filename = `${folder}/journal.db`
      const child = await startHolder(filename)
      const database = await openDatabase('journal', sqliteSettings(filename))
      try {
        const journal = await openJournal(database, 'better-sqlite3', systemClock, 'second')
        expect(await journal.withLease('acme', async () => 'worked')).toBe('busy')
        expect(await journal.withLease('globex', async () => 'worked')).toBe('worked')
        child.kill('SIGKILL')
        await once(child, 'exit')
        expect(await journal.withLease('acme', async () => 'worked')).toBe('worked')
      } finally {
        child.kill('SIGKILL')
        await database.close()
      }
    })
  })
})
