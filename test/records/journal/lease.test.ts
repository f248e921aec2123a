/** One process at a time works for a tenant, and a dead one is followed at once. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { hostname } from 'node:os'

import { describe, expect, test } from 'vitest'

import { takeLease, holdLease, releaseLease } from '../../../src/records/journal/lease.ts'
import { migrateJournal } from '../../../src/records/journal/migrate.ts'
import { livenessOf, thisProcess, type LeaseOwner } from '../../../src/records/journal/owner.ts'
import { openJournal } from '../../../src/records/journal/journal.ts'
import { systemClock, type Clock } from '../../../src/platform/time/clock.ts'
import { engines } from '../../support/engines.ts'

function clockAt(milliseconds: number): Clock {
  return { ...systemClock, now: () => new Date(milliseconds) }
}

const elsewhere: LeaseOwner = { id: 'b', host: 'another-host.example.com', pid: 4711, born: null }

/** The number of a process that has ended. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid ?? 0
}

describe.each(engines.filter(({ name }) => name === 'SQLite' || name === 'PostgreSQL'))(
  'a lease on $name',
  (engine) => {
    test('has one holder; the next one gets a greater number', async () => {
      await engine.withDatabase(async (database, { client }) => {
        await migrateJournal(database, client)
        const me = await thisProcess('a')
        const first = await takeLease(database, me, 'acme', systemClock)
        expect(first?.fence).toBe(1)
        expect(await takeLease(database, { ...me, id: 'other' }, 'acme', systemClock)).toBeNull()
        expect(await takeLease(database, me, 'globex', systemClock)).toMatchObject({ fence: 1 })
        if (first !== null) await releaseLease(database, first)
        expect(await takeLease(database, { ...me, id: 'other' }, 'acme', systemClock)).toMatchObject({ fence: 2 })
      })
    })

    test('of a process on another host ends with its heartbeat', async () => {
      await engine.withDatabase(async (database, { client }) => {
        await migrateJournal(database, client)
        const me = await thisProcess('a')
        expect(await takeLease(database, elsewhere, 'acme', clockAt(1_000_000))).not.toBeNull()
        expect(await takeLease(database, me, 'acme', clockAt(1_010_000))).toBeNull()
        expect(await takeLease(database, me, 'acme', clockAt(1_031_000))).not.toBeNull()
      })
    })

    test('of a dead process on this host is free at once, and what it still writes is refused', async () => {
      await engine.withDatabase(async (database, { client }) => {
        await migrateJournal(database, client)
        const dead = { id: 'd', host: hostname(), pid: await deadProcess(), born: 'long ago' }
        const lost = await takeLease(database, dead, 'acme', systemClock)
        expect(await takeLease(database, await thisProcess('a'), 'acme', systemClock)).toMatchObject({ fence: 2 })
        if (lost === null) throw new Error('the first lease was refused')
        await expect(database.transaction((trx) => holdLease(trx, lost, systemClock))).rejects.toMatchObject({
          code: 'cancelled',
        })
      })
    })

    test('of many that ask at once goes to exactly one', async () => {
      await engine.withDatabase(async (database, { client }) => {
        await migrateJournal(database, client)
        const askers = Array.from({ length: 20 }, (_, i) => ({ ...elsewhere, id: `asker-${i}` }))
        const answers = await Promise.all(askers.map((asker) => takeLease(database, asker, 'acme', systemClock)))
        expect(answers.filter((lease) => lease !== null)).toHaveLength(1)
      })
    })

    test('lets two openings of a journal work in turn, never together', async () => {
      await engine.withDatabase(async (database, { client }) => {
        const journal = await openJournal(database, client, systemClock, 'one')
        const other = await openJournal(database, client, systemClock, 'two')
        const answer = await journal.withLease('acme', () => other.withLease('acme', async () => 'both'))
        expect(answer).toBe('busy')
        expect(await other.withLease('acme', async () => 'alone')).toBe('alone')
      })
    })
  },
)

describe('a process', () => {
  test('is told from another that has the same number', async () => {
    const me = await thisProcess('a')
    expect(await livenessOf(me)).toBe(existsSync('/proc/self/stat') ? 'alive' : 'unknown')
    expect(await livenessOf({ ...me, born: 'another boot' })).toBe(me.born === null ? 'unknown' : 'dead')
    expect(await livenessOf({ ...me, pid: await deadProcess() })).toBe('dead')
    expect(await livenessOf(elsewhere)).toBe('unknown')
  })
})
