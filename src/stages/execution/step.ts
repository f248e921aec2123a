/** What one product's part of a run needs, and what comes of it. */

import type { Effect } from '../../domain/effect.ts'
import type {
  Evaluation,
  Owner,
  OwnerReach,
  OwnerTally,
  RecordCounts,
  RecordedFinding,
  Target,
} from '../../domain/finding.ts'
import type { HeldByHold } from '../../domain/hold.ts'
import type { Standing } from '../../domain/outcome.ts'
import type { ProductSession, RunContext, Subjects } from '../../domain/product.ts'
import type { Phase, ProductOutcome, StepState } from '../../domain/step.ts'
import type { Clock } from '../../platform/time/clock.ts'
import type { Waits } from '../../platform/time/waits.ts'
import type { Log } from '../../platform/log/log.ts'

/** Where this product's findings of this run are kept; what was appended is committed. */
export interface Ledger {
  /** Begins a search; what one that did not finish has left is ignored from then on. */
  readonly begin: () => Promise<void>
  readonly append: (evaluations: readonly Evaluation[]) => Promise<void>
  /** The search has come to its end. */
  readonly complete: () => Promise<void>
  /** Appends what holds something and is not there yet; returns how many. */
  readonly appendUnseen: (evaluations: readonly Evaluation[]) => Promise<number>
  /** Writes the rows of the history that are not written yet. */
  readonly deliver: () => Promise<void>
  /** With `search` what this one has added, from 1. */
  readonly recorded: (search?: number) => AsyncIterable<RecordedFinding>
  readonly tally: () => Promise<LedgerTally>
  /** What the latest whole erasing told, and what one that was cut off has told since. */
  readonly effects: () => Promise<readonly Effect[]>
  /** How much each identifier reaches. */
  readonly reach: () => Promise<readonly OwnerReach[]>
  /** Begins to tell anew what has become of everything recorded. */
  readonly beginErasing: () => void
  /** Committed when it resolves: a receipt lasts before anything follows it. */
  readonly noteEffects: (effects: readonly Effect[]) => Promise<void>
  readonly completeErasing: () => Promise<void>
}

export interface LedgerTally extends RecordCounts {
  /** Searches that came to their end: only what they yielded is there. */
  readonly searches: number
  readonly owners: readonly OwnerTally[]
  /** Of the latest search. */
  readonly unevaluated: readonly { readonly owner: Owner | null; readonly target: Target; readonly reason: string }[]
}

export interface StepProgress extends RecordCounts {
  readonly phase: Exclude<Phase, 'done'>
  readonly erased: number
}

/** Why an owner is held as a whole. */
export interface HeldWhole extends Omit<Standing, 'owner'> {
  /** By a legal hold. */
  readonly isHold?: true
}

export interface StepTask {
  readonly product: string
  readonly phase: Phase
  /** What the journal says that the ledger holds. */
  readonly noted: RecordCounts
  /** An earlier attempt was answered: what was recorded then may have changed, and more may have come. */
  readonly isLater: boolean
  readonly subjects: Subjects
  readonly run: RunContext
  /** The same one for all phases of the step; closed by its owner. */
  readonly session: () => Promise<ProductSession>
  readonly ledger: Ledger
  /** Why nothing of the owner is exported or erased now; null for whoever is not held. */
  readonly heldBy: (owner: Owner) => HeldWhole | null
  /** What somebody has approved, whoever is held, but for a legal hold: nothing else of theirs is erased. */
  readonly approved: (search: number) => ((owner: Owner) => boolean) | null
  /** Whether an earlier attempt has answered the owner for good: what was recorded then is not erased once more. */
  readonly isAnswered: (owner: Owner) => boolean
  /** Tells of rows that are not erased, whoever asks; to be called anew for every erasing. */
  readonly holdsOnRows: () => Promise<(finding: RecordedFinding) => HeldByHold | null>
  /** Notes in the journal how far the step got. */
  readonly mark: (progress: StepProgress) => Promise<void>
  readonly clock: Clock
  readonly waits?: Waits | undefined
  readonly log: Log
  /** Pauses before a retryable failure is tried again within the run, milliseconds; as many retries as entries. */
  readonly backoffMs: readonly number[]
}

/** How a step stands after an attempt. */
export interface StepEnd extends Omit<StepState, 'product' | 'phase'> {
  readonly outcome: ProductOutcome
  readonly standings: readonly Standing[]
  /** When a step that was postponed may go on, ISO 8601, UTC; null: at the next scheduled pass. */
  readonly dueAt: string | null
}

/** What is known of a step while it is worked on. */
export interface StepNotes {
  warnings: readonly string[]
  usualSpellings: StepState['usualSpellings']
  /** What keeps the product from erasing anything; null for nothing. */
  unfit: string | null
  searchesBy: StepState['searchesBy']
  /** Of the latest erasing. */
  effects: readonly Effect[]
  /** What is noted in the journal as recorded. */
  noted: RecordCounts & { readonly erased: number }
}
