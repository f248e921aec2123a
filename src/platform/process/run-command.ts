/** Runs a command of the site's: no shell, nothing of our environment, and nothing of its output goes anywhere. */

import { spawn } from 'node:child_process'

export interface Command {
  /** Absolute path and arguments, handed over as they are. */
  readonly argv: readonly [string, ...string[]]
  readonly timeoutMs: number
}

/** `missing`: it could not be started. `stopped`: it took too long, or a signal ended it. */
export type CommandEnd =
  | { readonly kind: 'ended'; readonly code: number }
  | { readonly kind: 'missing'; readonly reason: string }
  | { readonly kind: 'stopped'; readonly reason: string }

const environment = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' } as const

/** What is asked to end and does not is ended for good after this. */
const graceMs = 2000

/** Ends it when it takes too long or the signal is aborted, with all that it has started: a script leaves what it waits for. */
export function runCommand(
  { argv: [command, ...operands], timeoutMs }: Command,
  signal: AbortSignal,
): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const late = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    const child = spawn(command, operands, { stdio: 'ignore', env: environment, detached: true })
    const over = new AbortController()
    const end = (): void => {
      sendToAll(child.pid, 'SIGTERM')
      const patience = AbortSignal.timeout(graceMs)
      patience.addEventListener(
        'abort',
        () => {
          sendToAll(child.pid, 'SIGKILL')
        },
        { signal: over.signal },
      )
    }
    const settle = (how: CommandEnd): void => {
      over.abort()
      if (late.aborted) sendToAll(child.pid, 'SIGKILL')
      resolve(how)
    }
    child.once('error', (error) => {
      settle({ kind: 'missing', reason: 'code' in error && typeof error.code === 'string' ? error.code : 'unknown' })
    })
    child.once('close', (code, by) => {
      const isStopped = code === null || late.aborted
      settle(isStopped ? { kind: 'stopped', reason: by ?? 'ended' } : { kind: 'ended', code })
    })
    if (late.aborted) end()
    else late.addEventListener('abort', end, { once: true, signal: over.signal })
  })
}

/** To the command and whatever it has started: they are a group of processes of their own. */
function sendToAll(pid: number | undefined, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal)
  } catch {
    // All of them have ended.
  }
}
