/** A file that is changed back to an earlier content is a new request, unless that content was the last one answered. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { arrivalScope, processPass, scheduledScope } from '../../../src/app/pass/scope.ts'
import type { PassResult } from '../../../src/app/context.ts'
import { systemClock } from '../../../src/platform/time/clock.ts'
import { consumers, withWorld, type World } from '../../support/tenant-context.ts'

const never = new AbortController().signal
const name = 'forget-25052018-a.json'
const [ann, bob] = [consumers(['7815550101']), consumers(['7815550103'])]

const pass = async (world: World): Promise<PassResult> => processPass(await world.open(), scheduledScope, never)

const outcomes = ({ files }: PassResult) => files.map(({ outcome }) => outcome)

async function annComesBack(world: World): Promise<void> {
  await world.data.run((knex) => knex('NOTES').where({ ID: 1 }).update({ PHONE: '7815550101' }))
}

async function annsRow(world: World): Promise<unknown> {
  return (await world.rows('NOTES'))[0]?.['PHONE']
}

async function answered(world: World): Promise<string> {
  return JSON.stringify((await world.answer('forget-25052018-a-execution-log.json'))['result'])
}

test('is processed again, and the log beside it speaks of whom it names', async () => {
  await withWorld(async (world) => {
    for (const content of [ann, bob]) {
      await world.drop(name, content)
      expect(outcomes(await pass(world))).toEqual(['done'])
    }
    await annComesBack(world)
    await world.drop(name, ann)
    expect(outcomes(await pass(world))).toEqual(['done'])
    expect(await annsRow(world)).toBe('***')
    expect(await answered(world)).toContain('7815550101')
    expect(outcomes(await pass(world))).toEqual([])
  })
})

test('is processed as often as it is changed back, also when the other content was refused', async () => {
  await withWorld(async (world) => {
    for (const round of [1, 2, 3]) {
      await annComesBack(world)
      await world.drop(name, ann)
      expect([round, outcomes(await pass(world))]).toEqual([round, ['done']])
      expect(await annsRow(world)).toBe('***')
      await world.drop(name, '{ "consumers": [')
      expect([round, outcomes(await pass(world))]).toEqual([round, ['rejected']])
    }
  })
})

test('is not processed again while the other content waits, nor when only its time changed', async () => {
  await withWorld(async (world) => {
    await world.drop(name, ann)
    await pass(world)
    await world.drop(name, bob)
    await processPass(await world.open(), arrivalScope({ export: 'on-arrival', forget: 'scheduled' }), never)
    await world.drop(name, ann)
    expect(outcomes(await pass(world))).toEqual([])
    await writeFile(join(world.directory, name), JSON.stringify(ann))
    expect(outcomes(await pass(world))).toEqual([])
  })
})

test('waits for the schedule like any other, young again, and is answered for good', async () => {
  await withWorld(async (world) => {
    let now = Date.parse('2018-05-25T12:00:00Z')
    const clock = { ...systemClock, now: () => new Date(now) }
    // One daemon, which remembers from pass to pass what it has judged.
    const context = await world.open({ clock })
    const onArrival = arrivalScope({ export: 'on-arrival', forget: 'scheduled' })
    for (const content of [ann, bob]) {
      await world.drop(name, content)
      await processPass(context, onArrival, never)
      expect(outcomes(await processPass(context, scheduledScope, never))).toEqual(['done'])
    }
    now += 40 * 86_400_000
    await world.drop(name, ann)
    await processPass(context, onArrival, never)
    const waiting = await context.journal.files('acme', ['pending'])
    expect(waiting).toMatchObject([{ name, firstSeen: new Date(now).toISOString(), runId: null }])
    world.faults.NOTES.open = true
    // Given up after thirty days: it is not forty days old.
    expect(outcomes(await processPass(context, scheduledScope, never))).toEqual(['failed'])
    world.faults.NOTES.open = false
    expect(outcomes(await processPass(context, scheduledScope, never))).toEqual(['done'])
  })
})

test('of an export is answered with an archive of its own', async () => {
  await withWorld(async (world) => {
    for (const content of [ann, bob, ann]) {
      await world.drop('export-25052018-a.json', content)
      expect(outcomes(await pass(world))).toEqual(['done'])
    }
    const log = JSON.stringify((await world.answer('export-25052018-a-execution-log.json'))['result'])
    expect(log).toContain('7815550101')
  })
})

test('belongs to its new run: the one that was cancelled with it has nothing to retry', async () => {
  await withWorld(async (world) => {
    const context = await world.open()
    world.faults.NOTES.erase = true
    await world.drop(name, ann)
    const [cancelled] = (await processPass(context, scheduledScope, never)).runs
    expect(await context.journal.askCancel(cancelled?.id ?? '')).toBe('asked')
    expect(outcomes(await processPass(context, scheduledScope, never))).toEqual(['cancelled'])
    world.faults.NOTES.erase = false
    for (const content of [bob, ann]) {
      await world.drop(name, content)
      expect(outcomes(await processPass(context, scheduledScope, never))).toEqual(['done'])
    }
    expect(await context.journal.askRetry(cancelled?.id ?? '')).toBe('over')
  })
})

test('entries whose names cannot be repeated do not overtake each other', async () => {
  await withWorld(async (world) => {
    for (const mark of ['\u0007', '\u202e']) await world.drop(`forget-25052018-${mark}.json`, ann)
    expect(outcomes(await pass(world))).toEqual(['rejected', 'rejected'])
    expect(outcomes(await pass(world))).toEqual([])
  })
})
