/** A run that is being worked on, and what comes of its steps. */

import type { Unrecordable } from '../../domain/outcome.ts'
import type { RecordedBlob } from '../../domain/finding.ts'
import type { Subjects } from '../../domain/product.ts'
import type { ExportRow, ProductReport } from '../../domain/report.ts'
import type { ProductResult } from '../../stages/answering/outcomes.ts'
import type { Lease } from '../../records/journal/holding.ts'
import type { RunRecord } from '../../records/journal/runs.ts'
import type { TenantContext } from '../context.ts'
import type { Records } from './ledger.ts'
import type { RunGuard } from './guard/run-guard.ts'
import type { RunHolds } from './holds/run-holds.ts'

export interface RunWork {
  readonly context: TenantContext
  readonly lease: Lease
  /** Or why there are none: then nothing can be done. */
  readonly records: Records | string
  readonly record: RunRecord
  readonly subjects: Subjects
  /** Of theirs what the history cannot record: it is not searched for, and answered with the reason. */
  readonly unrecordable: readonly Unrecordable[]
  /** Who is held, once everything is searched. */
  readonly guard: RunGuard
  /** Who, and what, a legal hold keeps from being erased. */
  readonly holds: RunHolds
  readonly signal: AbortSignal
  /** Aborts when an operator has this run cancelled. */
  readonly cancelled: AbortSignal
}

/** How a product stands after this attempt. */
export interface StepResult {
  readonly report: ProductReport
  readonly result: ProductResult
  /** One person's values, for an archive. */
  readonly exportRows: (subjectKey: string) => AsyncIterable<ExportRow>
  /** The bytes of what is no text, as they stand in the product. */
  readonly read: (blob: RecordedBlob) => AsyncIterable<Uint8Array>
  /** When a product that was only postponed may go on, ISO 8601, UTC; null: at the next scheduled pass. */
  readonly dueAt: string | null
}
