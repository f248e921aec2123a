/** What a worker asks before it makes anything lasting: whether it still is the only one that works for its tenant. */

export interface Fence {
  /** Aborts as soon as the lease is known to be lost, with that failure as its reason; and when the work is to stop. */
  readonly signal: AbortSignal
  /**
   * Rejects with StepFailed `lease-lost` when another worker has taken over, and with what keeps it from finding out. The
   * last call in a transaction before its commit, so that one that begins after the loss changes nothing.
   */
  readonly holds: () => Promise<void>
}
