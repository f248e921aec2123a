/** The journal remembers files, runs and steps over a restart, on both engines. */

import { readFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

import { openJournal, type JournalOptions } from '../../../src/records/journal/journal.ts'
import type { NewRun } from '../../../src/records/journal/runs.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { readScript } from '../../../src/platform/sql/script.ts'
import { systemClock, type Clock } from '../../../src/platform/time/clock.ts'
import { earlierFile } from '../../support/earlier-version.ts'
import { engines } from '../../support/engines.ts'
import { holding } from '../../support/holding.ts'
import { worker } from '../../support/worker.ts'

const file = { name: 'forget-25052018-a.json', sha256: 'ab'.repeat(32), size: 12 }

function newRun(id: string, change: Partial<NewRun> = {}): NewRun {
  return {
    id,
    action: 'forget',
    salt: 's',
    products: ['info-mart', 'outbound'].map((name) => ({ name, mark: { settings: `s-${name}`, place: `p-${name}` } })),
    files: [{ ...file, fileNumber: 1 }],
    ...change,
  }
}

describe.each(engines)('a journal on $name', ({ withDatabase }) => {
  const open = (database: Database, client: JournalOptions['client'], clock: Clock = systemClock) =>
    openJournal(database, { client, clock, id: 'test', worker, lease: { expiryMs: 30_000, locks: null } })

  test('has a run with its files and steps after it was opened anew', async () => {
    await withDatabase(async (database, { client }) => {
      const journal = await open(database, client)
      await holding(journal, async (lease) => {
        await journal.createRun(lease, newRun('r1'))
        const usualSpellings = [{ column: 'LEAD.PHONE', kinds: ['phone', 'name'] }] as const
        const about = { searchesBy: ['phone', 'email'], warnings: ['slow'], usualSpellings } as const
        const change = { phase: 'recorded', found: 7, ...about } as const
        await journal.markStep(lease, 'r1', 'outbound', change)
      })
      const record = await (await open(database, client)).run('r1')
      expect(record?.run).toMatchObject({ tenant: 'acme', action: 'forget', attempt: 1, state: 'running' })
      expect(record?.files).toMatchObject([{ ...file, state: 'running', fileNumber: 1 }])
      expect(record?.steps).toMatchObject([
        { product: 'info-mart', entry: { settings: 's-info-mart', place: 'p-info-mart' }, phase: 'pending' },
        {
          product: 'outbound',
          phase: 'recorded',
          found: 7,
          searchesBy: ['phone', 'email'],
          warnings: ['slow'],
          usualSpellings: [{ column: 'LEAD.PHONE', kinds: ['phone', 'name'] }],
        },
      ])
    })
  })

  test('names the runs whose ids begin alike, and one alone that is written out', async () => {
    await withDatabase(async (database, { client }) => {
      const journal = await open(database, client)
      const [first, second, third] = ['0a1b-77', '0a1c-77', '0a1c-78']
      await holding(journal, async (lease) => {
        for (const id of [third, first, second, '0a']) await journal.createRun(lease, newRun(id, { files: [] }))
      })
      expect(await journal.runIds('0a1')).toEqual([first, second, third])
      expect(await journal.runIds('0A1B')).toEqual([first])
      expect(await journal.runIds('0a1c-7')).toEqual([second, third])
      expect(await journal.runIds('0a')).toEqual(['0a'])
      for (const none of ['', '1', '%', '0a1_', '0a1c-77 ', '0a1c-770']) expect(await journal.runIds(none)).toEqual([])
    })
  })

  test('has two runs of a tenant that began in the same second, and neither of an earlier version', async () => {
    await withDatabase(async (database, { client }) => {
      const still: Clock = { ...systemClock, now: () => new Date(5_000_999) }
      const journal = await open(database, client, still)
      const runs = await holding(journal, async (lease) => [
        await journal.createRun(lease, newRun('r1')),
        await journal.createRun(lease, newRun('r2')),
      ])
      expect(runs.map(({ run }) => [run.createdTs, run.earlier])).toEqual([
        [5000, null],
        [5000, null],
      ])
    })
  })

  test('knows a file by name and content, and when it was first seen', async () => {
    await withDatabase(async (database, { client }) => {
      let now = 1000
      const journal = await open(database, client, { ...systemClock, now: () => new Date(now) })
      await holding(journal, async (lease) => {
        await journal.markFile(lease, file, { action: 'forget', state: 'held', reason: 'waits' })
        now = 9_000_000
        await journal.markFile(lease, file, { action: 'forget', state: 'rejected' })
      })
      expect(await journal.file('acme', file.name, file.sha256)).toMatchObject({
        state: 'rejected',
        reason: null,
        firstSeen: new Date(1000).toISOString(),
      })
      expect(await journal.file('acme', file.name, 'cd'.repeat(32))).toBeNull()
      expect(await journal.file('globex', file.name, file.sha256)).toBeNull()
      expect(await journal.files('acme', ['rejected'])).toHaveLength(1)
    })
  })

  test('knows which content of a file was answered last, and takes an earlier one that is put back for a new file', async () => {
    await withDatabase(async (database, { client }) => {
      let now = 1000
      const journal = await open(database, client, { ...systemClock, now: () => new Date(now) })
      const other = { ...file, sha256: 'cd'.repeat(32) }
      const overtaken = async () => [
        (await journal.file('acme', file.name, file.sha256))?.overtaken,
        (await journal.file('acme', other.name, other.sha256))?.overtaken,
      ]
      await holding(journal, async (lease) => {
        await journal.markFile(lease, file, { action: 'forget', state: 'rejected' })
        // Written once more after a crash it is the same answer.
        await journal.markFile(lease, file, { action: 'forget', state: 'rejected' })
        await journal.markFile(
          lease,
          { ...file, name: 'forget-25052018-b.json' },
          { action: 'forget', state: 'rejected' },
        )
        expect(await overtaken()).toEqual([false, undefined])
        await journal.markFile(lease, other, { action: 'forget', state: 'pending' })
        expect(await overtaken()).toEqual([false, false])
        await journal.markFile(lease, other, { action: 'forget', state: 'done' })
        expect(await overtaken()).toEqual([true, false])
        now = 9_000_000
        const receivedAt = '2018-05-20T00:00:00.000Z'
        await journal.markFile(lease, file, { action: 'forget', state: 'pending', receivedAt })
        const again = { state: 'pending', overtaken: false, firstSeen: new Date(now).toISOString(), receivedAt }
        expect(await journal.file('acme', file.name, file.sha256)).toMatchObject(again)
        await journal.markFile(lease, file, { action: 'forget', state: 'done' })
        expect(await overtaken()).toEqual([false, true])
      })
    })
  })

  test('lists unfinished runs, exports first', async () => {
    await withDatabase(async (database, { client }) => {
      const journal = await open(database, client)
      await holding(journal, async (lease) => {
        await journal.createRun(lease, newRun('f'))
        await journal.createRun(lease, newRun('e', { action: 'export', files: [] }))
        await journal.createRun(lease, newRun('over', { files: [] }))
        await journal.markRun(lease, 'over', { state: 'closed' })
        await journal.markRun(lease, 'f', { state: 'open' })
      })
      const states = ['running', 'open'] as const
      expect((await journal.runs('acme', states)).map(({ id }) => id)).toEqual(['e', 'f'])
      expect(await journal.runs('globex', states)).toEqual([])
      expect(await journal.runs(null, ['closed'])).toHaveLength(1)
    })
  })

  test('of the first version is brought up to date with what it holds', async () => {
    await withDatabase(async (database, { client }) => {
      for (const statement of await readScript(client, 'journal')) await database.run((knex) => knex.raw(statement))
      await database.run((knex) => knex.raw('create table lethe_schema (version integer not null)'))
      await database.run((knex) => knex('lethe_schema').insert({ version: 1 }))
      const run = { id: 'r1', tenant: 'acme', action: 'forget', created_ts: 5, last_ts: 5, salt: 's', attempt: 2 }
      const old = { ...run, state: 'open', started_at: new Date(5000).toISOString() }
      await database.run((knex) => knex('lethe_run').insert(old))
      const answered = { tenant: 'acme', name: file.name, size: 1, action: 'forget', state: 'done' }
      for (const [i, sha256] of ['aa', 'bb'].entries()) {
        const first_seen = new Date(1000 + i).toISOString()
        await database.run((knex) => knex('lethe_file').insert({ ...answered, sha256, first_seen }))
      }
      const journal = await open(database, client)
      expect(await journal.file('acme', file.name, 'aa')).toMatchObject({ overtaken: true, receivedAt: null })
      expect(await journal.file('acme', file.name, 'bb')).toMatchObject({ overtaken: false })
      expect((await journal.run('r1'))?.run).toMatchObject({ attempt: 2, dueAt: null, cancelAsked: null, ended: null })
      expect(await journal.askRetry('r1')).toBe('asked')
      await holding(journal, (lease) => journal.beginAttempt(lease, 'r1', 3))
      expect((await journal.run('r1'))?.attempts).toMatchObject([{ attempt: 3, finishedAt: null, products: [] }])
      expect(await database.run((knex) => knex('lethe_schema').select('version'))).toEqual([{ version: 12 }])
    })
  })

  test('of the last version without a record knows how the rows of its runs in the history are told', async () => {
    await withDatabase(async (database, { client }) => {
      for (const script of ['journal', 'journal-2', 'journal-3', 'journal-4']) {
        for (const statement of await readScript(client, script)) await database.run((knex) => knex.raw(statement))
      }
      await database.run((knex) => knex.raw('create table lethe_schema (version integer not null)'))
      const dump = readFileSync(earlierFile('eight-columns', 'lethe.sql'), 'utf8').split('\n')
      for (const row of dump.filter((line) => line.startsWith('INSERT'))) {
        // A question mark would be taken for a parameter.
        await database.run((knex) => knex.raw(row.replaceAll('?', '\\?')))
      }
      const journal = await open(database, client)
      const runs = await journal.runs('acme', ['running', 'open'])
      expect(runs.map(({ action, state, attempt }) => [action, state, attempt])).toEqual([
        ['export', 'open', 2],
        ['forget', 'open', 3],
        ['forget', 'running', 1],
      ])
      const [, open_] = runs
      expect(open_?.earlier).toEqual({
        createdTs: open_?.createdTs,
        lastTs: (open_?.createdTs ?? 0) + 3,
        turns: { '2.consumer-1 phone': 1 },
      })
      const record = await journal.run(open_?.id ?? '')
      expect(record?.files.map(({ name, state }) => [name, state])).toEqual([
        ['forget-25052018-a.json', 'running'],
        ['forget-25052018-b.json', 'running'],
      ])
      expect(record?.steps).toMatchObject([
        { product: 'tables', phase: 'erased', outcome: 'deferred', found: 4, erased: 2, left: 2 },
        { product: 'tables#2', phase: 'done', outcome: 'done', found: 4 },
      ])
      expect(record?.attempts).toHaveLength(3)
      // The tables that refer to the run still do.
      await expect(database.run((knex) => knex('lethe_run').where({ id: open_?.id }).delete())).rejects.toThrow()
      await holding(journal, (lease) => journal.createRun(lease, newRun('r1')))
      expect((await journal.run('r1'))?.run.earlier).toBeNull()
    })
  })

  test('with a row that cannot be read is told to be damaged', async () => {
    await withDatabase(async (database, { client }) => {
      const journal = await open(database, client)
      await holding(journal, (lease) => journal.createRun(lease, newRun('r1')))
      await database.run((knex) => knex('lethe_run').update({ state: 'scrambled' }))
      await expect(journal.run('r1')).rejects.toThrow(/damaged/)
    })
  })

  test('written by a newer program is refused', async () => {
    await withDatabase(async (database, { client }) => {
      await open(database, client)
      await database.run((knex) => knex('lethe_schema').update({ version: 99 }))
      await expect(open(database, client)).rejects.toThrow(/version 99/)
    })
  })
})
