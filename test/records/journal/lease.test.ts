/** One worker at a time works for a tenant; who is alive is known by its heartbeat, and whoever lost the lease is out. */

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { StepFailed } from '../../../src/domain/errors.ts'
import type { Lease } from '../../../src/records/journal/holding.ts'
import { openJournal, type Journal } from '../../../src/records/journal/journal.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import type { DatabaseSettings } from '../../../src/platform/sql/settings.ts'
import { systemClock, type Clock } from '../../../src/platform/time/clock.ts'
import { engines } from '../../support/engines.ts'
import { sqliteSettings, withFolder, withSqlite } from '../../support/databases.ts'
import { steppedClock } from '../../support/stepped-clock.ts'
import { openDatabase } from '../../../src/platform/sql/open.ts'
import { worker } from '../../support/worker.ts'

const expiryMs = 30_000
const acme = {
  tenant: 'acme',
  isPatient: false,
  get signal() {
    return new AbortController().signal
  },
}

type Client = DatabaseSettings['client']

function opened(database: Database, client: Client, id: string, clock: Clock = systemClock): Promise<Journal> {
  return openJournal(database, { client, clock, id, worker, lease: { expiryMs, locks: null } })
}

/** Holds the lease of `acme` until it is let go; `ended` is how the work came to its end. */
interface Holder {
  readonly lease: Lease
  readonly letGo: () => void
  readonly ended: Promise<unknown>
}

async function holder(journal: Journal): Promise<Holder> {
  const go = deferred<null>()
  const begun = deferred<Lease>()
  const ended = journal.withLease(acme, async (lease) => {
    begun.resolve(lease)
    lease.signal.addEventListener('abort', () => {
      go.reject(lease.signal.reason)
    })
    await go.promise
  })
  ended.catch(() => {})
  return {
    lease: await begun.promise,
    letGo: () => {
      go.resolve(null)
    },
    ended,
  }
}

function deferred<T>() {
  let [resolve, reject]: [(value: T) => void, (reason: unknown) => void] = [() => {}, () => {}]
  const promise = new Promise<T>((done, failed) => {
    ;[resolve, reject] = [done, failed]
  })
  return { promise, resolve, reject }
}

const worked = async (): Promise<string> => 'worked'
const lost = { code: 'lease-lost', retryable: false }

describe.each(engines.filter(({ name }) => name === 'SQLite' || name === 'PostgreSQL'))(
  'a lease on $name',
  (engine) => {
    test('has one holder; the next one gets a greater number', async () => {
      await engine.withDatabase(async (database, { client }) => {
        const [one, two] = [await opened(database, client, 'one'), await opened(database, client, 'two')]
        const numbers: number[] = []
        const note = async ({ fence }: Lease): Promise<void> => void numbers.push(fence)
        await one.withLease(acme, async (lease) => {
          await note(lease)
          expect(await two.withLease(acme, worked)).toBe('busy')
          await two.withLease({ ...acme, tenant: 'globex' }, note)
        })
        await two.withLease(acme, note)
        expect(numbers).toEqual([1, 1, 2])
      })
    })

    test('ends when its heartbeat has stood still for long enough, as whoever waits has seen it', async () => {
      await engine.withDatabase(async (database, { client }) => {
        const clock = steppedClock()
        const silent = await holder(await opened(database, client, 'one', steppedClock()))
        const other = await opened(database, client, 'two', clock)
        expect(await other.withLease(acme, worked)).toBe('busy')
        await clock.advance(expiryMs - 1)
        expect(await other.withLease(acme, worked)).toBe('busy')
        await clock.advance(2)
        expect(await other.withLease(acme, worked)).toBe('worked')
        silent.letGo()
        await silent.ended
      })
    })

    test('is not lost to a wall clock that is set, or that runs hours ahead', async () => {
      await engine.withDatabase(async (database, { client }) => {
        const [clock, ahead] = [steppedClock(), steppedClock()]
        const alive = await holder(await opened(database, client, 'one', clock))
        const other = await opened(database, client, 'two', ahead)
        for (const wrong of [7_200_000, -7_200_000, 86_400_000]) {
          ahead.set(clock.now().getTime() + wrong)
          expect(await other.withLease(acme, worked)).toBe('busy')
          await ahead.advance(expiryMs / 2)
          await clock.advance(expiryMs / 2)
        }
        await expect(alive.lease.holds()).resolves.toBeUndefined()
        alive.letGo()
        await alive.ended
      })
    })

    test('that was lost stays lost: nothing is written any more, and the work is told at once', async () => {
      await engine.withDatabase(async (database, { client }) => {
        const [still, clock] = [steppedClock(), steppedClock()]
        const journal = await opened(database, client, 'one', still)
        const paused = await holder(journal)
        const other = await opened(database, client, 'two', clock)
        expect(await other.withLease(acme, worked)).toBe('busy')
        await clock.advance(expiryMs + 1)
        expect(await other.withLease(acme, worked)).toBe('worked')
        // The other one has given it back: it is free, and still not the first one's.
        await expect(paused.lease.holds()).rejects.toMatchObject(lost)
        await expect(journal.notePass(paused.lease)).rejects.toMatchObject(lost)
        await expect(paused.ended).rejects.toMatchObject(lost)
        expect(paused.lease.signal.reason).toMatchObject(lost)
        expect(await journal.withLease(acme, worked)).toBe('worked')
      })
    })

    test('of many that ask at once goes to exactly one', async () => {
      await engine.withDatabase(async (database, { client }) => {
        // They also make the tables at once.
        const askers = await Promise.all(Array.from({ length: 20 }, (_, i) => opened(database, client, `asker-${i}`)))
        const done = deferred<null>()
        let turns = 0
        const answers = askers.map((journal) =>
          journal.withLease(acme, async () => {
            turns += 1
            await done.promise
          }),
        )
        const refused = await Promise.race([Promise.all(answers), busy(answers, 19)])
        expect([turns, refused]).toEqual([1, 'enough'])
        done.resolve(null)
        await Promise.all(answers)
      })
    })
  },
)

/** Resolves when so many were refused. */
async function busy(answers: readonly Promise<unknown>[], many: number): Promise<'enough'> {
  let count = 0
  await new Promise<void>((resolve) => {
    for (const answer of answers) {
      void answer.then((end) => {
        count += end === 'busy' ? 1 : 0
        if (count === many) resolve()
      })
    }
  })
  return 'enough'
}

/** A database whose statements outside of transactions fail as long as it is said to be away. */
function interruptible(database: Database): Database & { away: boolean; asked: number } {
  const cut = { away: false, asked: 0 }
  const run: Database['run'] = async (work) => {
    cut.asked += 1
    if (cut.away) throw new StepFailed('connection', 'the server is away', { retryable: true })
    return database.run(work)
  }
  return Object.assign(cut, { ...database, run })
}

describe('an outage of the journal', () => {
  test('that is shorter than the lease costs nothing: heartbeats go on after it', async () => {
    await withSqlite(async (database) => {
      const [clock, cut] = [steppedClock(), interruptible(database)]
      const alive = await holder(await opened(cut, 'better-sqlite3', 'one', clock))
      const other = await opened(database, 'better-sqlite3', 'two', clock)
      expect(await other.withLease(acme, worked)).toBe('busy')
      for (let outage = 0; outage < 3; outage += 1) {
        cut.away = true
        await clock.advance(expiryMs * 0.8)
        cut.away = false
        await clock.advance(expiryMs / 4)
        expect(await other.withLease(acme, worked)).toBe('busy')
      }
      alive.letGo()
      await expect(alive.ended).resolves.toBeUndefined()
    })
  })

  test('that outlasts the lease ends the work, and nothing is asked of the journal again', async () => {
    await withSqlite(async (database) => {
      const [clock, cut] = [steppedClock(), interruptible(database)]
      const alive = await holder(await opened(cut, 'better-sqlite3', 'one', clock))
      cut.away = true
      await clock.advance(expiryMs * 1.5)
      await expect(alive.ended).rejects.toMatchObject(lost)
      cut.away = false
      const before = cut.asked
      await expect(alive.lease.holds()).rejects.toMatchObject(lost)
      expect(cut.asked).toBe(before)
    })
  })

  test('in which the work is done leaves a lease that its own process takes again', async () => {
    await withSqlite(async (database) => {
      const cut = interruptible(database)
      const journal = await opened(cut, 'better-sqlite3', 'one', steppedClock())
      const done = await holder(journal)
      cut.away = true
      done.letGo()
      await expect(done.ended).resolves.toBeUndefined()
      cut.away = false
      expect(await journal.withLease(acme, worked)).toBe('worked')
    })
  })
})

describe('whoever does not come again', () => {
  test('waits for a silent worker until it is dead, and not for one that is heard of', async () => {
    await withSqlite(async (database) => {
      const [silentClock, clock] = [steppedClock(), steppedClock()]
      const silent = await holder(await opened(database, 'better-sqlite3', 'one', silentClock))
      const other = await opened(database, 'better-sqlite3', 'two', clock)
      const patiently = { ...acme, isPatient: true }
      expect(await other.withLease(patiently, worked)).toBe('busy')
      await clock.advance(expiryMs / 2)
      const heard = other.withLease(patiently, worked)
      await clock.advance(1000)
      await silentClock.advance(expiryMs / 3)
      await clock.advance(1000)
      expect(await heard).toBe('busy')
      await clock.advance(expiryMs / 2)
      const last = other.withLease(patiently, worked)
      await clock.advance(expiryMs)
      expect(await last).toBe('worked')
      silent.letGo()
      await silent.ended
    })
  })

  test('waits no longer than the signal lets it', async () => {
    await withSqlite(async (database) => {
      const clock = steppedClock()
      const silent = await holder(await opened(database, 'better-sqlite3', 'one', steppedClock()))
      const other = await opened(database, 'better-sqlite3', 'two', clock)
      expect(await other.withLease(acme, worked)).toBe('busy')
      await clock.advance(expiryMs / 2)
      const stop = new AbortController()
      const waiting = other.withLease({ ...acme, isPatient: true, signal: stop.signal }, worked)
      waiting.catch(() => {})
      await clock.advance(1000)
      stop.abort()
      await expect(waiting).rejects.toThrow(/abort/)
      silent.letGo()
      await silent.ended
    })
  })
})

describe('locks beside the journal', () => {
  test('go with the journal, and what others have left there is cleared', async () => {
    await withFolder(async (folder) => {
      const locks = join(folder, 'state', 'workers')
      mkdirSync(locks, { recursive: true })
      writeFileSync(join(locks, 'of-a-worker-that-was-killed'), '')
      const database = await openDatabase('journal', sqliteSettings(join(folder, 'journal.db')))
      const options = {
        client: 'better-sqlite3',
        clock: systemClock,
        id: 'one',
        worker,
        lease: { expiryMs, locks },
      } as const
      const journal = await openJournal(database, options)
      await journal.withLease(acme, async () => {
        const own = expect.stringMatching(/-one$/)
        expect(readdirSync(locks)).toEqual(expect.arrayContaining([own]))
      })
      await journal.close()
      expect(readdirSync(locks)).toEqual([])
    })
  })

  test('that are missing, or no locks at all, prove nothing: only the heartbeat counts', async () => {
    await withFolder(async (folder) => {
      const database = await openDatabase('journal', sqliteSettings(join(folder, 'journal.db')))
      const silent = await holder(await opened(database, 'better-sqlite3', 'one', steppedClock()))
      for (const locks of [join(folder, 'nowhere'), '/dev/null/locks', folder]) {
        const clock = steppedClock()
        const lease = { expiryMs, locks }
        const other = await openJournal(database, { client: 'better-sqlite3', clock, id: 'two', worker, lease })
        expect(await other.withLease(acme, worked)).toBe('busy')
      }
      silent.letGo()
      await silent.ended
      await database.close()
    })
  })
})
