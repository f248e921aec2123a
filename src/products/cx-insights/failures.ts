/** Every failure of CX Insights. */

import { StepFailed } from '../../domain/errors.ts'
import type { CommandEnd } from '../../platform/process/run-command.ts'

export function folderUnreadable(folder: string, cause: unknown): StepFailed {
  if (cause instanceof StepFailed) return cause
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
  const message = `the folder \`${folder}\` of the logs cannot be read or changed (${code}); correct \`logs.root\`, without links on the way, or grant the right`
  return new StepFailed('file', message, { retryable: true, cause })
}

/** What it has printed is told nowhere: it may name people. */
export function purgeFailed(end: CommandEnd): StepFailed {
  const how =
    end.kind === 'ended'
      ? `ended with ${end.code}`
      : end.kind === 'missing'
        ? `could not be started (${end.reason})`
        : `did not end in time (${end.reason})`
  const message = `the command of \`purge\` ${how}, so report caches may still hold what was redacted; run it by hand to see why`
  return new StepFailed('statement', message, { retryable: end.kind !== 'missing' })
}
