/** A forget that is cut off is gone on with: the task is asked once, whatever was lasting by then. */

import { expect, test } from 'vitest'

import { cutAt } from '../../support/cut-at.ts'
import { ann, call, requestOf, withAutomation, type AutomationWorld } from './site.ts'

const stem = 'forget-02032026-a'

/** The morning on which what was found is handed to the task. */
async function beginning(work: (site: AutomationWorld) => Promise<void>): Promise<void> {
  await withAutomation([call(ann, 'a goat')], async (site) => {
    await site.world.drop(`${stem}.json`, requestOf([ann], ['AccountNumber']))
    await site.pass()
    site.at(1, 3)
    await site.task.night(site.clock.now())
    site.at(1, 6)
    await work(site)
  })
}

test('cut off while the task is asked to forget, it asks for nothing twice and is done', async () => {
  const points: string[] = []
  await beginning((site) => site.pass((point, side) => points.push(`${side} ${point}`)))
  const all = [...points.entries()].filter(([, point]) => /effects|product:erase|journal:erased/.test(point))
  expect(all.length).toBeGreaterThan(5)
  // All of them hold; a few are enough for every day.
  const chosen = all.filter((_, n) => n % 5 === 1)
  for (const [fatal, point] of chosen) {
    await beginning(async (site) => {
      const stop = new AbortController()
      const cut = cutAt(fatal, stop)
      await expect(site.pass(cut, stop.signal), point).rejects.toThrow()
      await site.pass()
      for (const day of [2, 3]) await site.morning(day)
      expect([point, await site.responses(stem)]).toEqual([point, ['SUCCESS']])
      expect([point, site.task.taken.length]).toEqual([point, 3])
    })
  }
})
