/** Decides when an upload is complete: unchanged for a while, and JSON. Pure; the clock comes in as `now`. */

/** What one look at a file gave; `changed` when it was written or replaced during the look. */
export type Snapshot =
  | {
      readonly kind: 'read'
      readonly size: number
      readonly modifiedNs: bigint
      readonly sha256: string
      /** Reads as JSON as far as that can be told. */
      readonly json: boolean
    }
  | { readonly kind: 'changed' }

/** What is remembered of a file from look to look. */
export interface Observation {
  readonly snapshot: Snapshot
  /** Milliseconds since the epoch; the file has been as in `snapshot` at least since then. */
  readonly since: number
}

export interface Patience {
  /** How long size, time and content must have been the same. */
  readonly settleMs: number
  /** How long a file that is not JSON must have been the same before it counts as broken. 0 in a one-shot run. */
  readonly patienceMs: number
}

export type Verdict = 'waiting' | 'complete' | 'broken'

/**
 * `complete`: stable for `settleMs` and JSON. `broken`: not JSON, and stable for `settleMs` and `patienceMs`: an
 * upload that stalls looks like that for a while too. Otherwise `waiting`.
 */
export function observe(
  previous: Observation | null,
  snapshot: Snapshot,
  now: number,
  patience: Patience,
): { readonly verdict: Verdict; readonly observation: Observation } {
  const observation = { snapshot, since: stableSince(previous, snapshot, now) }
  return { verdict: verdictOf(observation, now, patience), observation }
}

function stableSince(previous: Observation | null, snapshot: Snapshot, now: number): number {
  if (previous === null || !sameSnapshot(previous.snapshot, snapshot)) return now
  // The clock was set back: the time before it cannot be counted.
  return Math.min(previous.since, now)
}

function sameSnapshot(a: Snapshot, b: Snapshot): boolean {
  if (a.kind === 'changed' || b.kind === 'changed') return false
  return a.size === b.size && a.modifiedNs === b.modifiedNs && a.sha256 === b.sha256
}

function verdictOf({ snapshot, since }: Observation, now: number, patience: Patience): Verdict {
  if (snapshot.kind === 'changed') return 'waiting'
  const stableMs = now - since
  if (stableMs < patience.settleMs) return 'waiting'
  if (snapshot.json) return 'complete'
  return stableMs < patience.patienceMs ? 'waiting' : 'broken'
}
