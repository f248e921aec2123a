/** Whose part in a run is over when that ends, in each way it can end; what is not over is taken up once, and no more. */

import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { processPass, scheduledScope } from '../../../src/app/pass/scope.ts'
import { systemClock, type Clock } from '../../../src/platform/time/clock.ts'
import type { Checkpoint } from '../../../src/domain/checkpoint.ts'
import { withSqliteFile } from '../../support/sqlite-site.ts'
import { readExecutionLog } from '../../support/execution-log.ts'
import { consumers, withWorld, type World } from '../../support/tenant-context.ts'

const never = new AbortController().signal
const [ann, bob] = ['forget-25052018-a', 'forget-25052018-b']
const nothingLeft = 'SUCCESS: not found'

const pass = async (world: World, options: Parameters<World['open']>[0] = {}) =>
  processPass(await world.open(options), scheduledScope, never)

const hold = (world: World, HELD: 0 | 1) => world.data.run((knex) => knex('NOTES').where({ ID: 5 }).update({ HELD }))

/** Ann is answered at once, Bob's row is held: the run stays open for him. */
async function annAnswered(world: World): Promise<string> {
  await hold(world, 1)
  await world.drop(`${ann}.json`, consumers(['7815550101']))
  await world.drop(`${bob}.json`, consumers(['7815550103']))
  const { files, runs } = await pass(world)
  expect(files.map(({ outcome }) => outcome)).toEqual(['done', 'deferred'])
  return runs[0]?.id ?? ''
}

/** Of the whole run, of Ann's part and of Bob's. */
async function overOf(world: World, run: string): Promise<readonly boolean[]> {
  const findings = await (await world.open()).findings()
  return Promise.all([null, 1, 2].map((file) => findings.isOver(run, file)))
}

async function askedAgain(world: World, name: string, phone: string): Promise<readonly string[]> {
  await world.drop(`${name}.json`, consumers([phone]))
  await pass(world)
  return readExecutionLog(join(world.directory, `${name}-execution-log.json`)).responses
}

/** What was taken up, or was over, is nobody's any more. */
async function expectNothingMore(world: World): Promise<void> {
  expect(await askedAgain(world, 'forget-27052018-ann', '7815550101')).toEqual([nothingLeft])
  expect(await askedAgain(world, 'forget-27052018-bob', '7815550103')).toEqual([nothingLeft])
}

describe('a run is over', () => {
  test('as a whole when each of its files is answered', async () => {
    await withWorld(async (world) => {
      const run = await annAnswered(world)
      expect(await overOf(world, run)).toEqual([false, true, false])
      await hold(world, 0)
      await pass(world)
      expect(await overOf(world, run)).toEqual([true, true, true])
      await expectNothingMore(world)
    })
  })

  test('as a whole, too, when a sender has cleared away a file that was answered', async () => {
    await withWorld(async (world) => {
      const run = await annAnswered(world)
      await rm(join(world.directory, `${ann}.json`))
      await hold(world, 0)
      await pass(world)
      expect(await overOf(world, run)).toEqual([true, true, true])
      await expectNothingMore(world)
    })
  })

  test('but for a file that was lost, whose people are told once what was erased', async () => {
    await withWorld(async (world) => {
      const run = await annAnswered(world)
      const [path, aside] = [join(world.directory, `${bob}.json`), join(world.folder, 'aside.json')]
      await rename(path, aside)
      await hold(world, 0)
      await pass(world)
      expect(await overOf(world, run)).toEqual([false, true, false])
      await rename(aside, path)
      await pass(world)
      expect(readExecutionLog(join(world.directory, `${bob}-execution-log.json`)).responses).toEqual(['SUCCESS'])
      await expectNothingMore(world)
    })
  })

  test('for nobody when all of its files were lost before they were answered', async () => {
    await withWorld(async (world) => {
      world.faults.CALLS.erase = true
      await world.drop(`${ann}.json`, consumers(['7815550101']))
      await world.drop(`${bob}.json`, consumers(['7815550103']))
      const { runs } = await pass(world)
      for (const name of [ann, bob]) await rm(join(world.directory, `${name}.json`))
      world.faults.CALLS.erase = false
      await pass(world)
      expect(await overOf(world, runs[0]?.id ?? '')).toEqual([false, false, false])
      expect(await askedAgain(world, 'forget-26052018-ann', '7815550101')).toEqual(['SUCCESS'])
      expect(await askedAgain(world, 'forget-26052018-bob', '7815550103')).toEqual(['SUCCESS'])
      await expectNothingMore(world)
    })
  })

  test.each(['cancelled', 'given up'])('but for whom it was %s of', async (how) => {
    await withWorld(async (world) => {
      const run = await annAnswered(world)
      const late: Clock = { ...systemClock, now: () => new Date(Date.now() + 40 * 86_400_000) }
      if (how === 'cancelled') await (await world.open()).journal.askCancel(run)
      const { runs } = await pass(world, how === 'cancelled' ? {} : { clock: late })
      expect(runs).toMatchObject([{ ended: how.replace(' ', '-') }])
      expect(await overOf(world, run)).toEqual([false, true, false])
      await hold(world, 0)
      expect(await askedAgain(world, 'forget-26052018-bob', '7815550103')).toEqual(['SUCCESS'])
      await expectNothingMore(world)
    })
  })

  test('for whom was answered before the run was cut off, also when another file was lost meanwhile', async () => {
    await withWorld(async (world) => {
      await hold(world, 1)
      await world.drop(`${ann}.json`, consumers(['7815550101']))
      await world.drop(`${bob}.json`, consumers(['7815550103']))
      const isAnswered = () => world.events.some((event) => event.kind === 'file' && event.result.outcome === 'done')
      const cutOff = pass(world, {
        checkpoint: () => {
          if (isAnswered()) throw new Error('cut off')
        },
      })
      await expect(cutOff).rejects.toThrow('cut off')
      await rm(join(world.directory, `${bob}.json`))
      await hold(world, 0)
      const { runs } = await pass(world)
      expect(await overOf(world, runs[0]?.id ?? '')).toEqual([false, true, false])
      expect(await askedAgain(world, 'forget-26052018-ann', '7815550101')).toEqual([nothingLeft])
    })
  })

  test('not for whose file came back and is tried elsewhere, before there is anything taken up', async () => {
    await withWorld(async (world) => {
      await world.data.run((knex) => knex('NOTES').where({ ID: 5 }).delete())
      world.faults.CALLS.erase = true
      await world.drop(`${ann}.json`, consumers(['7815550101']))
      await world.drop(`${bob}.json`, consumers(['7815550103']))
      await pass(world)
      const [path, aside] = [join(world.directory, `${bob}.json`), join(world.folder, 'aside.json')]
      await rename(path, aside)
      await pass(world)
      await rename(aside, path)
      // The run of its own finds the product out of order, too.
      world.faults.CALLS.find = 0
      await pass(world)
      world.faults.CALLS.erase = false
      await pass(world)
      delete world.faults.CALLS.find
      await pass(world)
      expect(readExecutionLog(join(world.directory, `${bob}-execution-log.json`)).responses).toEqual(['SUCCESS'])
      expect(await askedAgain(world, 'forget-27052018-bob', '7815550103')).toEqual([nothingLeft])
      expect((await world.rows('CALLS')).map(({ PHONE }) => PHONE)).toEqual(['***', '7815550199', '***'])
    })
  })
})

describe('whoever was answered is nobody’s to forget', () => {
  test('also by a journal that was put back to the middle of the first attempt', async () => {
    await withWorld(async (world) => {
      const [journal, copy] = ['db', 'copy'].map((end) => join(world.folder, `journal.${end}`))
      let isCopied = false
      const checkpoint: Checkpoint = (point) => {
        if (isCopied || point !== 'journal:erased') return
        withSqliteFile(String(journal), (database) => database.exec(`vacuum into '${copy}'`))
        isCopied = true
      }
      await hold(world, 1)
      await world.drop(`${ann}.json`, consumers(['7815550101']))
      await world.drop(`${bob}.json`, consumers(['7815550103']))
      await pass(world, { checkpoint })
      // Ann has come back as a customer since.
      await world.data.run((knex) => knex('NOTES').insert({ ID: 7, PHONE: '7815550101', HELD: 0 }))
      await hold(world, 0)
      withSqliteFile(String(copy), (database) => database.exec('delete from lethe_lease'))
      for (const end of ['', '-wal', '-shm']) await rm(`${journal}${end}`, { force: true })
      await rename(String(copy), String(journal))
      await pass(world)
      const phones = (await world.rows('NOTES')).map(({ PHONE }) => PHONE)
      expect(phones).toContain('7815550101')
      expect(phones).not.toContain('7815550103')
      for (const name of [ann, bob])
        expect(readExecutionLog(join(world.directory, `${name}-execution-log.json`)).responses).toEqual(['SUCCESS'])
    })
  })

  test('and leaves nothing open where another file was lost before a product could be searched', async () => {
    await withWorld(async (world) => {
      world.faults.CALLS.check = true
      await world.drop(`${ann}.json`, { consumers: [{ consumer: [{ email: 'ann.sample@example.com' }] }] })
      await world.drop(`${bob}.json`, consumers(['7815550103']))
      expect((await pass(world)).files.map(({ outcome }) => outcome)).toEqual(['done', 'failed'])
      await rm(join(world.directory, `${bob}.json`))
      world.faults.CALLS.check = false
      await pass(world)
      expect(await (await world.open()).journal.runs('acme', ['running', 'open'])).toEqual([])
    })
  })
})

test('a forget that was given up is told of until somebody takes note, also where its file is gone', async () => {
  await withWorld(async (world) => {
    const late: Clock = { ...systemClock, now: () => new Date(Date.now() + 40 * 86_400_000) }
    world.faults.CALLS.erase = true
    await world.drop(`${ann}.json`, consumers(['7815550101']))
    await pass(world)
    await rm(join(world.directory, `${ann}.json`))
    await pass(world)
    const { journal } = await world.open()
    expect(await journal.endedForgets('acme')).toEqual([])
    const { runs } = await pass(world, { clock: late })
    expect(runs).toMatchObject([{ ended: 'given-up' }])
    const [run] = runs
    expect(await journal.endedForgets('acme')).toMatchObject([{ run: run?.id, file: { name: `${ann}.json` } }])
    await journal.acknowledge(run?.id ?? '', { by: 'Rosa', at: new Date().toISOString(), note: null })
    expect(await journal.endedForgets('acme')).toEqual([])
  })
})
