/** Waits until uploads are complete and hands their bytes on: exactly the bytes that were judged. */

import { sha256 } from '../../platform/crypto/hash.ts'
import { readFileOnce } from '../../platform/files/request-file.ts'
import type { Clock } from '../../platform/time/clock.ts'

import { observe, type Observation, type Patience, type Snapshot } from './completeness.ts'
import { refusedEntry, type Candidate, type RefusedEntry } from './listing.ts'
import { mayPass, refusalOf, type Refused } from './refusal.ts'

export interface IntakeLimits extends Patience {
  readonly maxRequestBytes: number
  /** Whether the bytes read as JSON, as far as that can be told. */
  readonly isJson: (bytes: Uint8Array) => Promise<boolean>
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
  | { readonly kind: 'refused'; readonly entry: RefusedEntry; readonly observation: Observation }
  | { readonly kind: 'gone'; readonly candidate: Candidate }

/** One look at a candidate; give it the observation of the look before. Reads the file once. */
export async function lookAt(
  candidate: Candidate,
  previous: Observation | null,
  clock: Clock,
  limits: IntakeLimits,
): Promise<Look> {
  const now = clock.elapsed()
  const reading = await readFileOnce(candidate.path, limits.maxRequestBytes)
  if (reading.kind === 'gone') return { kind: 'gone', candidate }
  if (reading.kind === 'refused') return refuse(candidate, previous, reading, { now, limits })
  if (reading.kind === 'changed') return waiting(candidate, observe(previous, reading, now, limits).observation)
  const hash = sha256(reading.bytes)
  const snapshot: Snapshot = {
    kind: 'read',
    size: reading.bytes.length,
    modifiedNs: reading.modifiedNs,
    changedNs: reading.changedNs,
    sha256: hash,
    json: knownJson(previous, hash) ?? (await limits.isJson(reading.bytes)),
  }
  const { verdict, observation } = observe(previous, snapshot, now, limits)
  if (verdict !== 'complete' && verdict !== 'broken') return waiting(candidate, observation)
  return { kind: verdict, file: { candidate, bytes: reading.bytes, sha256: hash }, observation }
}

function waiting(candidate: Candidate, observation: Observation): Look {
  return { kind: 'waiting', candidate, observation }
}

/** What can never become a request is refused at once; the rest may be an upload that is not over. */
function refuse(
  candidate: Candidate,
  previous: Observation | null,
  { why, status }: Refused,
  { now, limits }: { readonly now: number; readonly limits: IntakeLimits },
): Look {
  const entry = refusedEntry(candidate.path, refusalOf(why), { why, status })
  const snapshot: Snapshot = { kind: 'refused', fingerprint: entry.fingerprint }
  const { verdict, observation } = observe(previous, snapshot, now, limits)
  if (verdict === 'waiting' && mayPass(why)) return waiting(candidate, observation)
  return { kind: 'refused', entry, observation }
}

/** Reading JSON costs more than hashing: the same bytes are judged once. */
function knownJson(previous: Observation | null, hash: string): boolean | null {
  const snapshot = previous?.snapshot
  return snapshot?.kind === 'read' && snapshot.sha256 === hash ? snapshot.json : null
}
