/** Logs that are recorded while nothing may be erased, and are no longer there when it may. */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { lethe, temporaryFolder } from '../cli/support.ts'
import { readExecutionLog } from '../support/execution-log.ts'

const line = '10:15:30 call from 7815550123\n'

/** The request is taken up at night, and its values are erased later. */
function site(quiet: boolean): string {
  return `
settle: 50ms
tenants:
  - name: acme
    tenantKey: 1
    directory: ./inbox
    country: US
    timeZone: America/New_York
    products:
      - product: log-files
        paths: ['./logs/*.log']
        ${quiet ? 'quietHours: ["00:00-12:00", "12:00-00:00"]' : ''}
`
}

function recordedSite(): string {
  const folder = temporaryFolder()
  for (const name of ['inbox', 'logs', 'archive']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'logs/a.log'), line)
  writeFileSync(join(folder, 'logs/b.log'), line)
  const request = { caseid: 'case-1', consumers: [{ consumer: [{ phone: '7815550123' }] }] }
  writeFileSync(join(folder, 'inbox/forget-25052018-a.json'), JSON.stringify(request))
  writeFileSync(join(folder, 'lethe.yaml'), site(true))
  return folder
}

function warningsIn(folder: string): unknown {
  return readExecutionLog(join(folder, 'inbox/forget-25052018-a-execution-log.json')).run.products[0]?.warnings
}

test('a log that was moved away before it could be masked is named as such, since it still holds the values', async () => {
  const folder = recordedSite()
  expect(await lethe(folder, ['run'])).toMatchObject({ code: 1 })
  writeFileSync(join(folder, 'lethe.yaml'), site(false))
  renameSync(join(folder, 'logs/b.log'), join(folder, 'archive/b.log'))
  expect(await lethe(folder, ['run'])).toMatchObject({ code: 0 })
  expect(readFileSync(join(folder, 'logs/a.log'), 'utf8')).toBe(line.replace('7815550123', '**********'))
  expect(warningsIn(folder)).toEqual([
    expect.stringMatching(/^1 recorded value\(s\) were moved, changed or removed by others/),
  ])
})

test('a log that was only renamed among those of the settings is masked like the others', async () => {
  const folder = recordedSite()
  await lethe(folder, ['run'])
  writeFileSync(join(folder, 'lethe.yaml'), site(false))
  renameSync(join(folder, 'logs/b.log'), join(folder, 'logs/b.1.log'))
  expect(await lethe(folder, ['run'])).toMatchObject({ code: 0 })
  expect(readFileSync(join(folder, 'logs/b.1.log'), 'utf8')).toBe(line.replace('7815550123', '**********'))
  expect(warningsIn(folder)).toEqual([])
})
