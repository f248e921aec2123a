/** Cut off between any two of its writes, or worked at by two at once, the record loses nothing and shows nothing twice. */

import { describe, expect, test } from 'vitest'

import type { Finding } from '../../../src/domain/finding.ts'
import type { Checkpoint } from '../../../src/domain/checkpoint.ts'
import type { FindSet } from '../../../src/records/findings/find-set.ts'
import { collect, findingOf } from '../../support/people.ts'
import { ann, bob, first, partOf, places, search, type RecordWorld } from './record-world.ts'

const all: readonly Finding[] = [
  ...Array.from({ length: 1100 }, (_, i) => findingOf(i % 3 === 0 ? bob : ann, { locator: `${i}`, value: `v${i}` })),
  findingOf(bob, { locator: null, value: null, column: 'TARGET_ADDRESS' }),
]
const later = [all[0], findingOf(ann, { locator: 'x', value: 'later' })].flatMap((one) => one ?? [])

/** What an attempt does: whatever an earlier one has finished is not done again. */
async function attempt(set: FindSet): Promise<void> {
  if ((await set.tally()).searches === 0) {
    await set.begin()
    for (let from = 0; from < all.length; from += 400) await set.append(all.slice(from, from + 400))
    await set.complete()
  }
  await set.deliver()
  await set.begin()
  await set.appendUnseen(later)
  await set.complete()
  await set.deliver()
}

const locators = [...all, ...later.slice(1)].map(({ locator }) => locator ?? '')

async function expectWhole(world: RecordWorld, tenantKey: number, set: FindSet): Promise<void> {
  const shown = await world.historyRows(tenantKey)
  expect(shown.map((row) => row['FACT_ID'] ?? '').sort()).toEqual([...locators].sort())
  const recorded = (await collect(set.recorded())).map(({ locator }) => locator)
  expect(recorded).toEqual(locators.filter((one) => one !== ''))
  expect(await set.tally()).toMatchObject({ evaluated: 2, found: 1101 })
}

describe.each(places)('the record on $place', ({ withRecord }) => {
  test(
    'cut off just before or just after any commit is finished by the next attempt',
    { timeout: 180_000 },
    async () => {
      await withRecord(async (world) => {
        const points: string[] = []
        const counting = await world.reopen((point, side) => points.push(`${side} ${point}`))
        await attempt(counting.by(partOf(), first))
        await expectWhole(world, 1, world.findings.by(partOf(), first))
        expect(points.length).toBeGreaterThan(15)
        for (const k of points.keys()) {
          const part = partOf({ runId: `cut-${k}`, tenantKey: k + 2 })
          const cut = await world.reopen(cutAt(k))
          await expect(attempt(cut.by(part, first)), `point ${k}`).rejects.toThrow()
          const next = world.findings.by(part, { attempt: 1, fence: first.fence + 1 })
          await attempt(next)
          await expectWhole(world, part.tenantKey, next)
        }
      })
    },
  )

  test('delivered by two at once is shown once', async () => {
    await withRecord(async (world) => {
      const part = partOf()
      await search(world.findings.by(part, first), all)
      const sets = [1, 2, 3].map((fence) => world.findings.by(part, { attempt: 1, fence }))
      await Promise.all(sets.map((set) => set.deliver()))
      expect(await world.historyRows()).toHaveLength(all.length)
    })
  })

  test('searched by two at once counts one of them', async () => {
    await withRecord(async (world) => {
      const part = partOf()
      const sets = [1, 2].map((fence) => world.findings.by(part, { attempt: 1, fence }))
      await Promise.all(sets.map((set) => search(set, all)))
      for (const set of sets) expect(await set.tally()).toMatchObject({ searches: 1, evaluated: 2, found: 1100 })
      await Promise.all(sets.map((set) => set.deliver()))
      expect(await world.historyRows()).toHaveLength(all.length)
    })
  })
})

/** As a kill would: nothing is written after it. */
function cutAt(k: number): Checkpoint {
  let count = 0
  return () => {
    if (count++ >= k) throw new Error('cut off')
  }
}
