/** The log that wde_gdpr_compliance.exe wrote: what a forget came to, as counts and reasons. */

import { appendFile, mkdir, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { StepFailed } from '../../domain/errors.ts'
import { countOf, type Effect, type Fate } from '../../domain/effect.ts'
import type { Left } from '../../domain/outcome.ts'

/** What is known of a forget by now; null before it began. */
export interface ForgetAccount {
  readonly runId: string
  readonly startedAt: Date
  found: number
  removed: number
  left: number
  reasons: Set<string>
  isVerified: boolean
}

export function openAccount(runId: string, startedAt: Date): ForgetAccount {
  return { runId, startedAt, found: 0, removed: 0, left: 0, reasons: new Set(), isVerified: false }
}

export function noteErased(account: ForgetAccount, effects: readonly Effect[]): void {
  account.removed = countOf(effects, 'erased')
  account.reasons = new Set(effects.flatMap(({ fate }) => reasonsIn(fate)))
}

function reasonsIn(fate: Fate): readonly string[] {
  if (fate.kind === 'held') return [`deferred: ${fate.reason}`]
  return fate.kind === 'failed' ? [fate.reason] : []
}

export function noteLeft(account: ForgetAccount, left: readonly Left[]): void {
  account.left = left.reduce((sum, { rows }) => sum + rows, 0)
  account.isVerified = true
}

export function noteFailure(account: ForgetAccount, error: unknown): void {
  account.reasons.add(error instanceof StepFailed ? error.message : 'stopped before its end')
}

/** Name as documented: `wde_gdpr_compliance-<DDMMYYYY_HHMMSS>-execution-log`, in the tenant's own time. */
function executionLogName(at: Date, timeZone: string): string {
  const options = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const
  const format = new Intl.DateTimeFormat('en-GB', { ...options, second: '2-digit', hourCycle: 'h23', timeZone })
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? ''
  const date = `${part('day')}${part('month')}${part('year')}`
  return `wde_gdpr_compliance-${date}_${part('hour')}${part('minute')}${part('second')}-execution-log`
}

/**
 * Two forgets that ended in one second stand in one file. A success that is told already is not told again: then the
 * process ended before anybody noted that the product is done.
 */
export async function writeExecutionLog(
  folder: string,
  account: ForgetAccount,
  end: { readonly at: Date; readonly timeZone: string },
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (isDone(account) && (await isTold(folder, account))) return
  await appendFile(join(folder, executionLogName(end.at, end.timeZone)), textOf(account, end.at), { mode: 0o640 })
}

function isDone({ isVerified, left, reasons }: ForgetAccount): boolean {
  return isVerified && left === 0 && reasons.size === 0
}

async function isTold(folder: string, account: ForgetAccount): Promise<boolean> {
  const sought = timeless(textOf(account, account.startedAt))
  for (const name of await readdir(folder)) {
    if (!logName.test(name)) continue
    const text = await readFile(join(folder, name), 'utf8')
    if (timeless(text).includes(sought)) return true
  }
  return false
}

const logName = /^wde_gdpr_compliance-\d{8}_\d{6}-execution-log$/

function timeless(text: string): string {
  return text.replaceAll(/^(started|finished): .*\n/gm, '')
}

function textOf(account: ForgetAccount, finishedAt: Date): string {
  const lines = [
    `run: ${account.runId}`,
    `request: forget`,
    `started: ${account.startedAt.toISOString()}`,
    `finished: ${finishedAt.toISOString()}`,
    `favorites found: ${account.found}`,
    `favorites removed: ${account.removed}`,
    `favorites left: ${account.left}`,
    ...[...account.reasons].map((reason) => `error: ${reason}`),
    `result: ${isDone(account) ? 'success' : 'fail'}`,
  ]
  return `${lines.join('\n')}\n`
}
