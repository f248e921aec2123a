/** Reads the logs of a task once for all that was asked of it. */

import type { Action } from '../../../../domain/request.ts'
import { dayIn } from '../../../../platform/time/days.ts'
import { instantIn } from '../../../../platform/time/local-time.ts'
import { receiptIn } from '../requests.ts'
import { timeZoneOf, type TaskSite } from '../site.ts'
import { linesOf, logsIn, type DatedLog } from './logs.ts'
import { logPatterns, patternsOf, type LogPatterns } from './patterns.ts'
import { TaskResults, type AskedFor, type TaskResult } from './results.ts'

/** Clocks of two machines may differ by a day at most. */
const dayMs = 86_400_000

/** By receipt. */
export async function readResults(
  site: TaskSite,
  action: Action,
  asked: ReadonlyMap<string, AskedFor>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, TaskResult>> {
  if (asked.size === 0) return new Map()
  const { logs, results = {} } = site.settings
  const timeZone = timeZoneOf(site)
  const first = Math.min(...[...asked.values()].map(({ at }) => at.getTime()))
  const from = dayIn(timeZone, new Date(first - dayMs))
  const told = new TaskResults(asked, patternsOf(results))
  for (const log of await logsIn(logs, logNameOf(site, action))) {
    if (log.day >= from) await readLog(site, log, told, signal)
  }
  const now = site.clock.now()
  const at = { now, today: dayIn(timeZone, now) }
  return new Map([...asked.keys()].map((receipt) => [receipt, told.resultOf(receipt, at)]))
}

export function logNameOf({ settings: { results = {} } }: TaskSite, action: Action): string {
  return action === 'forget'
    ? (results.forgetLog ?? logPatterns.forgetLog)
    : (results.exportLog ?? logPatterns.exportLog)
}

async function readLog(site: TaskSite, log: DatedLog, told: TaskResults, signal: AbortSignal): Promise<void> {
  const { logs, results = {} } = site.settings
  const patterns = patternsOf(results)
  let receipt: string | null = null
  for await (const line of linesOf(logs, log, signal)) {
    const what = { line, day: log.day, at: timeOf(line, patterns, timeZoneOf(site)) }
    if (results.told === 'time') {
      told.tellOfNumbers(what)
      continue
    }
    const named = requestsIn(line, patterns)
    // A line that names several requests tells of none of them.
    if (named.length > 0) receipt = named.length === 1 ? (named[0] ?? null) : null
    if (receipt !== null) told.tellOf(receipt, what)
  }
}

/** Of each request that a line names its receipt; null for one that is none of ours. */
function requestsIn(line: string, { request }: LogPatterns): readonly (string | null)[] {
  const files = [...line.matchAll(request)].map(({ groups }) => groups?.['file'] ?? '')
  return [...new Set(files.map((file) => receiptIn(file.split(/[\\/]/).at(-1) ?? '')))]
}

function timeOf(line: string, { time }: LogPatterns, timeZone: string): Date | null {
  const groups = time.exec(line)?.groups
  return instantIn(timeZone, groups?.['day'] ?? '', groups?.['time'] ?? '')
}
