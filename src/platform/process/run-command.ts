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

/** Also ends it when the signal is aborted. */
export function runCommand(
  { argv: [command, ...operands], timeoutMs }: Command,
  signal: AbortSignal,
): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const child = spawn(command, operands, { stdio: 'ignore', env: environment, timeout: timeoutMs, signal })
    child.once('error', (error) => {
      const reason = 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
      resolve(reason === 'ABORT_ERR' ? { kind: 'stopped', reason: 'aborted' } : { kind: 'missing', reason })
    })
    child.once('close', (code, by) => {
      resolve(code === null ? { kind: 'stopped', reason: by ?? 'unknown' } : { kind: 'ended', code })
    })
  })
}
