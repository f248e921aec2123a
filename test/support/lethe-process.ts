/** The built command as a process of its own, run as operators run it, to be watched and killed. */

import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null
  readonly signal: string | null
  readonly out: string
  readonly err: string
}

export interface LetheProcess {
  readonly ended: Promise<Ended>
  /** Resolves when it has written the text, on either output; rejects when it ends without having done so. */
  readonly says: (text: string) => Promise<void>
  readonly kill: () => void
}

export function startLethe(
  folder: string,
  operands: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  entry: string = main,
): LetheProcess {
  const env = { PATH: process.env['PATH'], ...environment }
  const child = spawn(process.execPath, [entry, ...operands], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = new Promise<Pick<Ended, 'code' | 'signal'>>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      resolve({ code, signal })
    })
  })
  const outputs = Promise.all([text(child.stdout), text(child.stderr)])
  const ended = Promise.all([exited, outputs]).then(([end, [out, err]]) => ({ ...end, out, err }))
  return {
    ended,
    says: (wanted) =>
      new Promise((resolve, reject) => {
        for (const stream of [child.stdout, child.stderr]) {
          let seen = ''
          stream.on('data', (chunk: Buffer) => {
            seen = `${seen}${chunk.toString()}`.slice(-10_000)
            if (seen.includes(wanted)) resolve()
          })
        }
        void exited.then(() => {
          reject(new Error(`the command ended and never said ${wanted}`))
        })
      }),
    kill: () => child.kill('SIGKILL'),
  }
}

export function runLethe(
  folder: string,
  operands: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return startLethe(folder, operands, environment).ended
}

/** The JSON lines that a program would read, of one kind. */
export function eventsOf(ended: Pick<Ended, 'out'>, kind: string): readonly Readonly<Record<string, unknown>>[] {
  return ended.out
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Readonly<Record<string, unknown>> => ({ ...Object(JSON.parse(line)) }))
    .filter(({ event }) => event === kind)
}
