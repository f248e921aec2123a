/** How a product's failures end: what is tried again at once, what is given up, what is said about it. */

import { describe, expect, test } from 'vitest'

import { processPass, scheduledScope } from '../../../src/app/pass/scope.ts'
import { consumers, withWorld, type World } from '../../support/tenant-context.ts'

async function forgetAnn(world: World) {
  await world.drop('forget-25052018-a.json', consumers(['7815550101']))
  const { files, runs } = await processPass(await world.open(), scheduledScope, new AbortController().signal)
  return { file: files[0], notes: runs[0]?.products[0] }
}

describe('a search', () => {
  test('that fails for a passing reason starts anew within the run and leaves nothing twice', async () => {
    await withWorld(async (world) => {
      world.faults.NOTES.passing = 2
      expect((await forgetAnn(world)).file).toMatchObject({ outcome: 'done' })
      const recorded = (await world.historyRows()).filter((row) => row['PRODUCT'] === 'notes')
      expect(recorded.map((row) => row['FACT_ID'])).toEqual(['1', '4'])
    })
  })

  test('that keeps failing is given up, and nothing is erased', async () => {
    await withWorld(async (world) => {
      world.faults.NOTES.passing = 99
      const before = await world.rows('NOTES')
      expect((await forgetAnn(world)).notes).toMatchObject({ outcome: 'failed', found: 0, erased: 0 })
      expect(await world.rows('NOTES')).toEqual(before)
      expect(world.calls.filter(({ product, step }) => product === 'NOTES' && step === 'erase')).toEqual([])
    })
  })
})

describe('erasing', () => {
  test('is not believed: what verification still sees makes the product fail', async () => {
    await withWorld(async (world) => {
      world.faults.NOTES.lies = true
      const { file, notes } = await forgetAnn(world)
      expect(file?.outcome).toBe('failed')
      expect(notes?.reason).toMatch(/still sees 2 value/)
    })
  })

  test('that fails in the middle still says how much is erased', async () => {
    await withWorld(async (world) => {
      world.faults.NOTES.changed = true
      expect((await forgetAnn(world)).notes).toMatchObject({ outcome: 'failed', found: 2, erased: 2 })
    })
  })

  test('stopped by a bug is told by its kind alone, never by a text that may quote data', async () => {
    await withWorld(async (world) => {
      world.faults.NOTES.bug = true
      const { file, notes } = await forgetAnn(world)
      expect(file?.outcome).toBe('failed')
      expect(notes?.reason).toMatch(/TypeError/)
      expect(notes?.reason).not.toMatch(/781/)
    })
  })
})
