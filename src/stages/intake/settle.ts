/** Waits until uploads are complete and hands their bytes on: exactly the bytes that were judged. */

import type { RequestProblem } from '../../domain/request.ts'
import { sha256 } from '../../platform/crypto/hash.ts'
import { inspectFile, readFileOnce } from '../../platform/files/request-file.ts'
import { readJson } from '../../platform/text/json-document.ts'
import type { Clock } from '../../platform/time/clock.ts'

import { observe, type Observation, type Patience, type Snapshot } from './completeness.ts'
import { refusedEntry, type Candidate, type RefusedEntry } from './listing.ts'
import { refusalOf } from './refusal.ts'

export interface IntakeLimits extends Patience {
  readonly maxRequestBytes: number
}

export interface SubmittedBytes {
  readonly candidate: Candidate
  readonly bytes: Uint8Array
  readonly sha256: string
}

export type Look =
  /** `complete` and `broken` (not JSON) both go to validation, which says what is wrong. */
  | { readonly kind: 'complete' | 'broken'; readonly file: SubmittedBytes; readonly observation: Observation }
  | { readonly kind: 'waiting'; readonly candidate: Candidate; readonly observation: Observation }
  | { readonly kind: 'refused'; readonly entry: RefusedEntry }
  | { readonly kind: 'gone'; readonly candidate: Candidate }

/** One look at a candidate; give it the observation of the look before. Reads the file once. */
export async function lookAt(
  candidate: Candidate,
  previous: Observation | null,
  clock: Clock,
  limits: IntakeLimits,
): Promise<Look> {
  const now = clock.now().getTime()
  const reading = await readFileOnce(candidate.path, limits.maxRequestBytes)
  if (reading.kind === 'gone') return { kind: 'gone', candidate }
  if (reading.kind === 'refused') return await refuse(candidate, refusalOf(reading.why), limits)
  if (reading.kind === 'changed') return waiting(candidate, observe(previous, reading, now, limits).observation)
  const hash = sha256(reading.bytes)
  const snapshot: Snapshot = {
    kind: 'read',
    size: reading.bytes.length,
    modifiedNs: reading.modifiedNs,
    sha256: hash,
    json: knownJson(previous, hash) ?? readsAsJson(reading.bytes),
  }
  const { verdict, observation } = observe(previous, snapshot, now, limits)
  if (verdict === 'waiting') return waiting(candidate, observation)
  return { kind: verdict, file: { candidate, bytes: reading.bytes, sha256: hash }, observation }
}

/**
 * For a one-shot run: looks at all, waits `settleMs` once, looks at all again, one file in memory at a time. Set
 * `patienceMs` to 0, so that what is not JSON by then is broken. Still `waiting`: it is being written, and is left to
 * the next pass.
 */
export async function* settleAll(
  candidates: readonly Candidate[],
  clock: Clock,
  limits: IntakeLimits,
  signal?: AbortSignal,
): AsyncGenerator<Look> {
  const first = new Map<Candidate, Look>()
  for (const candidate of candidates) {
    signal?.throwIfAborted()
    first.set(candidate, withoutBytes(await lookAt(candidate, null, clock, limits)))
  }
  if (candidates.length > 0) await pause(clock, limits.settleMs, signal)
  for (const [candidate, look] of first) {
    signal?.throwIfAborted()
    yield look.kind === 'gone' ? look : await lookAt(candidate, observationOf(look), clock, limits)
  }
}

function observationOf(look: Look): Observation | null {
  return look.kind === 'waiting' ? look.observation : null
}

/** A first look never needs to hold the bytes. */
function withoutBytes(look: Look): Look {
  return look.kind === 'complete' || look.kind === 'broken' ? waiting(look.file.candidate, look.observation) : look
}

/** A timer may ring a moment early by the clock; a clock that is set back ends the wait. */
async function pause(clock: Clock, milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  const start = clock.now().getTime()
  let left = milliseconds
  while (left > 0 && left <= milliseconds) {
    await clock.sleep(left, signal)
    left = start + milliseconds - clock.now().getTime()
  }
}

function waiting(candidate: Candidate, observation: Observation): Look {
  return { kind: 'waiting', candidate, observation }
}

async function refuse(candidate: Candidate, problem: RequestProblem, limits: IntakeLimits): Promise<Look> {
  const state = await inspectFile(candidate.path, limits.maxRequestBytes)
  return { kind: 'refused', entry: refusedEntry(candidate.path, problem, state) }
}

/** Reading JSON costs more than hashing: the same bytes are judged once. */
function knownJson(previous: Observation | null, hash: string): boolean | null {
  const snapshot = previous?.snapshot
  return snapshot?.kind === 'read' && snapshot.sha256 === hash ? snapshot.json : null
}

/** Limits that no further byte can mend count as JSON: waiting would not help. */
function readsAsJson(bytes: Uint8Array): boolean {
  const reading = readJson(bytes)
  return reading.ok || reading.problem.rule === 'too-deep' || reading.problem.rule === 'too-many-values'
}
