/** What a forget does in CX Insights: purges the report caches once, and removes old logs. Nothing in it is one person's. */

import type { Complaint, ProductSession } from '../../domain/product.ts'
import { StepFailed } from '../../domain/errors.ts'
import { runCommand } from '../../platform/process/run-command.ts'
import type { Clock } from '../../platform/time/clock.ts'
import { purgeFailed } from './failures.ts'
import { oldLogs, type LogAge, type OldLogs } from './logs.ts'
import { defaults, type CxInsightsSettings } from './settings.ts'

export function sessionOf(settings: CxInsightsSettings, clock: Clock): ProductSession {
  let removed: OldLogs | null = null
  let isKept = false
  return {
    searchesBy: [],
    check: () => checkLogs(settings, clock),
    find: (_subjects, { signal }) => nothing(signal),
    erase: async function* (findings, { signal, isHoldStanding }) {
      for await (const _none of findings) signal.throwIfAborted()
      signal.throwIfAborted()
      await purge(settings, signal)
      const age = ageOf(settings, clock)
      isKept = isHoldStanding?.() === true
      removed = age === null ? null : await oldLogs(age, !isKept)
      yield* nothing(signal)
    },
    verify: async (_subjects, _findings, { signal }) => {
      signal.throwIfAborted()
      return []
    },
    unjudged: () => (removed === null ? [] : [isKept ? keptSentence(removed) : sentenceOn(removed)]),
    close: () => Promise.resolve(),
  }
}

async function purge({ purge: asked }: CxInsightsSettings, signal: AbortSignal): Promise<void> {
  const [path, ...operands] = asked?.command ?? []
  if (path === undefined) return
  const timeoutMs = (asked?.timeoutSeconds ?? defaults.timeoutSeconds) * 1000
  const end = await runCommand({ argv: [path, ...operands], timeoutMs }, signal)
  signal.throwIfAborted()
  if (end.kind !== 'ended' || end.code !== 0) throw purgeFailed(end)
}

function ageOf({ logs }: CxInsightsSettings, clock: Clock): LogAge | null {
  if (logs === undefined) return null
  const { root = defaults.root, removeAfterDays: days = defaults.removeAfterDays } = logs
  return { root, days, now: clock.now() }
}

function sentenceOn({ old, current }: OldLogs): string {
  return `${old} log(s) that nothing writes any more were removed; ${current} that are written now stay until they are rotated`
}

function keptSentence({ old, current }: OldLogs): string {
  return `${old + current} log(s) stay as they are as long as a legal hold stands: nobody can tell who is in them`
}

async function checkLogs(settings: CxInsightsSettings, clock: Clock): Promise<readonly Complaint[]> {
  const age = ageOf(settings, clock)
  if (age === null) return []
  try {
    await oldLogs(age, false)
    return []
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    return [{ severity: 'error', place: 'logs', message: error.message, remedy: null }]
  }
}

async function* nothing(signal: AbortSignal): AsyncIterable<never> {
  signal.throwIfAborted()
}
