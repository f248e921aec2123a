/** Decides when an upload is complete: unchanged for a while, and JSON. Pure; elapsed time comes in as `now`. */

/** What one look at a file gave; `changed` when it was written or replaced during the look. */
export type Snapshot =
  | {
      readonly kind: 'read'
      readonly size: number
      readonly modifiedNs: bigint
      readonly changedNs: bigint
      readonly sha256: string
      /** Reads as JSON as far as that can be told. */
      readonly json: boolean
    }
  | { readonly kind: 'changed' }
  /** It cannot be taken as it is now; the fingerprint changes with the entry. */
  | { readonly kind: 'refused'; readonly fingerprint: string }

/** What is remembered of a file from look to look. */
export interface Observation {
  readonly snapshot: Snapshot
  /** Milliseconds as `now` counts them; the file has been as in `snapshot` at least since then. */
  readonly since: number
}

export interface Patience {
  /** How long size, time and content must have been the same. */
  readonly settleMs: number
  /** How long a file that is not JSON must have been the same before it counts as broken. 0 in a one-shot run. */
  readonly patienceMs: number
}

/** How soon to look again at what was written during the look: only then its rest begins to count. */
const againMs = 100

export type Verdict = 'waiting' | 'complete' | 'broken' | 'refused'

/**
 * `complete`: stable for `settleMs` and JSON. `broken`: not JSON, and stable for `settleMs` and `patienceMs`: an
 * upload that stalls looks like that for a while too. `refused`: could not be taken for `settleMs`; an upload may end
 * with a second name, or with the right to read. Otherwise `waiting`.
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
  return previous.since
}

function sameSnapshot(a: Snapshot, b: Snapshot): boolean {
  if (a.kind === 'refused' && b.kind === 'refused') return a.fingerprint === b.fingerprint
  if (a.kind !== 'read' || b.kind !== 'read') return false
  return a.size === b.size && a.modifiedNs === b.modifiedNs && a.sha256 === b.sha256
}

function verdictOf({ snapshot, since }: Observation, now: number, patience: Patience): Verdict {
  if (snapshot.kind === 'changed' || now - since < restOf(snapshot, patience)) return 'waiting'
  if (snapshot.kind === 'refused') return 'refused'
  return snapshot.json ? 'complete' : 'broken'
}

function restOf(snapshot: Snapshot, { settleMs, patienceMs }: Patience): number {
  return snapshot.kind === 'read' && !snapshot.json ? Math.max(settleMs, patienceMs) : settleMs
}

/** When it is worth looking again at what is `waiting`, should no event tell before. */
export function lookAgainAt({ snapshot, since }: Observation, patience: Patience): number {
  return since + (snapshot.kind === 'changed' ? Math.min(patience.settleMs, againMs) : restOf(snapshot, patience))
}
