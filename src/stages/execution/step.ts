/** What one product's part of a run needs, and what comes of it. */

import type { Finding, Owner, RecordCounts, RecordedFinding } from '../../domain/finding.ts'
import type { IdentifierKind } from '../../domain/identifier.ts'
import type { Deferred } from '../../domain/outcome.ts'
import type { ProductSession, RunContext, Subjects } from '../../domain/product.ts'
import type { ProductOutcome } from '../../domain/report.ts'
import type { Clock } from '../../platform/time/clock.ts'
import type { Log } from '../../platform/log/log.ts'
import type { Checkpoint } from '../../domain/checkpoint.ts'

/** Where this product's findings of this run are kept; what was appended is committed. */
export interface Ledger {
  /** Takes away what a search that did not finish has left. */
  readonly begin: () => Promise<void>
  readonly append: (findings: readonly Finding[]) => Promise<void>
  /** Appends what holds something and is not there yet; returns how many. */
  readonly appendUnseen: (findings: readonly Finding[]) => Promise<number>
  readonly recorded: () => AsyncIterable<RecordedFinding>
  readonly tally: () => Promise<LedgerTally>
}

export interface LedgerTally extends RecordCounts {
  readonly owners: readonly { readonly owner: Owner; readonly found: number }[]
}

/** `pending`: nothing is certain yet. `recorded`: the findings are complete in the ledger; erasing may have begun. */
export type StepPhase = 'pending' | 'recorded' | 'erased' | 'done'

export interface StepProgress {
  readonly phase: 'pending' | 'recorded' | 'erased'
  readonly evaluated: number
  readonly found: number
  readonly erased: number
}

export interface StepTask {
  readonly product: string
  readonly phase: StepPhase
  /** What the journal says that the ledger holds. */
  readonly noted: RecordCounts
  /** An earlier attempt was answered: what was recorded then may have changed, and more may have come. */
  readonly again: boolean
  readonly subjects: Subjects
  readonly run: RunContext
  readonly open: () => Promise<ProductSession>
  readonly ledger: Ledger
  /** Notes in the journal how far the step got. */
  readonly mark: (progress: StepProgress) => Promise<void>
  readonly checkpoint: Checkpoint
  /** End of the time in which nothing may be erased now; null when erasing may begin. */
  readonly quietUntil: () => Date | null
  readonly clock: Clock
  readonly log: Log
  /** Pauses before a retryable failure is tried again within the run, milliseconds; as many retries as entries. */
  readonly backoffMs: readonly number[]
}

export interface StepEnd {
  readonly outcome: ProductOutcome
  readonly evaluated: number
  readonly found: number
  readonly erased: number
  readonly left: number
  readonly deferred: readonly Deferred[]
  /** Null when done. Nothing personal. */
  readonly reason: string | null
  readonly warnings: readonly string[]
  /** Null when the product could not be opened. */
  readonly searchesBy: readonly IdentifierKind[] | null
  /** When a step that was postponed may go on, ISO 8601, UTC. */
  readonly dueAt?: string
}
