/** With the reporting views a search needs no night of the task, and what is left is seen in them. */

import { describe, expect, test } from 'vitest'

import { addCall, cellsOfCalls, type StoredCall } from '../../support/automation-views.ts'
import { ann, bob, requestOf, stranger, withAutomation, type AutomationWorld } from './site.ts'

const stem = 'forget-02032026-a'

/** The first pass is on 2 March. */
const stored = (id: number, number: string, day = '2026-02-20', company = 2): StoredCall => {
  return { id, company, number, day, account: `A-${id}`, answer: `said ${id}`, details: `did ${id}` }
}

const cells = async ({ database }: AutomationWorld) => (database === null ? new Map() : await cellsOfCalls(database))

describe('a forget', () => {
  test('waits for the calls of its day, finds them in the views, and is seen to be done there', async () => {
    const calls = [
      stored(1, '(781) 555-0101'),
      stored(2, ann, '2026-03-02'),
      stored(3, stranger),
      stored(4, ann, '2026-02-20', 3),
    ]
    await withAutomation(calls, async (site) => {
      await site.world.drop(`${stem}.json`, requestOf([ann, bob]))
      await site.pass()
      for (const response of await site.responses(stem)) expect(response).toMatch(/^ERROR: deferred: calls of the day/)
      expect(site.task.taken).toEqual([])
      await site.morning(1)
      expect((await site.responses(stem))[1]).toBe('SUCCESS: not found')
      await site.morning(2)
      expect(await site.responses(stem)).toEqual(['SUCCESS', 'SUCCESS: not found'])
      // In the spelling in which it is stored.
      expect(site.task.taken).toHaveLength(1)
      const after = await cells(site)
      expect(['1', '2', '3', '4'].map((id) => after.get(`VW_CALL_STEPS ${id} nbest_rawanswer_1`))).toEqual([
        '***',
        '***',
        'said 3',
        'said 4',
      ])
    })
  })

  test('is done although the person goes on calling: what comes later was not asked for', async () => {
    await withAutomation([stored(1, ann)], async (site) => {
      await site.world.drop(`${stem}.json`, requestOf([ann]))
      await site.pass()
      if (site.database !== null) await addCall(site.database, stored(2, ann, '2026-03-03'))
      for (const day of [1, 2]) await site.morning(day)
      if (site.database !== null) await addCall(site.database, stored(3, ann, '2026-03-04'))
      expect(await site.responses(stem)).toEqual(['SUCCESS'])
    })
  })

  test('of which the task says that it is done, and the views show it, is asked again', async () => {
    await withAutomation([stored(1, ann)], async (site) => {
      await site.world.drop(`${stem}.json`, requestOf([ann]))
      await site.pass()
      site.task.lies = true
      for (const day of [1, 2]) await site.morning(day)
      expect((await site.responses(stem))[0]).toMatch(/^ERROR: .*shows values of the person; it is asked again/)
      site.task.lies = false
      for (const day of [3, 4]) await site.morning(day)
      expect(await site.responses(stem)).toEqual(['SUCCESS'])
    })
  })
})
