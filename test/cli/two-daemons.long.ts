/** Two daemons on one journal: every file is answered once, and one of them is killed in the middle. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import SqliteFile from 'better-sqlite3'
import { describe, expect, test } from 'vitest'

import { openJournal } from '../../src/records/journal/journal.ts'
import type { Database } from '../../src/platform/sql/database.ts'
import type { DatabaseSettings } from '../../src/platform/sql/settings.ts'
import { systemClock } from '../../src/platform/time/clock.ts'
import { searchFor, writtenBelow } from '../support/canaries.ts'
import { engines } from '../support/engines.ts'
import { customers, sandbox, submit } from './sandbox.ts'
import { startWatching } from './watching.ts'
import { worker } from '../support/worker.ts'

const files = 1000

const phoneOf = (n: number): string => `212555${String(1000 + n)}`

function prepare(folder: string, journal: DatabaseSettings): void {
  const { client, filename, host, port, database, user } = journal
  const written = { client, filename, host, port, database, user, ...(host && { password: '${env:DB}', tls: 'off' }) }
  const file = join(folder, 'lethe.yaml')
  const settings = readFileSync(file, 'utf8').replace('country: US', 'country: US\n    process: { forget: on-arrival }')
  // Several runs, so that the daemons take turns.
  writeFileSync(file, `${settings}\njournal: ${JSON.stringify(written)}\nlimits: { filesPerRun: 100 }\n`)
  const data = new SqliteFile(join(folder, 'crm.db'))
  const insert = data.prepare('insert into CUSTOMER (TENANT_KEY, PHONE) values (1, ?)')
  data.transaction(() => {
    for (let n = 0; n < files; n++) insert.run(phoneOf(n))
  })()
  data.close()
}

const answersIn = (folder: string): number =>
  readdirSync(join(folder, 'inbox')).filter((name) => name.endsWith('-execution-log.json')).length

function historyOf(folder: string): readonly unknown[] {
  const history = new SqliteFile(join(folder, 'lethe-history.db'), { readonly: true })
  try {
    return history.prepare('select CONSUMER_ID, count(*) as n from CTL_GDPR_HISTORY group by CONSUMER_ID').all()
  } finally {
    history.close()
  }
}

/** The customer's data, the answers and the history: there people belong. */
const belongs = /^inbox\/|^(crm|lethe-history)\.db|^lethe\.yaml$/

/** Every row of the journal, wherever it stands. */
async function contentOf({ knex }: Database): Promise<Buffer> {
  const tables = ['lethe_file', 'lethe_run', 'lethe_step', 'lethe_attempt'] as const
  const rows = await Promise.all(tables.map((table) => knex.select().from(table)))
  return Buffer.from(JSON.stringify(rows))
}

describe.each(engines)('two daemons with their journal on $name', ({ withDatabase }) => {
  test('answer a thousand files once each, although one of them is killed', async () => {
    await withDatabase(async (database, settings) => {
      const folder = sandbox()
      prepare(folder, settings)
      for (let n = 0; n < files; n++) submit(folder, `forget-25052018-${n}.json`, { phone: phoneOf(n) })
      const environment = { DB: settings.password ?? '' }
      const [first, second] = [startWatching(folder, environment), startWatching(folder, environment)]
      await expect.poll(() => answersIn(folder), { timeout: 120_000 }).toBeGreaterThan(files / 4)
      await first.kill()
      const [killedAt, before] = [systemClock.now().getTime(), answersIn(folder)]
      await expect.poll(() => answersIn(folder), { timeout: 30_000, interval: 20 }).toBeGreaterThan(before)
      expect(systemClock.now().getTime() - killedAt).toBeLessThan(10_000)
      await expect.poll(() => answersIn(folder), { timeout: 120_000 }).toBe(files)
      const journal = await openJournal(database, {
        client: settings.client,
        clock: systemClock,
        id: 'looking',
        worker,
        lease: { expiryMs: 30_000, locks: null },
      })
      await expect.poll(async () => (await journal.tally()).map(({ state }) => state)).toEqual(['done'])
      expect(await second.stop()).toBe(0)
      const closed = await journal.runs(null, ['running', 'open', 'closed'])
      expect(closed.length).toBeGreaterThanOrEqual(files / 100)
      expect(closed.every(({ attempt, state, ended }) => attempt === 1 && state === 'closed' && ended === null)).toBe(
        true,
      )
      // One row for the telephone; nothing was searched, recorded or erased a second time.
      expect(historyOf(folder)).toEqual(Array.from({ length: files }, (_, n) => ({ CONSUMER_ID: phoneOf(n), n: 1 })))
      expect(JSON.stringify(customers(folder))).not.toContain('212555')
      const places = writtenBelow(folder, belongs).set('journal', await contentOf(database))
      for (const [n, watcher] of [first, second].entries()) places.set(`output ${n}`, watcher.printed())
      const { leaks, bytes } = searchFor(
        Array.from({ length: files }, (_, n) => phoneOf(n)),
        places,
      )
      expect(leaks).toEqual([])
      expect(bytes).toBeGreaterThan(100_000)
    })
  }, 300_000)
})
