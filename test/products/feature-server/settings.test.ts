/** Settings of Feature Server that cannot work are refused before anything starts. */

import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { products } from '../../../src/products/index.ts'
import { preparedFolder, problemsIn, settingsIn, tenantLines } from '../../app/settings/support.ts'

const entry = (more: string) =>
  tenantLines(
    'products:',
    `  - { product: feature-server, folder: { logs: fs/logs, recordings: fs/recordings, ${more} } }`,
  )

const problems = (folder: string, more: string) =>
  problemsIn(folder, entry(more), { products }).map(({ pointer, message }) => [
    pointer.replace('/tenants/0/products/0/folder', ''),
    message,
  ])

test('paths count from the folder of the settings', () => {
  const folder = preparedFolder()
  const settings = settingsIn(folder, entry('requests: fs/gdpr'), { products })
  expect(settings.tenants[0]?.products[0]?.settings).toMatchObject({ folder: { requests: join(folder, 'fs/gdpr') } })
})

test('requests of ours in a folder where Lethe takes requests would come back for ever', () => {
  const folder = preparedFolder()
  const [own] = problems(folder, 'requests: inbox')
  expect(own).toEqual(['/requests', expect.stringContaining('in which Lethe takes requests')])
  mkdirSync(join(folder, 'fs'))
  symlinkSync(join(folder, 'inbox'), join(folder, 'fs/link'))
  expect(problems(folder, 'requests: fs/link')).toEqual([own])
})

test('patterns need their groups, are regular expressions, and match not everything', () => {
  const of = (results: string) => problems(preparedFolder(), `requests: fs/gdpr, results: { ${results} }`)
  expect(of('request: "[^ ]+[.]json"')).toEqual([['/results/request', 'needs a group: write `(?<file>…)`']])
  expect(of('number: "([0-9]+)"')).toEqual([['/results/number', 'needs a group: write `(?<number>…)`']])
  expect(of('done: "(ok"')).toEqual([['/results/done', 'is no regular expression']])
  expect(of('done: ".*"')).toEqual([['/results/done', expect.stringContaining('matches every line')]])
  expect(of('forgetLog: "forget.log"').map(([pointer]) => pointer)).toEqual(['/results/forgetLog'])
  expect(problems(preparedFolder(), 'requests: fs/gdpr, recordingName: "x"')).toEqual([
    ['/recordingName', 'needs a group: write `(?<number>…)`'],
  ])
})
