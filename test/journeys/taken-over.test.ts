/** An installation of the version before there was a record goes on where it was left, whatever stood open. */

import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, test } from 'vitest'

import { lethe } from '../cli/in-process.ts'
import { systemClock } from '../../src/platform/time/clock.ts'
import { withFolder } from '../support/databases.ts'
import { change, earlierLayouts, installEarlier, type EarlierLayout } from '../support/earlier-version.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { eventsOf, startLethe } from '../support/lethe-process.ts'
import { readZip } from '../support/read-zip.ts'
import { rowsOf, type SqlRow } from '../support/sqlite-site.ts'

const responses = (folder: string, stem: string) =>
  readExecutionLog(join(folder, 'gdpr', `${stem}-execution-log.json`)).responses

const history = (folder: string) => rowsOf(join(folder, 'records.db'), 'select * from CTL_GDPR_HISTORY')

async function runOf(folder: string, stem: string): Promise<string> {
  const [row] = rowsOf(join(folder, 'lethe.db'), 'select run_id from lethe_file where name = @name', {
    name: `${stem}.json`,
  })
  return String(row?.['run_id'])
}

/** Everything that is to be erased is; what was exported, and a stranger's, is as it was. */
async function expectDone(folder: string, before: readonly SqlRow[]): Promise<void> {
  expect(responses(folder, 'forget-25052018-a')).toEqual(['SUCCESS'])
  expect(responses(folder, 'forget-25052018-b')).toEqual(['SUCCESS', 'SUCCESS: not found'])
  expect(responses(folder, 'forget-25052018-d')).toEqual(['SUCCESS', 'SUCCESS'])
  expect(responses(folder, 'export-25052018-c')).toEqual(['SUCCESS'])
  expect(rowsOf(join(folder, 'crm.db'), 'select PHONE, EMAIL from CUSTOMER order by ID')).toEqual([
    { PHONE: '***', EMAIL: 'nora@example.com' },
    { PHONE: '***', EMAIL: null },
    { PHONE: '3035550102', EMAIL: 'ben@example.com' },
    { PHONE: '***', EMAIL: 'cleo@example.com' },
    { PHONE: '***', EMAIL: 'una@example.com' },
  ])
  const tickets = rowsOf(join(folder, 'crm.db'), 'select NOTE from TICKET order by ID')
  expect(tickets.map(({ NOTE }) => NOTE)).toEqual(['***', 'B-1', '***', '***'])
  const archive = await readZip(join(folder, 'gdpr', 'export-25052018-c-archive.zip'))
  const texts = [...archive.values()].join('\n')
  expect(texts).toContain('3035550102')
  expect(texts).toContain('B-1')
  const lines = history(folder).map((row) => JSON.stringify(row))
  expect(new Set(lines).size).toBe(lines.length)
  expect(lines.filter((line) => line.includes('8005550199'))).toHaveLength(3)
  expect(lines.filter((line) => line.includes('3035550103'))).toHaveLength(6)
  expect(lines).toEqual(
    expect.arrayContaining(
      before
        .map((row) => JSON.stringify(row))
        .filter((line) => !line.includes('8005550199') && !line.includes('3035550103')),
    ),
  )
}

async function settled(layout: EarlierLayout, work: (folder: string, before: readonly SqlRow[]) => Promise<void>) {
  await withFolder(async (folder) => {
    installEarlier(layout, folder)
    change(folder, 'crm', 'update CUSTOMER set STATUS = 1')
    await work(folder, history(folder))
  })
}

test('people whom nobody noted how to tell apart are searched for anew, and answered each', async () => {
  await settled('eight-columns', async (folder) => {
    // As a still older version left them: no turns, and all rows of a product in one second.
    const shared = "FORGET = 1 and CONSUMER_ID = '2125550101'"
    const first = `(select min(created_ts) from old.lethe_run where action = 'forget')`
    change(
      folder,
      'records',
      `attach '${join(folder, 'lethe.db')}' as old;
       update CTL_GDPR_HISTORY set CREATED_TS = CREATED_TS - 2 where ${shared} and CREATED_TS >= ${first} + 2`,
    )
    change(folder, 'lethe', 'update lethe_run set turns = null')
    expect((await lethe(folder, ['run'])).code).toBe(0)
    expect(responses(folder, 'forget-25052018-a')).toEqual(['SUCCESS'])
    expect(responses(folder, 'forget-25052018-b')).toEqual(['SUCCESS', 'SUCCESS: not found'])
    const [held] = rowsOf(join(folder, 'crm.db'), 'select PHONE from CUSTOMER where ID = 2')
    expect(held).toEqual({ PHONE: '***' })
  })
})

describe.each(earlierLayouts)('an installation of an earlier version, %s', (layout) => {
  test('goes on with what stood open and what was killed, and shows nothing twice', async () => {
    await settled(layout, async (folder, before) => {
      const ended = await lethe(folder, ['run', '--json'])
      expect(ended.err.split('\n').filter((line) => line.includes('"error"'))).toEqual([])
      expect(ended.code).toBe(0)
      await expectDone(folder, before)
      const again = await lethe(folder, ['run', '--json'])
      expect(eventsOf(again, 'file')).toEqual([])
      const verified = await lethe(folder, ['verify', await runOf(folder, 'forget-25052018-a'), '--json'])
      expect(eventsOf(verified, 'verify-ended')).toMatchObject([{ clean: true }])
    })
  })

  test('killed while it takes over, it goes on all the same', { timeout: 180_000 }, async () => {
    const entry = fileURLToPath(new URL('../support/checkpointed-main.mjs', import.meta.url))
    const points = await withFolder(async (folder) => {
      installEarlier(layout, folder)
      change(folder, 'crm', 'update CUSTOMER set STATUS = 1')
      const LETHE_POINTS = join(folder, 'points')
      await startLethe(folder, ['run'], { LETHE_POINTS }, entry).ended
      return readFileSync(LETHE_POINTS, 'utf8').split('\n')
    })
    const commits = points.flatMap((point, n) => (/ (commit:records|journal:recorded)$/.test(point) ? [n] : []))
    expect(commits.length).toBeGreaterThan(20)
    for (const n of commits.filter((_, i) => i % 12 === 0)) {
      await settled(layout, async (folder, before) => {
        const killed = await startLethe(folder, ['run'], { LETHE_KILL: String(n) }, entry).ended
        expect(killed.signal, points[n]).toBe('SIGKILL')
        expect((await lethe(folder, ['run'])).code, points[n]).toBe(0)
        await expectDone(folder, before)
      })
    }
  })

  test('still answers what is left of a run, before and after', async () => {
    await withFolder(async (folder) => {
      installEarlier(layout, folder)
      const run = await runOf(folder, 'forget-25052018-a')
      const [left] = eventsOf(await lethe(folder, ['verify', run, '--json']), 'verify-ended')
      expect(left).toMatchObject({ clean: false })
      change(folder, 'crm', 'update CUSTOMER set STATUS = 1')
      expect((await lethe(folder, ['run'])).code).toBe(0)
      const [clean] = eventsOf(await lethe(folder, ['verify', run, '--json']), 'verify-ended')
      expect(clean).toMatchObject({ clean: true })
    })
  })

  test('that lost its journal does nothing of itself, since its logs carry no seal, and all of it when it is told to', async () => {
    await settled(layout, async (folder) => {
      for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `lethe.db${end}`), { force: true })
      // Nothing tells of a run that was killed before its first answer.
      rmSync(join(folder, 'gdpr', 'forget-25052018-d.json'))
      const customers = () => rowsOf(join(folder, 'crm.db'), 'select * from CUSTOMER')
      const untouched = customers()
      await lethe(folder, ['run'])
      expect(customers()).toEqual(untouched)
      const status = await lethe(folder, ['status', '--json'])
      const waiting = eventsOf(status, 'unanswered')
      const names = [
        'export-20052018-done.json',
        'export-25052018-c.json',
        'forget-25052018-a.json',
        'forget-25052018-b.json',
      ]
      expect(waiting.map(({ fileName, state }) => [fileName, state]).sort()).toEqual(
        names.map((name) => [name, 'unsealed']),
      )
      for (const name of names.slice(1)) expect((await lethe(folder, ['retry', name])).code, name).toBe(0)
      expect(responses(folder, 'forget-25052018-a')).toEqual(['SUCCESS'])
      // The other one has asked for the same number, and comes first here.
      expect(responses(folder, 'forget-25052018-b')).toEqual(['SUCCESS: not found', 'SUCCESS: not found'])
      expect(responses(folder, 'export-25052018-c')).toEqual(['SUCCESS'])
      const [held] = rowsOf(join(folder, 'crm.db'), 'select PHONE from CUSTOMER where ID = 2')
      expect(held).toEqual({ PHONE: '***' })
      // Two runs that begin in one second say the same of what neither of them found, and no column tells them apart.
      const found = history(folder).filter(({ FACT_ID }) => FACT_ID !== null)
      expect(new Set(found.map((row) => JSON.stringify(row))).size).toBe(found.length)
    })
  })

  test('loses what is old, and nothing that an open run needs', async () => {
    await withFolder(async (folder) => {
      installEarlier(layout, folder)
      const [first] = rowsOf(join(folder, 'records.db'), 'select min(CREATED_TS) as t from CTL_GDPR_HISTORY')
      const shift = Math.floor(systemClock.now().getTime() / 1000) - 40 * 86_400 - Number(first?.['t'])
      change(folder, 'records', `update CTL_GDPR_HISTORY set CREATED_TS = CREATED_TS + ${shift}`)
      change(folder, 'lethe', `update lethe_run set created_ts = created_ts + ${shift}, last_ts = last_ts + ${shift}`)
      const before = history(folder)
      const stranger = { ...before[0], CONSUMER_ID: 'not ours' }
      if (layout === 'full') {
        change(
          folder,
          'records',
          "insert into CTL_GDPR_HISTORY (TENANT_KEY, FORGET, CONSUMER_ID, TABLE_NAME, COLUMN_NAME, CREATED_TS) values (1, 0, 'not ours', 'T', 'C', 5)",
        )
      }
      const purged = await lethe(folder, ['purge', '--json'])
      expect(eventsOf(purged, 'purged')).toMatchObject([{ rows: 3, recorded: 0, untold: 0 }])
      const rows = history(folder)
      expect(rows).toHaveLength(before.length - 3 + (layout === 'full' ? 1 : 0))
      expect(rows.some(({ CONSUMER_ID }) => CONSUMER_ID === stranger.CONSUMER_ID)).toBe(layout === 'full')
      change(folder, 'crm', 'update CUSTOMER set STATUS = 1')
      expect((await lethe(folder, ['run'])).code).toBe(0)
      expect(responses(folder, 'forget-25052018-a')).toEqual(['SUCCESS'])
    })
  })
})
