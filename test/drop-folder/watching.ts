/** `lethe watch` as a process of its own, without the right to pass over access rights, and what it says. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

import { asService } from '../support/service-account.ts'

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

export interface FileEvent {
  readonly fileName: string
  readonly outcome: string
  readonly sha256: string
  readonly reason: string | null
  readonly problems: readonly { readonly rule: string; readonly message: string }[]
}

export interface Watching {
  readonly files: () => readonly FileEvent[]
  readonly filesNamed: (fileName: string) => readonly FileEvent[]
  /** Its log so far, as objects. */
  readonly log: () => readonly Readonly<Record<string, unknown>>[]
  /** All that it printed so far. */
  readonly printed: () => Buffer
  readonly stop: () => Promise<{ readonly code: unknown; readonly err: string }>
}

/** Resolves when it watches. */
export async function startWatching(folder: string): Promise<Watching> {
  const [program, operands] = asService(process.execPath, [main, 'watch'])
  const child = spawn(program, operands, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'close')
  const files: FileEvent[] = []
  const said: string[] = []
  const lines: string[] = []
  const complaints = text(child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString())))
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line)
      const event = JSON.parse(line)
      if (event.event === 'watching') resolve()
      if (event.event === 'file') files.push(event)
    })
    void ended.then(() => {
      reject(new Error(`lethe watch ended: ${said.join('')}`))
    })
  })
  return {
    files: () => files,
    filesNamed: (fileName) => files.filter((event) => event.fileName === fileName),
    log: () =>
      said
        .join('')
        .split('\n')
        .filter((line) => line.startsWith('{') && line.endsWith('}'))
        .map((line) => JSON.parse(line)),
    printed: () => Buffer.from([...lines, ...said].join('\n')),
    stop: async () => {
      child.kill('SIGTERM')
      const [code]: unknown[] = await ended
      return { code, err: await complaints }
    },
  }
}
