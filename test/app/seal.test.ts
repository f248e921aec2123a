/** The secret behind the seals of answers: made once, whoever starts, and nothing is left of one that was half written. */

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { openSeal } from '../../src/app/seal.ts'
import { systemClock } from '../../src/platform/time/clock.ts'
import { openJournal, type Journal } from '../../src/records/journal/journal.ts'
import { withFolder, withSqlite } from '../support/databases.ts'
import { silentLog } from '../support/silent-log.ts'
import { worker } from '../support/worker.ts'

const leftover = '.lethe-dc48eaca8990d9db34739047.tmp'

function withState<T>(work: (state: string, journal: Journal) => Promise<T>): Promise<T> {
  return withFolder((folder) =>
    withSqlite(async (database) => {
      const lease = { expiryMs: 30_000, locks: null }
      const journal = await openJournal(database, {
        client: 'better-sqlite3',
        clock: systemClock,
        id: 'one',
        worker,
        lease,
      })
      const state = join(folder, 'state')
      mkdirSync(state)
      return work(state, journal)
    }),
  )
}

test.each([
  ['before it had its name', []],
  ['when it had its name already', ['secret']],
])('a secret whose writer was killed %s leaves nothing behind', async (_when, present) => {
  await withState(async (state, journal) => {
    for (const name of [leftover, ...present]) writeFileSync(join(state, name), 'b3f1c2\n')
    const seal = await openSeal(state, journal, silentLog)
    expect(readdirSync(state)).toEqual(['secret'])
    expect((await openSeal(state, journal, silentLog)).mark).toBe(seal.mark)
  })
})

test('of several that start at once all have the same secret', async () => {
  await withState(async (state, journal) => {
    const seals = await Promise.all(Array.from({ length: 8 }, () => openSeal(state, journal, silentLog)))
    expect(new Set(seals.map(({ mark }) => mark)).size).toBe(1)
    expect(readdirSync(state)).toEqual(['secret'])
  })
})
