/** Long reads of a server's table: in ranges of its key where quiet hours may interrupt them, with the same answer. */

import { describe, expect, it } from 'vitest'

import { restingOf } from '../../../src/app/run/resting.ts'
import type { Evaluation } from '../../../src/domain/finding.ts'
import type { RunContext } from '../../../src/domain/product.ts'
import type { ProductSession } from '../../../src/domain/product.ts'
import type { Reading } from '../../../src/domain/reading.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { run } from '../../contract/suite.ts'
import { postgres } from '../../support/engines.ts'
import { openTable } from '../../support/one-table.ts'
import { person } from '../../support/people.ts'
import { silentLog } from '../../support/silent-log.ts'
import { steppedClock } from '../../support/stepped-clock.ts'

/** Two ranges. */
const rows = 500_000
const ada = person('1.consumer-1', [['phone', '212-555-0142']])
const table = { table: 'CALLS', columns: [{ column: 'PHONE', identifies: ['phone'] }] } as const

/** Ada is one of every 50,000; `key` makes a key of the number of the row. */
async function withCalls(
  { key, primary = 'primary key (id)' }: { readonly key: string; readonly primary?: string },
  work: (session: ProductSession, database: Database) => Promise<void>,
): Promise<void> {
  await postgres.withDatabase(async (database) => {
    const session = await openTable(
      database,
      [
        `create table calls (id numeric(30, 0) not null, no text not null unique, phone text, ${primary})`,
        `insert into calls select ${key}, 'n' || i, case when i % 50000 = 1 then '(212) 555-0142' else '917555' || (i % 10000) end
         from generate_series(1, ${rows}) as s(i)`,
        'analyze calls',
      ],
      { ...table, key: ['NO'] },
    )
    await work(session, database)
  })
}

interface Told {
  /** Locators of what was found. */
  readonly found: readonly string[]
  readonly statements: number
}

async function search(session: ProductSession, database: Database, more: Partial<RunContext>): Promise<Told> {
  let statements = 0
  const count = ({ sql }: { readonly sql: string }): void => {
    if (/phone/i.test(sql) && /from .*calls/i.test(sql)) statements += 1
  }
  database.knex.on('query', count)
  const evaluations: Evaluation[] = []
  for await (const one of session.find([ada], { ...run(), ...more })) evaluations.push(one)
  database.knex.removeListener('query', count)
  const found = evaluations.flatMap((one) => ('locator' in one && one.locator !== null ? [one.locator] : []))
  return { found: found.sort(), statements }
}

const hers = Array.from({ length: rows / 50_000 }, (_, i) => `n${i * 50_000 + 1}`).sort()

describe('a table whose rows lie by a key of whole numbers', () => {
  it.each([
    ['from one on', 'i'],
    ['with gaps, from below zero to more than a number of JavaScript holds', '(i - 100000)::numeric * 100000000000000'],
    ['most of them at one end', 'case when i = 1 then -900000000000 else i end'],
  ])('%s, is read in ranges, and everybody is found that one statement finds', async (_, key) => {
    await withCalls({ key }, async (session, database) => {
      const whole = await search(session, database, {})
      expect(whole).toEqual({ found: hers, statements: 1 })
      let rests = 0
      const counted = (): Promise<void> => {
        rests += 1
        return Promise.resolve()
      }
      const parts = await search(session, database, { rest: counted })
      expect(parts).toEqual({ found: hers, statements: 2 })
      expect(rests).toBe(1)
      const readings: Reading[] = []
      const followed = await search(session, database, { onRead: (reading) => readings.push(reading) })
      expect(followed).toEqual({ found: hers, statements: 2 })
      expect(readings).toEqual([{ place: 'CALLS', rows: rows / 2, of: rows }])
    })
  })

  it('is left to others while the read rests, and what comes behind its end meanwhile is found too', async () => {
    await withCalls({ key: 'i' }, async (session, database) => {
      const rest = async (): Promise<void> => {
        // No statement of ours is open: the table can be changed as a whole.
        await database.knex.raw("set lock_timeout = '2s'; alter table calls add column later int")
        await database.knex.raw('insert into calls (id, no, phone) values (?, ?, ?)', [rows + 1, 'later', '2125550142'])
      }
      const { found } = await search(session, database, { rest })
      expect(found).toEqual([...hers, 'later'].sort())
    })
  })

  it('stops between two ranges when it is told to', async () => {
    await withCalls({ key: 'i' }, async (session, database) => {
      const stop = new AbortController()
      const rest = (): Promise<void> => {
        stop.abort()
        return Promise.resolve()
      }
      await expect(search(session, database, { rest, signal: stop.signal })).rejects.toThrow()
    })
  })
})

describe('in one statement is read', () => {
  const rest = (): Promise<void> => Promise.reject(new Error('nothing to rest between'))

  it.each([
    ['a table whose key is a text', { key: 'i', primary: 'check (id > 0)' }],
    ['a table whose rows lie otherwise', { key: '(i::bigint * 7919) % 1000003' }],
    ['a table whose key has two columns', { key: 'i', primary: 'primary key (id, no)' }],
  ] as const)('%s', async (_, world) => {
    await withCalls(world, async (session, database) => {
      expect(await search(session, database, { rest })).toEqual({ found: hers, statements: 1 })
    })
  })

  it('a small table', async () => {
    await postgres.withDatabase(async (database) => {
      const session = await openTable(
        database,
        [
          'create table calls (id int primary key, no text not null unique, phone text)',
          `insert into calls select i, 'n' || i, '212.555.0142' from generate_series(1, 40) as s(i)`,
          'analyze calls',
        ],
        { ...table, key: ['NO'] },
      )
      const told = await search(session, database, { rest })
      expect(told.found).toHaveLength(40)
      expect(told.statements).toBe(1)
    })
  })
})

describe('resting', () => {
  const none = new AbortController().signal
  const night = (clock: ReturnType<typeof steppedClock>, until: number) => ({
    name: 'calls',
    quietUntil: (now: Date) => (now.getTime() < until && until > clock.now().getTime() - 1 ? new Date(until) : null),
  })

  it('takes no time outside of quiet hours, and is nothing to a product without them', async () => {
    const clock = steppedClock()
    await restingOf({ clock, log: silentLog }, night(clock, 0), none)?.()
    expect(restingOf({ clock, log: silentLog }, { name: 'calls' }, none)).toBeUndefined()
  })

  it('lasts to the end of the quiet hours, and not longer', async () => {
    const clock = steppedClock()
    const until = clock.now().getTime() + 3_600_000
    let isOver = false
    const resting = restingOf({ clock, log: silentLog }, night(clock, until), none)?.().then(() => (isOver = true))
    await clock.advance(3_599_000)
    expect(isOver).toBe(false)
    await clock.advance(1_000)
    await resting
    expect(isOver).toBe(true)
  })

  it('ends at once when the work is told to stop', async () => {
    const clock = steppedClock()
    const stop = new AbortController()
    const resting = restingOf({ clock, log: silentLog }, night(clock, clock.now().getTime() + 1000), stop.signal)?.()
    stop.abort()
    await expect(resting).rejects.toThrow(/abort/i)
  })
})
