/** `lethe watch` as a service manager runs it: started, fed, told to stop. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { ann, customers, sandbox, submit } from './sandbox.ts'
import { startWatching } from './watching.ts'

test('a request that arrives is answered, one for the schedule waits, and SIGTERM ends it well', async () => {
  const folder = sandbox()
  const before = customers(folder)
  const watcher = startWatching(folder)
  await watcher.until({ event: 'watching' })
  submit(folder, 'forget-25052018-b.json', { email: ann.email })
  submit(folder, 'export-25052018-a.json', { phone: ann.phone })
  await watcher.until({ event: 'file', fileName: 'export-25052018-a.json', outcome: 'done' })
  expect(await watcher.stop()).toBe(0)
  expect(existsSync(join(folder, 'inbox/export-25052018-a-archive.zip'))).toBe(true)
  expect(existsSync(join(folder, 'inbox/forget-25052018-b-execution-log.json'))).toBe(false)
  expect(customers(folder)).toEqual(before)
})

test('a broken file is answered whatever its action', async () => {
  const folder = sandbox()
  const watcher = startWatching(folder)
  await watcher.until({ event: 'watching' })
  submit(folder, 'forget-25052018-b.json', { telephone: ann.phone })
  await watcher.until({ event: 'file', fileName: 'forget-25052018-b.json', outcome: 'rejected' })
  expect(await watcher.stop()).toBe(0)
})
