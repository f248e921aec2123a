/** CX Insights: report caches, old logs, and what is left to somebody's hand. */

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { cxInsights } from '../../../src/products/cx-insights/cx-insights.ts'
import { problemsOf, type CxInsightsSettings } from '../../../src/products/cx-insights/settings.ts'
import { subjects, tenant } from '../../contract/corpus.ts'
import { recordedOf, run } from '../../contract/suite.ts'
import { withFolder } from '../../support/databases.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'
import { steppedClock } from '../../support/stepped-clock.ts'
import { toolsWithoutDatabase } from '../../support/tools.ts'

const dayMs = 86_400_000

async function open(settings: CxInsightsSettings) {
  const clock = steppedClock()
  return { clock, session: await cxInsights.open(settings, tenant, toolsWithoutDatabase('/nowhere', clock)) }
}

async function forget(settings: CxInsightsSettings, isHoldStanding = () => false) {
  const { session } = await open(settings)
  expect(await findingsOf(session.find(subjects, run()))).toEqual([])
  await fatesOf(session.erase(recordedOf([]), { ...run(), isHoldStanding }))
  expect(await session.verify(subjects, recordedOf([]), run())).toEqual([])
  return session.unjudged?.() ?? []
}

/** A command that notes with what it was called, and ends as it is told. */
function script(folder: string, body: string): string {
  const path = join(folder, 'purge.sh')
  writeFileSync(path, `#!/bin/sh\n${body}\n`)
  chmodSync(path, 0o755)
  return path
}

describe('the command', () => {
  test('purges the report caches once for each forget, with its arguments as they are and no environment of ours', () =>
    withFolder(async (folder) => {
      const told = join(folder, 'told')
      const path = script(folder, `printf '%s|' "$@" >> ${told}; printf '%s\\n' "$HOME" >> ${told}`)
      await forget({ purge: { command: [path, 'CX Insights; rm -rf /', '$(id)'] } })
      expect(readFileSync(told, 'utf8')).toBe('CX Insights; rm -rf /|$(id)|\n')
    }))

  test.each([
    ['exit 3', 'ended with 3'],
    ['kill -9 $$', 'did not end in time'],
    ['exec sleep 30', 'did not end in time'],
  ])('fails the product when it does not succeed: %s', (body, reason) =>
    withFolder(async (folder) => {
      const purge = { command: [script(folder, body)], timeoutSeconds: 1 }
      await expect(forget({ purge })).rejects.toMatchObject({
        retryable: true,
        message: expect.stringContaining(reason),
      })
    }),
  )

  test(
    'is ended with all that it has started, also where it does not want to end',
    () =>
      withFolder(async (folder) => {
        const [path, alive] = [
          script(folder, `trap '' TERM\nsleep 30 &\necho $! > ${folder}/pid\nwait; wait; sleep 30`),
          `${folder}/pid`,
        ]
        await expect(forget({ purge: { command: [path], timeoutSeconds: 1 } })).rejects.toThrow('did not end in time')
        const pid = Number(readFileSync(alive, 'utf8'))
        // One that nobody has taken notice of yet is a zombie.
        await expect
          .poll(() => existsSync(`/proc/${pid}`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')))
          .toBe(false)
      }),
    20_000,
  )

  test('is ended when the run is', () =>
    withFolder(async (folder) => {
      const { session } = await open({ purge: { command: [script(folder, 'sleep 30')] } })
      const ending = session.erase(recordedOf([]), { ...run(), signal: AbortSignal.timeout(200) })
      await expect(fatesOf(ending)).rejects.toThrow(/abort|timeout/i)
    }))

  test('fails the product when it is not there, and must be named by its path', async () => {
    await expect(forget({ purge: { command: ['/nowhere/purge'] } })).rejects.toThrow('could not be started (ENOENT)')
    expect(problemsOf({ purge: { command: ['purge.sh'] } })).toMatchObject([{ pointer: '/purge/command/0' }])
    expect(problemsOf({ purge: { command: ['/bin/purge.sh'] } })).toEqual([])
  })

  test('waits for Info Mart', () => {
    expect(cxInsights.after).toEqual(['info-mart'])
  })
})

describe('a forget', () => {
  const install = (folder: string, now: number): void => {
    for (const name of ['mstr', 'mstrWeb', 'tomcat', 'gcxi']) mkdirSync(join(folder, name))
    const ages: Readonly<Record<string, number>> = {
      'mstr/Kernel_UserTrace.log': 100,
      'mstr/Kernel_UserTrace.1.log': 30,
      'mstr/Kernel_UserTrace.2.log': 20,
      'mstr/Other.log': 300,
      'mstrWeb/MSTRLog20240101.log': 40,
      'mstrWeb/MSTRLog20240301.log': 30,
      'tomcat/localhost_access_log.2024-01-01.txt': 22,
      'tomcat/localhost_access_log.2024-01-02.txt': 1,
      'tomcat/catalina.out': 90,
      'gcxi/com.genesys.jdbc.driver.log': 50,
    }
    for (const [name, days] of Object.entries(ages)) {
      writeFileSync(join(folder, name), 'apark logged in\n')
      utimesSync(join(folder, name), (now - days * dayMs) / 1000, (now - days * dayMs) / 1000)
    }
  }
  const below = (folder: string): readonly string[] =>
    ['mstr', 'mstrWeb', 'tomcat', 'gcxi'].flatMap((name) => readdirSync(join(folder, name)).sort())

  test('removes logs that nothing writes any more, and no other file', () =>
    withFolder(async (folder) => {
      install(folder, steppedClock().now().getTime())
      symlinkSync(join(folder, 'mstr/Other.log'), join(folder, 'mstr/Kernel_UserTrace.3.log'))
      expect(await forget({ logs: { root: folder } })).toEqual([
        '3 log(s) that nothing writes any more were removed; 5 that are written now stay until they are rotated',
      ])
      expect(below(folder)).toEqual([
        'Kernel_UserTrace.2.log',
        'Kernel_UserTrace.3.log',
        'Kernel_UserTrace.log',
        'Other.log',
        'MSTRLog20240301.log',
        'catalina.out',
        'localhost_access_log.2024-01-02.txt',
        'com.genesys.jdbc.driver.log',
      ])
      expect(existsSync(join(folder, 'mstr/Other.log'))).toBe(true)
    }))

  test('keeps them all as long as a legal hold stands', () =>
    withFolder(async (folder) => {
      install(folder, steppedClock().now().getTime())
      const before = below(folder)
      expect(await forget({ logs: { root: folder } }, () => true)).toEqual([
        '8 log(s) stay as they are as long as a legal hold stands: nobody can tell who is in them',
      ])
      expect(below(folder)).toEqual(before)
    }))

  test('fails where a folder of the logs is not mounted, or is a link, and a look at it says so', () =>
    withFolder(async (folder) => {
      const root = join(folder, 'log')
      mkdirSync(root)
      install(root, steppedClock().now().getTime())
      symlinkSync(root, join(folder, 'linked'))
      for (const wrong of [join(folder, 'linked'), join(folder, 'none')]) {
        await expect(forget({ logs: { root: wrong } })).rejects.toThrow('correct `logs.root`')
        const { session } = await open({ logs: { root: wrong } })
        expect(await session.check('forget')).toMatchObject([{ severity: 'error', place: 'logs' }])
      }
      const { session } = await open({ logs: { root } })
      const before = below(root)
      expect(await session.check('forget')).toEqual([])
      expect(below(root)).toEqual(before)
    }))
})

test('saved reports, cubes, caches and logs are steps by hand where nothing else does them, due in 21 days', () => {
  const parts = (settings: CxInsightsSettings) => Object.keys(cxInsights.declares?.(settings) ?? {})
  expect(parts({})).toEqual(['saved-reports', 'cubes', 'report-caches', 'logs'])
  expect(parts({ logs: {}, purge: { command: ['/bin/true'] }, cubes: false })).toEqual(['saved-reports'])
  for (const step of Object.values(cxInsights.declares?.({}) ?? {})) {
    expect(step).toMatchObject({ disposition: 'manual', dueInDays: 21, nextStep: expect.stringMatching(/\w/) })
  }
})
