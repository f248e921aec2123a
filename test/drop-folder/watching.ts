/** `lethe watch` as a process of its own, without the right to pass over access rights, and what it says. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

const isRoot = process.getuid?.() === 0
/** Root reads and writes whatever it likes; a service account does not. */
const withoutOverride = ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--'] as const

export interface FileEvent {
  readonly fileName: string
  readonly outcome: string
  readonly sha256: string
  readonly reason: string | null
  readonly problems: readonly { readonly rule: string; readonly message: string }[]
}

export interface Watching {
  readonly pid: number
  readonly files: () => readonly FileEvent[]
  readonly filesNamed: (fileName: string) => readonly FileEvent[]
  /** Its log so far, as objects. */
  readonly log: () => readonly Readonly<Record<string, unknown>>[]
  readonly stop: () => Promise<{ readonly code: unknown; readonly err: string }>
}

/** Resolves when it watches. */
export async function startWatching(folder: string): Promise<Watching> {
  const command = [process.execPath, main, 'watch'] as const
  const [program, ...operands] = isRoot ? [...withoutOverride, ...command] : command
  const child = spawn(program, operands, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'close')
  const files: FileEvent[] = []
  const said: string[] = []
  const complaints = text(child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString())))
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = JSON.parse(line)
      if (event.event === 'watching') resolve()
      if (event.event === 'file') files.push(event)
    })
    void ended.then(() => {
      reject(new Error(`lethe watch ended: ${said.join('')}`))
    })
  })
  return {
    pid: child.pid ?? 0,
    files: () => files,
    filesNamed: (fileName) => files.filter((event) => event.fileName === fileName),
    log: () =>
      said
        .join('')
        .split('\n')
        .filter((line) => line.startsWith('{') && line.endsWith('}'))
        .map((line) => JSON.parse(line)),
    stop: async () => {
      child.kill('SIGTERM')
      const [code]: unknown[] = await ended
      return { code, err: await complaints }
    },
  }
}
