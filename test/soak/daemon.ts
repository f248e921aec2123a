/** `lethe watch` as a process of its own that is killed, stopped and started again, and what it takes of the machine. */

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { onTestFinished } from 'vitest'

import { asService } from '../support/service-account.ts'

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

export interface Daemon {
  /** Resolves when it watches. */
  readonly start: () => Promise<void>
  readonly kill: () => Promise<void>
  /** Rejects when that was no clean end. */
  readonly stop: () => Promise<void>
  readonly residentMiB: () => number
  /** Open descriptors, by what they lead to. */
  readonly descriptors: () => readonly string[]
  /** All that it printed in all its lives. */
  readonly printed: () => Buffer
}

export function daemonIn(folder: string, environment: Readonly<Record<string, string>>): Daemon {
  const printed: Buffer[] = []
  let life: Life | null = null
  const living = (): Life => {
    if (life === null) throw new Error('the daemon is not running')
    if (life.child.exitCode !== null)
      throw new Error(`the daemon ended by itself: ${Buffer.concat(printed.slice(-5)).toString()}`)
    return life
  }
  onTestFinished(() => void life?.child.kill('SIGKILL'))
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<unknown> => {
    const { child, ended } = living()
    child.kill(signal)
    const [code]: unknown[] = await ended
    life = null
    return code
  }
  return {
    start: async () => {
      life = await begin(folder, environment, printed)
    },
    kill: async () => {
      await end('SIGKILL')
    },
    stop: async () => {
      const code = await end('SIGTERM')
      if (code !== 0) throw new Error(`a clean stop ended with ${String(code)}`)
    },
    residentMiB: () => {
      const [, kib = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${living().pid}/status`, 'utf8')) ?? []
      return Number(kib) / 1024
    },
    descriptors: () => readdirSync(`/proc/${living().pid}/fd`),
    printed: () => Buffer.concat(printed),
  }
}

interface Life {
  readonly child: ChildProcess
  readonly pid: number
  readonly ended: Promise<unknown[]>
}

async function begin(folder: string, environment: Readonly<Record<string, string>>, printed: Buffer[]): Promise<Life> {
  const [program, operands] = asService(process.execPath, [main, 'watch'])
  const env = { PATH: process.env['PATH'], ...environment }
  const child = spawn(program, operands, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'close')
  const watching = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        printed.push(chunk)
        if (chunk.includes('"event":"watching"')) resolve()
      })
    }
    void ended.then(() => {
      reject(new Error(`the daemon did not start: ${Buffer.concat(printed.slice(-5)).toString()}`))
    })
  })
  await watching
  return { child, pid: child.pid ?? 0, ended }
}
