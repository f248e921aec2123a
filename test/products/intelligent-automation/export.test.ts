/** An export goes to the task, and comes back overnight: nothing is answered before it says so. */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { readZip } from '../../support/read-zip.ts'
import { ann, bob, call, requestOf, stranger, withAutomation, type AutomationWorld } from './site.ts'

const stem = 'export-02032026-a'
const waiting =
  'ERROR: deferred: the GDPR task of Intelligent Automation was asked, and answers overnight; it is asked again at the next pass'

const calls = () => [call(ann, 'a goat'), call(stranger, 'a sheep')]
const drop = ({ world }: AutomationWorld) => world.drop(`${stem}.json`, requestOf([ann, bob], ['AccountNumber']))
const requested = ({ folders }: AutomationWorld) => readdirSync(folders.requests)

describe('an export', () => {
  test('is deferred until the task has exported, and has what it exported in the form of the source', async () => {
    await withAutomation(calls(), async (site) => {
      await drop(site)
      await site.pass()
      expect(await site.responses(stem)).toEqual([waiting, waiting])
      const [file = ''] = requested(site)
      expect(file).toMatch(/^export-02032026-lethe-[0-9a-f]{16}\.json$/)
      await site.morning(1)
      expect(await site.responses(stem)).toEqual(['SUCCESS', 'SUCCESS: not found'])
      const archive = await readZip(join(site.world.directory, `${stem}-archive.zip`))
      expect(String(archive.get('consumer-1/store/consumer.csv')).replaceAll('\r', '')).toBe(
        'identifier,column,fact_id,value\n' +
          `${ann},cti_fields,1,AccountNumber:A-${ann}\n${ann},question_answer,1,nbest_rawanswer_1:a goat\n`,
      )
      expect([...archive.keys()].filter((path) => path.startsWith('consumer-2/'))).toEqual([])
      // What was exchanged holds people, and is nobody's to keep.
      expect([requested(site), readdirSync(site.folders.answers)]).toEqual([[], []])
      expect(site.task.taken).toHaveLength(1)
    })
  })

  test('whose day the task does not see yet is asked for once more, and never a success before', async () => {
    await withAutomation(calls(), async (site) => {
      await drop(site)
      await site.pass()
      site.at(0, 23)
      await site.task.night(site.clock.now())
      await site.pass()
      const [mine = '', his = ''] = await site.responses(stem)
      expect([mine, his].map((one) => /^ERROR: deferred: calls of the day on which/.test(one))).toEqual([true, true])
      await site.morning(1)
      expect(await site.responses(stem)).toEqual(['SUCCESS', 'SUCCESS: not found'])
      expect(site.task.taken).toHaveLength(2)
    })
  })

  test('that failed stays in its folder, renewed, and is tried the next night', async () => {
    await withAutomation(calls(), async (site) => {
      await drop(site)
      await site.pass()
      site.task.fails = /export/
      await site.morning(1)
      expect((await site.responses(stem))[0]).toMatch(/^ERROR: deferred: the GDPR task says that the request did not/)
      expect(requested(site)).toHaveLength(1)
      site.task.fails = null
      await site.morning(2)
      expect(await site.responses(stem)).toEqual(['SUCCESS', 'SUCCESS: not found'])
      expect(new Set(site.task.taken).size).toBe(1)
    })
  })

  test.each([
    ['says nothing known', (name: string) => `${name}: finished`, /neither success nor failure/],
    ['says both', (name: string) => `${name}: success: false`, /did not succeed/],
    ['names another', () => 'export-01012026-other.json: SUCCESS', /answers overnight/],
  ])('of which a result %s is never a success', async (_what, says, reason) => {
    await withAutomation(calls(), async (site) => {
      await drop(site)
      await site.pass()
      site.task.says = says
      await site.morning(1)
      for (const response of await site.responses(stem)) {
        expect(response).toMatch(/^ERROR: deferred: /)
        expect(response).toMatch(reason)
      }
    })
  })

  test('is asked for in no overnight job', async () => {
    await withAutomation(calls(), async (site) => {
      await drop(site)
      site.at(1, 0.5)
      await site.pass()
      expect(await site.responses(stem)).toEqual(
        Array(2).fill(
          'ERROR: deferred: the overnight job of Intelligent Automation runs until 2026-03-03T07:00:00.000Z',
        ),
      )
      expect(requested(site)).toEqual([])
    })
  })
})
