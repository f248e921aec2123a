/** A forget is found, recorded, forgotten by the task and looked for again: a night each, and nothing is asked twice. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { ann, bob, call, requestOf, stranger, withAutomation, type AutomationWorld } from './site.ts'

const stem = 'forget-02032026-a'
const waiting =
  'ERROR: deferred: the GDPR task of Intelligent Automation was asked, and answers overnight; it is asked again at the next pass'

const calls = () => [call(ann, 'a goat'), call(stranger, 'a sheep')]
const drop = ({ world }: AutomationWorld, phones = [ann, bob]) =>
  world.drop(`${stem}.json`, requestOf(phones, ['AccountNumber']))
const requested = ({ folders }: AutomationWorld) => readdirSync(folders.requests)

describe('a forget', () => {
  test('asks what there is, records it, has it forgotten, and sees that it is gone: a night each', async () => {
    const all = calls()
    await withAutomation(all, async (site) => {
      await drop(site)
      await site.pass()
      expect(await site.responses(stem)).toEqual([waiting, waiting])
      await site.morning(1)
      // Of whom nothing is there nothing is forgotten.
      expect((await site.responses(stem))[1]).toBe('SUCCESS: not found')
      const [file = ''] = requested(site).filter((name) => name.startsWith('forget'))
      const request = JSON.parse(readFileSync(join(site.folders.requests, file), 'utf8'))
      expect(request['intauto-fields']).toEqual(['AccountNumber'])
      expect(JSON.stringify(request)).not.toContain(bob)
      await site.morning(2)
      expect((await site.responses(stem))[0]).toMatch(
        /^ERROR: deferred: the GDPR task says that it succeeded; it was asked/,
      )
      await site.morning(3)
      expect(await site.responses(stem)).toEqual(['SUCCESS', 'SUCCESS: not found'])
      expect(site.task.taken.map((name) => name.replace(/-.*/, ''))).toEqual(['export', 'forget', 'export'])
      expect([requested(site), readdirSync(site.folders.answers)]).toEqual([[], []])
      expect(all).toMatchObject([{ fields: { AccountNumber: '' }, answers: '' }, call(stranger, 'a sheep')])
      const values = (await site.world.historyRows()).flatMap(({ KEY_VALUE }) => KEY_VALUE ?? [])
      expect(values).toEqual(expect.arrayContaining([`AccountNumber:A-${ann}`, 'nbest_rawanswer_1:a goat']))
    })
  })

  test('of which the task says that it is done, and it is not, is asked again and no success', async () => {
    await withAutomation(calls(), async (site) => {
      await drop(site, [ann])
      await site.pass()
      site.task.lies = true
      for (const day of [1, 2, 3]) await site.morning(day)
      expect((await site.responses(stem))[0]).toMatch(/^ERROR: .*shows values of the person; it is asked again/)
      site.task.lies = false
      for (const day of [4, 5, 6]) await site.morning(day)
      expect(await site.responses(stem)).toEqual(['SUCCESS'])
    })
  })

  test('that waits is looked at again by whoever wants to, and goes on waiting', async () => {
    await withAutomation(calls(), async (site) => {
      await drop(site)
      await site.pass()
      const before = requested(site)
      expect(await site.leftNow(stem)).toBe(0)
      expect(requested(site)).toEqual(before)
      for (const day of [1, 2, 3]) await site.morning(day)
      expect(await site.responses(stem)).toEqual(['SUCCESS', 'SUCCESS: not found'])
    })
  })

  test('whose request the task takes away without a word goes on waiting', async () => {
    await withAutomation(calls(), async (site) => {
      await drop(site, [ann])
      await site.pass()
      site.task.removes = true
      site.task.says = () => ''
      await site.morning(1)
      await site.morning(2)
      expect((await site.responses(stem))[0]).toMatch(/^ERROR: deferred: the GDPR task has taken the request/)
      expect(site.task.taken).toHaveLength(1)
    })
  })
})
