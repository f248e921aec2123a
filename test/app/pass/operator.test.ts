/** What an operator may ask of a run, how long it is tried, and what a lost or damaged journal means. */

import { readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { arrivalScope, processPass, processRun, scheduledScope } from '../../../src/app/pass/scope.ts'
import type { TenantContext, PassResult } from '../../../src/app/context.ts'
import { SettingsInvalid } from '../../../src/domain/errors.ts'
import { systemClock, type Clock } from '../../../src/platform/time/clock.ts'
import { readExecutionLog } from '../../support/execution-log.ts'
import { consumers, withWorld, type World } from '../../support/tenant-context.ts'

const never = new AbortController().signal
const onArrival = arrivalScope({ export: 'on-arrival', forget: 'on-arrival' })
const logName = 'forget-25052018-a-execution-log.json'

const outcomesOf = (result: PassResult) => result.files.map(({ fileName, outcome }) => [fileName, outcome])
const logOf = (world: World) => readExecutionLog(join(world.directory, logName))

async function failedRun(world: World, options: Parameters<World['open']>[0] = {}): Promise<[TenantContext, string]> {
  world.faults.CALLS.erase = true
  await world.drop('forget-25052018-a.json', consumers(['7815550101']))
  const context = await world.open(options)
  const result = await processPass(context, scheduledScope, never)
  return [context, result.runs[0]?.id ?? '']
}

async function loseJournal(world: World): Promise<void> {
  for (const name of await readdir(world.folder)) if (name.startsWith('journal.db')) await rm(join(world.folder, name))
}

function clockAt(time: { day: number }): Clock {
  const start = Date.parse('2026-01-01T00:00:00Z')
  return { ...systemClock, now: () => new Date(start + time.day * 86_400_000) }
}

describe('a run that is cancelled', () => {
  test('by another opening of the journal stops at the next transaction and says what it had done', async () => {
    await withWorld(async (world) => {
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      const other = (await world.open()).journal
      const asked: Promise<unknown>[] = []
      const context = await world.open({
        checkpoint: (point, side) => {
          const run = world.events.find(({ kind }) => kind === 'run')
          if (point === 'journal:recorded' && side === 'after' && run?.kind === 'run' && asked.length === 0) {
            asked.push(other.askCancel(run.run))
          }
        },
      })
      world.faults.CALLS.waits = true
      const result = await processPass(context, scheduledScope, never)
      expect(await Promise.all(asked)).toEqual(['asked'])
      expect(outcomesOf(result)).toEqual([['forget-25052018-a.json', 'cancelled']])
      const log = logOf(world)
      expect(log.run).toMatchObject({ outcome: 'failed', ended: 'cancelled', attempts: [{ attempt: 1 }] })
      expect(log.run.products.map(({ outcome }) => outcome)).toEqual(['failed', 'failed'])
      expect(log.responses).toEqual([
        expect.stringMatching(
          /^ERROR: cancelled: notes: .*; calls: cancelled by the operator before anything was erased$/,
        ),
      ])
      expect((await world.rows('CALLS'))[0]).toEqual({ ID: 10, PHONE: '+17815550101' })
      expect(await processPass(await world.open(), scheduledScope, never)).toEqual({ busy: false, files: [], runs: [] })
    })
  })

  test('as an export has no archive, also when an earlier attempt had delivered one', async () => {
    await withWorld(async (world) => {
      world.faults.CALLS.check = true
      await world.drop('export-25052018-a.json', consumers(['7815550101']))
      const context = await world.open()
      const { runs } = await processPass(context, scheduledScope, never)
      expect(await world.names()).toContain('export-25052018-a-archive.zip')
      await context.journal.askCancel(runs[0]?.id ?? '')
      const result = await processPass(context, onArrival, never)
      expect(outcomesOf(result)).toEqual([['export-25052018-a.json', 'cancelled']])
      expect(await world.names()).toEqual(['export-25052018-a-execution-log.json', 'export-25052018-a.json'])
    })
  })

  test('while it waits for another attempt is closed by the next pass; a retry takes it up again', async () => {
    await withWorld(async (world) => {
      const [context, run] = await failedRun(world)
      expect(await context.journal.askCancel(run)).toBe('asked')
      expect(outcomesOf(await processPass(context, onArrival, never))).toEqual([
        ['forget-25052018-a.json', 'cancelled'],
      ])
      expect(await context.journal.askCancel(run)).toBe('over')
      world.faults.CALLS.erase = false
      expect(await processPass(context, scheduledScope, never)).toEqual({ busy: false, files: [], runs: [] })
      expect(await context.journal.askRetry(run)).toBe('asked')
      expect(outcomesOf(await processRun(context, run, never))).toEqual([['forget-25052018-a.json', 'done']])
      expect(logOf(world).run).toMatchObject({ outcome: 'done', attempt: 3 })
      expect(await context.journal.askRetry(run)).toBe('over')
      expect(await context.journal.askRetry('no-such-run')).toBe('unknown')
    })
  })
})

describe('a run that fails', () => {
  test('keeps the history of its attempts in the execution log', async () => {
    await withWorld(async (world) => {
      const [context] = await failedRun(world)
      world.faults.CALLS.erase = false
      await processPass(context, scheduledScope, never)
      expect(logOf(world).run).toMatchObject({
        attempt: 2,
        attempts: [
          {
            attempt: 1,
            outcome: 'failed',
            products: [
              { outcome: 'done', erased: 2 },
              { outcome: 'failed', found: 1 },
            ],
          },
          { attempt: 2, outcome: 'done', products: [{ outcome: 'done' }, { outcome: 'done', erased: 1 }] },
        ],
      })
    })
  })

  test('is tried by a pass for arrivals when an operator wants it', async () => {
    await withWorld(async (world) => {
      const [context, run] = await failedRun(world)
      world.faults.CALLS.erase = false
      expect((await processPass(context, onArrival, never)).files).toEqual([])
      await context.journal.askRetry(run)
      expect(outcomesOf(await processPass(context, onArrival, never))).toEqual([['forget-25052018-a.json', 'done']])
    })
  })

  test('is given up after so many days from its arrival, and says so', async () => {
    await withWorld(async (world) => {
      const time = { day: 0 }
      const [context, run] = await failedRun(world, { clock: clockAt(time) })
      time.day = 29
      expect(outcomesOf(await processPass(context, scheduledScope, never))).toEqual([
        ['forget-25052018-a.json', 'failed'],
      ])
      time.day = 30
      expect(outcomesOf(await processPass(context, scheduledScope, never))).toEqual([
        ['forget-25052018-a.json', 'given-up'],
      ])
      expect(logOf(world).run).toMatchObject({ ended: 'given-up', attempt: 3 })
      expect(logOf(world).responses[0]).toMatch(/^ERROR: given up after too many days: calls: /)
      expect((await processPass(context, scheduledScope, never)).runs).toEqual([])
      world.faults.CALLS.erase = false
      await context.journal.askRetry(run)
      expect(outcomesOf(await processRun(context, run, never))).toEqual([['forget-25052018-a.json', 'done']])
    })
  })
})

describe('a run whose files are gone', () => {
  test('is tried no more after so many days, either', async () => {
    await withWorld(async (world) => {
      const time = { day: 0 }
      const [context, run] = await failedRun(world, { clock: clockAt(time) })
      await rm(join(world.directory, 'forget-25052018-a.json'))
      time.day = 29
      expect(outcomesOf(await processPass(context, scheduledScope, never))).toEqual([
        ['forget-25052018-a.json', 'lost'],
      ])
      expect((await context.journal.run(run))?.run.state).toBe('open')
      time.day = 30
      expect((await processPass(context, scheduledScope, never)).runs).toMatchObject([{ ended: 'given-up' }])
      expect((await context.journal.run(run))?.run).toMatchObject({ state: 'closed', ended: 'given-up' })
      expect((await processPass(context, scheduledScope, never)).runs).toEqual([])
    })
  })
})

describe('a file for the scheduled pass', () => {
  test('is known from its arrival on, and forgotten when it is withdrawn', async () => {
    await withWorld(async (world) => {
      const time = { day: 0 }
      const context = await world.open({ clock: clockAt(time) })
      const later = arrivalScope({ export: 'on-arrival', forget: 'scheduled' })
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      await world.drop('forget-25052018-b.json', consumers(['7815550103']))
      await processPass(context, later, never)
      expect(await context.journal.tally()).toMatchObject([{ tenant: 'acme', state: 'pending', files: 2 }])
      time.day = 3
      await rm(join(world.directory, 'forget-25052018-b.json'))
      await processPass(context, scheduledScope, never)
      const [done] = await context.journal.files('acme', ['done'])
      expect(done).toMatchObject({ name: 'forget-25052018-a.json', firstSeen: '2026-01-01T00:00:00.000Z' })
      expect(await context.journal.files('acme', ['lost'])).toMatchObject([{ name: 'forget-25052018-b.json' }])
      expect(await context.journal.lastPass('acme')).toBe('2026-01-04T00:00:00.000Z')
    })
  })
})

describe('a product in its quiet hours', () => {
  test('is searched and recorded, erased after them, and nobody is told that it is done', async () => {
    await withWorld(async (world) => {
      const time = { day: 0 }
      const open = await world.open({ clock: clockAt(time) })
      const until = new Date('2026-01-01T06:00:00Z')
      const products = open.products.map((product) => ({
        ...product,
        quietUntil: (now: Date) => (product.name === 'calls' && now < until ? until : null),
      }))
      const context = { ...open, products }
      await world.drop('forget-25052018-a.json', consumers(['7815550101'], ['7815550177']))
      expect(outcomesOf(await processPass(context, onArrival, never))).toEqual([['forget-25052018-a.json', 'deferred']])
      expect((await world.rows('CALLS'))[0]).toEqual({ ID: 10, PHONE: '+17815550101' })
      expect((await world.rows('NOTES'))[0]).toEqual({ ID: 1, PHONE: '***' })
      expect(logOf(world).responses).toEqual([
        'ERROR: deferred: quiet hours until 2026-01-01T06:00:00.000Z; what is recorded is erased after them',
        'SUCCESS: not found',
      ])
      expect((await processPass(context, onArrival, never)).runs).toEqual([])
      time.day = 0.3
      world.calls.length = 0
      expect(outcomesOf(await processPass(context, onArrival, never))).toEqual([['forget-25052018-a.json', 'done']])
      expect(new Set(world.calls.map(({ product }) => product))).toEqual(new Set(['CALLS']))
      expect(logOf(world).responses).toEqual(['SUCCESS', 'SUCCESS: not found'])
    })
  })
})

describe('a journal that is lost', () => {
  test('is made anew from the execution logs: nothing is erased or answered twice', async () => {
    await withWorld(async (world) => {
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      await world.drop('forget-25052018-broken.json', 'no')
      await world.drop('export-25052018-b.json', consumers(['7815550103']))
      await processPass(await world.open(), scheduledScope, never)
      const before = [await world.answer(logName), await world.historyRows()]
      world.calls.length = 0
      await loseJournal(world)
      expect(await processPass(await world.open(), scheduledScope, never)).toEqual({ busy: false, files: [], runs: [] })
      expect(world.calls).toEqual([])
      expect([await world.answer(logName), await world.historyRows()]).toEqual(before)
    })
  })

  test('goes on with a run that was open, from what the history holds', async () => {
    await withWorld(async (world) => {
      const [, run] = await failedRun(world)
      const history = await world.historyRows()
      await loseJournal(world)
      world.faults.CALLS.erase = false
      world.calls.length = 0
      const result = await processPass(await world.open(), scheduledScope, never)
      expect(outcomesOf(result)).toEqual([['forget-25052018-a.json', 'done']])
      expect(new Set(world.calls.map(({ product }) => product))).toEqual(new Set(['CALLS']))
      expect(world.calls.find(({ step }) => step === 'erase')).toMatchObject({ recorded: 1 })
      expect(logOf(world).run).toMatchObject({ id: run, attempt: 2, attempts: [{ attempt: 1 }, { attempt: 2 }] })
      expect(logOf(world).responses).toEqual(['SUCCESS'])
      expect(await world.historyRows()).toEqual(history)
    })
  })

  test.each(['forget-25052018-a', 'forget-25052018-b'])(
    'answers each file of a run, also %s that comes late',
    async (late) => {
      await withWorld(async (world) => {
        await world.drop('forget-25052018-b.json', consumers(['7815550103']))
        const [, run] = await failedRun(world)
        await loseJournal(world)
        world.faults.CALLS.erase = false
        const [path, aside] = [join(world.directory, `${late}.json`), join(world.folder, 'aside.json')]
        await rename(path, aside)
        await processPass(await world.open(), scheduledScope, never)
        await rename(aside, path)
        const result = await processPass(await world.open(), scheduledScope, never)
        expect(outcomesOf(result)).toEqual([[`${late}.json`, 'done']])
        const log = readExecutionLog(join(world.directory, `${late}-execution-log.json`))
        expect(log.run).toMatchObject({ id: run, outcome: 'done' })
        expect(log.responses).toEqual(['SUCCESS'])
        expect(await processPass(await world.open(), scheduledScope, never)).toMatchObject({ files: [], runs: [] })
      })
    },
  )

  test('or not: a request that was away while its run came to its end is told what was erased', async () => {
    await withWorld(async (world) => {
      await world.drop('forget-25052018-b.json', consumers(['7815550103']))
      await failedRun(world)
      world.faults.CALLS.erase = false
      const [path, aside] = [join(world.directory, 'forget-25052018-b.json'), join(world.folder, 'aside.json')]
      await rename(path, aside)
      await processPass(await world.open(), scheduledScope, never)
      await rename(aside, path)
      await processPass(await world.open(), scheduledScope, never)
      const log = readExecutionLog(join(world.directory, 'forget-25052018-b-execution-log.json'))
      expect(log.responses).toEqual(['SUCCESS'])
    })
  })

  test('takes no answer for its own that was given to other bytes', async () => {
    await withWorld(async (world) => {
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      await processPass(await world.open(), scheduledScope, never)
      await loseJournal(world)
      await world.drop('forget-25052018-a.json', consumers(['7815550103']))
      const result = await processPass(await world.open(), scheduledScope, never)
      expect(outcomesOf(result)).toEqual([['forget-25052018-a.json', 'done']])
    })
  })
})

test('a journal that is damaged is not used, and says what to do', async () => {
  await withWorld(async (world) => {
    await world.drop('forget-25052018-a.json', consumers(['7815550101']))
    await writeFile(join(world.folder, 'journal.db'), 'no database at all '.repeat(300))
    await expect(world.open()).rejects.toBeInstanceOf(SettingsInvalid)
    expect(await world.names()).toEqual(['forget-25052018-a.json'])
  })
})
