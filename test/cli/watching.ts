/** `lethe watch` as a process of its own, its JSON lines read one after the other. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { onTestFinished } from 'vitest'

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

export interface Line {
  readonly event: string
  readonly fileName?: string
  readonly outcome?: string
}

/** Ended with the test at the latest. */
export function startWatching(folder: string, environment: Readonly<Record<string, string>> = {}) {
  const env = { PATH: process.env['PATH'], ...environment }
  const child = spawn(process.execPath, [main, 'watch'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const printed: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => printed.push(chunk))
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const until = async (wanted: Partial<Line>): Promise<Readonly<Record<string, unknown>>> => {
    for (;;) {
      const { value, done } = await lines.next()
      if (done === true) throw new Error('the watcher ended')
      const line: unknown = JSON.parse(value)
      if (Object.entries(wanted).every(([name, text]) => Reflect.get(Object(line), name) === text)) {
        return { ...Object(line) }
      }
    }
  }
  const stop = async (): Promise<unknown> => {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const [code]: unknown[] = await ended
    return code
  }
  const kill = async (): Promise<void> => {
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  return { until, stop, kill, printed: () => Buffer.concat(printed) }
}
