/** What a run reports of itself: into the execution log, onto the terminal, as counts only. */

import type { DeclaredReport } from './disposition.ts'
import type { RecordedBlob } from './finding.ts'
import type { Action } from './request.ts'
import type { ProductOutcome, StepState } from './step.ts'

export interface ProductReport extends Omit<StepState, 'phase' | 'searchesBy'> {
  readonly outcome: ProductOutcome
}

/** One attempt of a run, after it ended. */
export interface AttemptReport {
  /** From 1. */
  readonly attempt: number
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly finishedAt: string
  readonly products: readonly Omit<ProductReport, 'evaluated' | 'warnings' | 'usualSpellings'>[]
}

/** How a run ends that is not done: an operator's word, or too many days without success. */
export type RunEnding = 'cancelled' | 'given-up'

export interface RunReport {
  readonly id: string
  readonly tenant: string
  readonly action: Action
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly finishedAt: string
  /** From 1; a file whose product failed or was deferred is attempted again. */
  readonly attempt: number
  readonly products: readonly ProductReport[]
  /** Systems that are not searched. */
  readonly declared: readonly DeclaredReport[]
  /** Systems of which nothing is said: they are neither searched nor declared. */
  readonly notAnsweredFor?: readonly string[]
  /** By identifier, as submitted: rows of it that others wrote into the history. */
  readonly rowsOfOthers?: ReadonlyMap<string, number> | undefined
  /** Every attempt that ended, this one last. */
  readonly attempts: readonly AttemptReport[]
  /** CREATED_TS of its rows in the history: when it began. */
  readonly createdTs: number
  /** Null when it is done or will be tried again. */
  readonly ended: RunEnding | null
}

/** One value for the archive of an export, in the order subject, product, table, column. */
export interface ExportRow {
  readonly subjectKey: string
  readonly product: string
  readonly table: string
  readonly column: string
  readonly locator: string
  /** Null when the fact's field is empty. */
  readonly value: string | null
  /** The identifier, as submitted, that led to it. */
  readonly consumerId: string
  /** Only of what is no text: its bytes are an entry of their own, and the value says which. */
  readonly blob?: RecordedBlob
}

/** What fills an archive. */
export interface ArchiveSource {
  /** From the start whenever they are asked for. */
  readonly rows: () => AsyncIterable<ExportRow>
  /** The bytes of a row's blob, as they stand in its product now. */
  readonly read: (product: string, blob: RecordedBlob) => AsyncIterable<Uint8Array>
}

/** Bytes that could not be had as they were recorded: the archive lacks them, and says so. */
export interface UnreadBlob {
  readonly product: string
  readonly blob: RecordedBlob
  /** The rule and the next step; nothing personal. */
  readonly reason: string
}
