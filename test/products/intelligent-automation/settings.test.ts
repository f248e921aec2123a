/** What is refused before anything starts, and what doctor says of a site. */

import { rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { intelligentAutomation } from '../../../src/products/intelligent-automation/intelligent-automation.ts'
import type { AutomationSettings } from '../../../src/products/intelligent-automation/settings.ts'
import { createTaskFolders } from '../../support/automation-task.ts'
import { viewStatements } from '../../support/automation-views.ts'
import { withSqlite, withFolder } from '../../support/databases.ts'
import { toolsFor, toolsWithoutDatabase } from '../../support/tools.ts'
import { run } from '../../contract/suite.ts'
import { subjects, tenant } from '../../contract/corpus.ts'

const task = { requests: '/ia/import', results: '/ia/results', answers: '/ia/export' } as const

const pointersOf = (settings: AutomationSettings, isInbox = (_path: string) => false) =>
  (intelligentAutomation.checkSettings?.(settings, [], isInbox) ?? []).map(({ pointer }) => pointer)

describe('settings', () => {
  test('that say what is needed are taken', () => {
    expect(pointersOf({ task })).toEqual([])
    expect(pointersOf({ task, overnightJob: [], timeZone: 'Europe/Dublin' })).toEqual([])
  })

  test.each<[string, AutomationSettings]>([
    ['/overnightJob/0', { task, overnightJob: ['midnight'] }],
    ['/timeZone', { task, timeZone: 'Dublin time' }],
    ['/task/success', { task: { ...task, success: '.*' } }],
    ['/task/failure', { task: { ...task, failure: '(' } }],
    ['/erasedValue', { task, erasedValue: '[' }],
    ['/task/resultNames', { task: { ...task, resultNames: '[z-a]' } }],
    ['/task', { task: { ...task, answers: task.requests } }],
  ])('with something wrong under %s are refused', (pointer, settings) => {
    expect(pointersOf(settings)).toEqual([pointer])
  })

  test('that have requests dropped where Lethe takes its own are refused', () => {
    expect(pointersOf({ task }, (path) => path === task.requests)).toEqual(['/task/requests'])
  })

  test('tell digital channels as a step by hand that nobody waits for, as `intelligent-automation/digital-channels`', () => {
    expect(intelligentAutomation.declares?.({ task })).toMatchObject({
      'digital-channels': { disposition: 'manual', blocks: false },
    })
    expect(intelligentAutomation.declares?.({ task, digitalChannels: 'none' })).toEqual({})
  })
})

describe('doctor', () => {
  test('names a folder that is missing', async () => {
    await withFolder(async (folder) => {
      const folders = createTaskFolders(folder)
      rmSync(folders.results, { recursive: true })
      const session = await intelligentAutomation.open({ task: folders }, tenant, toolsWithoutDatabase(folder))
      expect(await session.check('forget')).toMatchObject([{ severity: 'error', place: 'task.results' }])
    })
  })

  test('warns of requests that the task does not take', async () => {
    await withFolder(async (folder) => {
      const folders = createTaskFolders(folder)
      const session = await intelligentAutomation.open({ task: folders }, tenant, toolsWithoutDatabase(folder))
      const path = join(folders.requests, 'forget-25052018-lethe-0011223344556677.json')
      writeFileSync(path, '{}')
      expect(await session.check('forget')).toEqual([])
      utimesSync(path, new Date('2018-05-25'), new Date('2018-05-25'))
      expect(await session.check('forget')).toMatchObject([
        {
          severity: 'warning',
          message: expect.stringContaining('1 request(s) wait for the GDPR task since 2018-05-25'),
        },
      ])
    })
  })

  test('says which view is missing, and which columns have to be named', async () => {
    await withSqlite(async (database) => {
      await withFolder(async (folder) => {
        const settings = { task: createTaskFolders(folder), database: 'ia', company: 2 }
        const tools = { ...toolsFor(database), stateDirectory: folder }
        const [calls = '', , tasks = ''] = viewStatements(false)
        for (const statement of [calls, tasks.replace('task_details', 'remark')]) await database.knex.raw(statement)
        const unnamed = await intelligentAutomation.open(settings, tenant, tools)
        expect(await unnamed.check('export')).toMatchObject([
          { message: expect.stringContaining('name those that do under `columns`') },
        ])
        const columns = { VW_BUSINESS_TASKS: ['remark'] }
        const session = await intelligentAutomation.open({ ...settings, columns }, tenant, tools)
        expect(await session.check('export')).toMatchObject([{ place: 'VW_CALL_STEPS', severity: 'error' }])
      })
    })
  })
})

test('a preview asks for nothing, and says why it cannot tell', async () => {
  await withFolder(async (folder) => {
    const session = await intelligentAutomation.open(
      { task: createTaskFolders(folder), overnightJob: [] },
      tenant,
      toolsWithoutDatabase(folder),
    )
    const told: unknown[] = []
    for await (const one of session.find(subjects, { ...run(), isTrial: true })) told.push(one)
    await session.close()
    expect(new Set(told.map((one) => Reflect.get(Object(one), 'unevaluated')))).toEqual(
      new Set(['later: what Intelligent Automation has is known only after its GDPR task was asked, which a run does']),
    )
    expect(await session.check('export')).toEqual([])
    // Long after, nothing is left to look at.
    const later = await intelligentAutomation.open(
      { task: createTaskFolders(folder) },
      tenant,
      toolsWithoutDatabase(folder),
    )
    await expect(later.verify(subjects, noFindings(), run())).rejects.toThrow(/was removed when the run was done/)
  })
})

async function* noFindings(): AsyncIterable<never> {}
