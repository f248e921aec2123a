/**
 * The error catalogue: three errors, by who must act. Anything else is a bug and is loud.
 *
 * Messages name the place, the rule and the next step, and never hold personal data: a driver's own message may quote
 * values, so it stays in `cause` and is never written anywhere.
 */

import type { RequestProblem } from './request.ts'

/** The sender must act: the file as a whole is refused. */
export class RequestRejected extends Error {
  override readonly name = 'RequestRejected'
  readonly problems: readonly RequestProblem[]
  constructor(problems: readonly RequestProblem[]) {
    super(`the request file is refused: ${problems.length} problem(s)`)
    this.problems = problems
  }
}

/** Stable codes of what can go wrong in a step. */
export const stepFailureCodes = [
  'connection',
  'lock',
  'missing-table',
  'missing-column',
  'missing-right',
  // It is there, and cannot be searched as it is.
  'cannot-search',
  // Nothing names a row of the table for certain.
  'no-key',
  // What the settings say does not serve this run, or no longer does.
  'settings',
  // A look before the run found what must be mended first.
  'check',
  'cannot-redact',
  'statement',
  'file',
  'changed',
  'lease-lost',
  'history',
  'journal',
  // A bug, or a thread of ours that broke down.
  'internal',
] as const

export type StepFailureCode = (typeof stepFailureCodes)[number]

interface StepFailureOptions {
  readonly retryable: boolean
  readonly cause?: unknown
  readonly erased?: number
  readonly remedy?: string | null
}

/** The operator must act, or a retry: one step of one product failed. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed'
  readonly code: StepFailureCode
  readonly retryable: boolean
  /** Values that were redacted before it failed, and stay redacted. */
  readonly erased: number
  /** A statement that mends it, for whoever may run it; null when there is none. */
  readonly remedy: string | null
  /** `message` is shown to operators and senders: nothing personal, no driver text. */
  constructor(code: StepFailureCode, message: string, options: StepFailureOptions) {
    super(message, { cause: options.cause })
    this.code = code
    this.retryable = options.retryable
    this.erased = options.erased ?? 0
    this.remedy = options.remedy ?? null
  }
}

/** The same failure, after so many values had been redacted; anything else stays as it is. */
export function afterErasing(error: unknown, erased: number): unknown {
  if (!(error instanceof StepFailed)) return error
  const { code, message, retryable, cause, remedy } = error
  return new StepFailed(code, message, { retryable, cause, erased, remedy })
}

/** Ends the sentence of a failure that a look at the installation says more about. */
export const seeDoctor = '; run `lethe doctor`, which says what is missing'

/** The sentence where it is that look which tells it. */
export function toldByDoctor(sentence: string): string {
  return sentence.replaceAll(seeDoctor, '')
}

export interface SettingsProblem {
  /** JSON pointer into the settings file. */
  readonly pointer: string
  readonly message: string
}

/** Where something stands in the file, both from 1. */
export interface SettingsPlace {
  readonly line: number
  readonly column: number
}

/** The operator must act before anything starts. */
export class SettingsInvalid extends Error {
  override readonly name = 'SettingsInvalid'
  readonly problems: readonly SettingsProblem[]
  /** Of each problem, in their order; none where the file could not be read. */
  readonly places: readonly SettingsPlace[]
  constructor(problems: readonly SettingsProblem[], places: readonly SettingsPlace[] = []) {
    super(problems.map((p) => `${p.pointer || '/'}: ${p.message}`).join('\n'))
    this.problems = problems
    this.places = places
  }
}

export interface FailureDescription {
  readonly code: StepFailureCode
  readonly reason: string
}

/**
 * What may be told of an error, wherever it ended something. One that is none of ours is a bug: its kind is told, its
 * text may quote data. `consequence`: what came of it, e.g. `stopped the product`.
 */
export function describeFailure(error: unknown, consequence = ''): FailureDescription {
  if (error instanceof StepFailed) return { code: error.code, reason: error.message }
  if (error instanceof SettingsInvalid) return { code: 'settings', reason: error.message }
  const kind = error instanceof Error ? error.constructor.name : typeof error
  const what = `an unexpected ${kind} ${consequence}`.trimEnd()
  return { code: 'internal', reason: `${what}; report it to the makers of Lethe` }
}
