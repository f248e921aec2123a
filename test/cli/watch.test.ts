/** `lethe watch` as a service manager runs it: started, fed, told to stop. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { expect, onTestFinished, test } from 'vitest'

import { ann, customers, sandbox, submit } from './sandbox.ts'

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

interface Line {
  readonly event: string
  readonly fileName?: string
  readonly outcome?: string
}

function startWatching(folder: string) {
  const child = spawn(process.execPath, [main, 'watch'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const until = async (wanted: Partial<Line>): Promise<void> => {
    for (;;) {
      const { value, done } = await lines.next()
      if (done === true) throw new Error('the watcher ended')
      const line: unknown = JSON.parse(value)
      if (Object.entries(wanted).every(([name, text]) => Reflect.get(Object(line), name) === text)) return
    }
  }
  const stop = async (): Promise<unknown> => {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const [code]: unknown[] = await ended
    return code
  }
  return { until, stop }
}

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
