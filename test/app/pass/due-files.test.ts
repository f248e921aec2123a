/** `pickup: today`: which day counts, and that a file which was due once is not forgotten before it is answered. */

import { rm } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { arrivalScope, processPass, scheduledScope, type PassScope } from '../../../src/app/pass/scope.ts'
import { systemClock, type Clock } from '../../../src/platform/time/clock.ts'
import { consumers, withWorld, type World } from '../../support/tenant-context.ts'

const never = new AbortController().signal
const onArrival = arrivalScope({ export: 'on-arrival', forget: 'scheduled' })

/** In New York, where the tenant is. */
const noon = '2026-03-10T12:00:00-04:00'
const nextNight = '2026-03-11T03:00:00-04:00'
const ofNoon = '20260310'

function clockAt(time: string, elapsed: () => number = systemClock.elapsed): Clock {
  return { ...systemClock, now: () => new Date(time), elapsed }
}

/** As a new process does it. */
async function passAt(world: World, time: string, scope: PassScope): Promise<readonly (readonly [string, string])[]> {
  const context = await world.open({ clock: clockAt(time), pickup: 'today' })
  const { files } = await processPass(context, scope, never)
  return files.map(({ fileName, outcome }) => [fileName, outcome])
}

async function statesOf(world: World): Promise<readonly (readonly [string, string])[]> {
  const { journal } = await world.open()
  const files = await journal.files('acme', ['pending', 'held', 'lost', 'done'])
  return files.map(({ name, state }) => [name, state])
}

describe('of files dated today', () => {
  test('a forget that waits for the night is processed on the next day', async () => {
    await withWorld(async (world) => {
      const name = `forget-${ofNoon}_1.json`
      await world.drop(name, consumers(['7815550101']))
      expect(await passAt(world, noon, onArrival)).toEqual([])
      expect(await statesOf(world)).toEqual([[name, 'pending']])
      expect(await passAt(world, nextNight, scheduledScope)).toEqual([[name, 'done']])
      expect((await world.rows('NOTES'))[0]).toEqual({ ID: 1, PHONE: '***' })
    })
  })

  test('a forget that is held behind an export is processed on the day the export is answered', async () => {
    await withWorld(async (world) => {
      world.faults.CALLS.open = true
      const [wanted, held] = [`export-${ofNoon}_1.json`, `forget-${ofNoon}_1.json`]
      await world.drop(wanted, consumers(['7815550101']))
      await world.drop(held, consumers(['7815550101']))
      expect(await passAt(world, noon, scheduledScope)).toContainEqual([held, 'held'])
      expect(await passAt(world, nextNight, scheduledScope)).toContainEqual([held, 'held'])
      world.faults.CALLS.open = false
      expect(await passAt(world, '2026-03-12T03:00:00-04:00', scheduledScope)).toEqual([
        [wanted, 'done'],
        [held, 'done'],
      ])
    })
  })

  test('one that is taken away before it is processed, waiting or held, is nobody’s any more', async () => {
    await withWorld(async (world) => {
      world.faults.CALLS.open = true
      const names = [`forget-${ofNoon}_1.json`, `forget-${ofNoon}_2.json`]
      await world.drop(`export-${ofNoon}_1.json`, consumers(['7815550101']))
      await world.drop(`forget-${ofNoon}_1.json`, consumers(['7815550101']))
      await passAt(world, noon, scheduledScope)
      await world.drop(`forget-${ofNoon}_2.json`, consumers(['7815550103']))
      await passAt(world, noon, onArrival)
      for (const name of names) await rm(join(world.directory, name))
      await passAt(world, nextNight, scheduledScope)
      expect((await statesOf(world)).filter(([, state]) => state === 'lost').map(([name]) => name)).toEqual(names)
    })
  })

  test('an upload that is not complete by midnight is taken after it', async () => {
    await withWorld(async (world) => {
      let [time, passed] = ['2026-03-10T23:59:59-04:00', 0]
      const clock: Clock = { ...systemClock, now: () => new Date(time), elapsed: () => passed }
      const context = await world.open({ clock, pickup: 'today', settleMs: 2000 })
      const name = `export-${ofNoon}_1.json`
      await world.drop(name, consumers(['7815550101']))
      expect((await processPass(context, onArrival, never)).files).toEqual([])
      ;[time, passed] = ['2026-03-11T00:00:01-04:00', 2000]
      expect((await processPass(context, onArrival, never)).files).toMatchObject([{ fileName: name, outcome: 'done' }])
    })
  })
})

describe('of files dated another day', () => {
  test('none is taken up, on whatever day', async () => {
    await withWorld(async (world) => {
      await world.drop('export-20260309_1.json', consumers(['7815550101']))
      await world.drop('forget-20260309_1.json', consumers(['7815550101']))
      for (const time of [noon, nextNight]) {
        expect(await passAt(world, time, onArrival)).toEqual([])
        expect(await passAt(world, time, scheduledScope)).toEqual([])
      }
      expect(await statesOf(world)).toEqual([])
    })
  })

  test('other content that takes the name of a file that waits is not taken up', async () => {
    await withWorld(async (world) => {
      const name = `forget-${ofNoon}_1.json`
      await world.drop(name, consumers(['7815550101']))
      await passAt(world, noon, onArrival)
      await world.drop(name, consumers(['7815550103']))
      expect(await passAt(world, nextNight, scheduledScope)).toEqual([])
      expect(await statesOf(world)).toEqual([[name, 'lost']])
    })
  })
})
