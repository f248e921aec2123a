/** A pass from the dropped file to its answer: what is erased, recorded, answered, and what is left alone. */

import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { arrivalScope, processPass, scheduledScope } from '../../../src/app/pass/scope.ts'
import type { PassResult } from '../../../src/app/context.ts'
import { consumers, withWorld, type World } from '../../support/tenant-context.ts'

const never = new AbortController().signal

async function pass(world: World, scope = scheduledScope): Promise<PassResult> {
  return processPass(await world.open(), scope, never)
}

const outcomesOf = (result: PassResult) => result.files.map(({ fileName, outcome }) => [fileName, outcome])

describe('a forget', () => {
  test('redacts what is the person’s in every product and nothing else, and says so', async () => {
    await withWorld(async (world) => {
      await world.drop('forget-25052018-a.json', consumers(['7815550101', '7815550102']))
      const result = await pass(world)
      expect(outcomesOf(result)).toEqual([['forget-25052018-a.json', 'done']])
      expect((await world.rows('NOTES')).map(({ PHONE }) => PHONE)).toEqual([
        '***',
        '7815550199',
        '***',
        '***',
        '7815550103',
      ])
      expect((await world.rows('CALLS')).map(({ PHONE }) => PHONE)).toEqual(['***', '7815550199', '7815550103'])
      const log = await world.answer('forget-25052018-a-execution-log.json')
      expect(log['run']).toMatchObject({
        outcome: 'done',
        attempt: 1,
        products: [{ found: 3, erased: 3, left: 0 }, { found: 1 }],
      })
      expect(log['result']).toMatchObject({
        consumers: [{ consumer: [{ response: 'SUCCESS' }, { response: 'SUCCESS' }] }],
      })
    })
  })

  test('has everything of every product recorded before anything is erased', async () => {
    await withWorld(async (world) => {
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      await pass(world)
      const steps = world.calls.map(({ product, step, recorded }) => [product, step, recorded])
      expect(steps).toEqual([
        ['NOTES', 'find', 0],
        ['CALLS', 'find', 0],
        ['NOTES', 'erase', 2],
        ['NOTES', 'verify', 2],
        ['CALLS', 'erase', 1],
        ['CALLS', 'verify', 1],
      ])
    })
  })

  test('several files are one run: each product is searched once', async () => {
    await withWorld(async (world) => {
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      await world.drop('forget-25052018-b.json', consumers(['7815550103']))
      const result = await pass(world)
      expect(result.runs).toHaveLength(1)
      expect(world.calls.filter(({ step }) => step === 'find')).toHaveLength(2)
      expect(outcomesOf(result).map(([, outcome]) => outcome)).toEqual(['done', 'done'])
    })
  })

  test('with one bad identifier among good ones processes the good ones', async () => {
    await withWorld(async (world) => {
      await world.drop('forget-25052018-a.json', consumers(['7815550101', 'no number']))
      const result = await pass(world)
      expect(result.files[0]).toMatchObject({ outcome: 'done', identifiers: { found: 1, errors: 1 } })
      const log = await world.answer('forget-25052018-a-execution-log.json')
      expect(JSON.stringify(log['result'])).toContain('ERROR: incorrect device format')
    })
  })

  test('finds again what arrived while it erased, records and erases that too', async () => {
    await withWorld(async (world) => {
      world.faults.NOTES.arrives = [{ id: 77, phone: '7815550101' }]
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      const result = await pass(world)
      expect(outcomesOf(result)).toEqual([['forget-25052018-a.json', 'done']])
      expect((await world.rows('NOTES')).at(-1)).toEqual({ ID: 77, PHONE: '***' })
      const recorded = (await world.historyRows()).filter((row) => row['PRODUCT'] === 'notes')
      expect(recorded.map((row) => row['FACT_ID']).sort()).toEqual(['1', '4', '77'])
    })
  })

  test('of somebody unknown succeeds as not found', async () => {
    await withWorld(async (world) => {
      await world.drop('forget-25052018-a.json', {
        consumers: [{ consumer: [{ phone: '7815550177' }, { email: 'x@example.com' }] }],
      })
      await pass(world)
      const log = JSON.stringify((await world.answer('forget-25052018-a-execution-log.json'))['result'])
      expect(log).toContain('SUCCESS: not found')
      expect(log).toContain('SUCCESS: not searched')
    })
  })
})

describe('an export', () => {
  test('leaves the data alone and delivers an archive and a log', async () => {
    await withWorld(async (world) => {
      const before = await world.rows('NOTES')
      await world.drop('export-25052018-a.json', consumers(['7815550101']))
      expect(outcomesOf(await pass(world))).toEqual([['export-25052018-a.json', 'done']])
      expect(await world.rows('NOTES')).toEqual(before)
      expect(await world.names()).toEqual([
        'export-25052018-a-archive.zip',
        'export-25052018-a-execution-log.json',
        'export-25052018-a.json',
      ])
    })
  })

  test('goes before the forget of the same person', async () => {
    await withWorld(async (world) => {
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      await world.drop('export-25052018-a.json', consumers(['7815550101']))
      const result = await pass(world)
      expect(result.runs.map(({ action, products }) => [action, products[0]?.found])).toEqual([
        ['export', 2],
        ['forget', 2],
      ])
    })
  })

  test('that failed holds the forget of the same person back, and no other', async () => {
    await withWorld(async (world) => {
      world.faults.CALLS.open = true
      await world.drop('export-25052018-a.json', consumers(['7815550101']))
      await pass(world)
      await world.drop('forget-25052018-a.json', consumers(['+1 781 555 0101']))
      await world.drop('forget-25052018-b.json', consumers(['7815550103']))
      const held = await pass(world)
      expect(outcomesOf(held)).toContainEqual(['forget-25052018-a.json', 'held'])
      expect(outcomesOf(held)).toContainEqual(['forget-25052018-b.json', 'failed'])
      world.faults.CALLS.open = false
      const after = await pass(world)
      expect(after.files.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done'])
      expect((await world.rows('NOTES'))[0]).toEqual({ ID: 1, PHONE: '***' })
    })
  })
})

describe('a product that fails', () => {
  test('while it searches erases nothing and leaves nothing in the history; the others finish', async () => {
    await withWorld(async (world) => {
      world.faults.NOTES.find = 1
      const before = await world.rows('NOTES')
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      const result = await pass(world)
      expect(result.files[0]).toMatchObject({
        outcome: 'failed',
        reason: 'notes: a table is missing',
        identifiers: { errors: 1 },
      })
      expect(await world.rows('NOTES')).toEqual(before)
      expect((await world.rows('CALLS'))[0]).toEqual({ ID: 10, PHONE: '***' })
      expect((await world.historyRows()).map((row) => row['PRODUCT'])).toEqual(['calls'])
    })
  })

  test('is tried again at the next pass, alone, and the log is written anew', async () => {
    await withWorld(async (world) => {
      world.faults.CALLS.erase = true
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      await pass(world)
      const first = await world.answer('forget-25052018-a-execution-log.json')
      expect(first['run']).toMatchObject({ outcome: 'failed', attempt: 1 })
      expect(JSON.stringify(first['result'])).toContain('ERROR: calls: the connection failed')
      world.faults.CALLS.erase = false
      world.calls.length = 0
      expect(outcomesOf(await pass(world))).toEqual([['forget-25052018-a.json', 'done']])
      expect(world.calls.map(({ product, step }) => [product, step])).toEqual([
        ['CALLS', 'find'],
        ['CALLS', 'erase'],
        ['CALLS', 'verify'],
      ])
      const second = await world.answer('forget-25052018-a-execution-log.json')
      expect(second['run']).toMatchObject({
        outcome: 'done',
        attempt: 2,
        products: [{ found: 2, erased: 2 }, { erased: 1 }],
      })
      expect(JSON.stringify(second['result'])).toContain('SUCCESS')
    })
  })

  test('its check is not searched at all', async () => {
    await withWorld(async (world) => {
      world.faults.NOTES.check = true
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      const result = await pass(world)
      expect(result.files[0]?.reason).toBe('notes: NOTES: the table is missing')
      expect(world.calls.some(({ product }) => product === 'NOTES')).toBe(false)
    })
  })
})

describe('rows that may not be touched now', () => {
  test('keep the file open, and the next pass finishes from what was recorded', async () => {
    await withWorld(async (world) => {
      await world.data.run((knex) => knex('NOTES').where({ ID: 4 }).update({ HELD: 1 }))
      await world.drop('forget-25052018-a.json', consumers(['7815550101'], ['7815550103']))
      const first = await pass(world)
      expect(first.files[0]).toMatchObject({ outcome: 'deferred', identifiers: { found: 1, errors: 1 } })
      const log = await world.answer('forget-25052018-a-execution-log.json')
      expect(log['result']).toMatchObject({
        consumers: [
          { consumer: [{ response: 'ERROR: deferred: record is held by the dialer' }] },
          { consumer: [{ response: 'SUCCESS' }] },
        ],
      })
      const history = await world.historyRows()
      await world.data.run((knex) => knex('NOTES').where({ ID: 4 }).update({ HELD: 0 }))
      world.calls.length = 0
      expect(outcomesOf(await pass(world))).toEqual([['forget-25052018-a.json', 'done']])
      // Searched once more for what has come since: nothing here, and the record stays as it was.
      expect(world.calls.map(({ step }) => step)).toEqual(['find', 'erase', 'verify'])
      expect(await world.historyRows()).toEqual(history)
      expect((await world.rows('NOTES'))[3]).toEqual({ ID: 4, PHONE: '***' })
    })
  })

  test('are not tried again by a pass for arrivals', async () => {
    await withWorld(async (world) => {
      await world.data.run((knex) => knex('NOTES').where({ ID: 4 }).update({ HELD: 1 }))
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      await pass(world)
      const result = await pass(world, arrivalScope({ export: 'on-arrival', forget: 'on-arrival' }))
      expect(result).toEqual({ busy: false, files: [], runs: [] })
    })
  })

  test('are finished even when the request file is gone meanwhile', async () => {
    await withWorld(async (world) => {
      await world.data.run((knex) => knex('NOTES').where({ ID: 4 }).update({ HELD: 1 }))
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      await pass(world)
      await rm(join(world.directory, 'forget-25052018-a.json'))
      await world.data.run((knex) => knex('NOTES').where({ ID: 4 }).update({ HELD: 0 }))
      expect(outcomesOf(await pass(world))).toEqual([['forget-25052018-a.json', 'lost']])
      expect((await world.rows('NOTES'))[3]).toEqual({ ID: 4, PHONE: '***' })
      expect(await pass(world)).toEqual({ busy: false, files: [], runs: [] })
    })
  })
})

describe('a folder', () => {
  test('with nothing new means nothing to do', async () => {
    await withWorld(async (world) => {
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      await world.drop('forget-25052018-broken.json', '{"consumers": [')
      await pass(world)
      const before = await world.names()
      world.calls.length = 0
      expect(await pass(world)).toEqual({ busy: false, files: [], runs: [] })
      expect(await world.names()).toEqual(before)
      expect(world.calls).toEqual([])
    })
  })

  test('with a broken file answers it with its problems', async () => {
    await withWorld(async (world) => {
      await world.drop('forget-25052018-broken.json', '{"consumers": [')
      await world.drop('export-today.json', consumers(['7815550101']))
      const result = await pass(world)
      expect(outcomesOf(result).sort()).toEqual([
        ['export-today.json', 'rejected'],
        ['forget-25052018-broken.json', 'rejected'],
      ])
      const log = await world.answer('forget-25052018-broken-execution-log.json')
      expect(log['run']).toMatchObject({ outcome: 'rejected', action: 'forget' })
      expect(log['problems']).toMatchObject([{ rule: 'json' }])
    })
  })

  test('in which a name comes back with other content holds a new request', async () => {
    await withWorld(async (world) => {
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      await pass(world)
      await writeFile(join(world.directory, 'forget-25052018-a.json'), JSON.stringify(consumers(['7815550103'])))
      expect(outcomesOf(await pass(world))).toEqual([['forget-25052018-a.json', 'done']])
      expect((await world.rows('NOTES'))[4]).toEqual({ ID: 5, PHONE: '***' })
    })
  })

  test('on arrival is served for the actions that are due; the others wait, refusals do not', async () => {
    await withWorld(async (world) => {
      const scope = arrivalScope({ export: 'on-arrival', forget: 'scheduled' })
      await world.drop('export-25052018-a.json', consumers(['7815550103']))
      await world.drop('forget-25052018-a.json', consumers(['7815550101']))
      await world.drop('forget-25052018-broken.json', 'no')
      const result = await pass(world, scope)
      expect(outcomesOf(result).sort()).toEqual([
        ['export-25052018-a.json', 'done'],
        ['forget-25052018-broken.json', 'rejected'],
      ])
      expect(outcomesOf(await pass(world))).toEqual([['forget-25052018-a.json', 'done']])
    })
  })
})
