/** Names the rows of one product's part of a run, and who writes them. */

import type { Knex } from 'knex'

import type { Action } from '../../domain/request.ts'
import type { FindingTable, RecordColumn } from './finding-table.ts'

/** One product's part of a run. */
export interface RunPart {
  readonly runId: string
  /** Name of the product's entry. */
  readonly product: string
  readonly tenantKey: number
  readonly action: Action
  /** When the run began, UTC epoch seconds. */
  readonly createdTs: number
}

/** An attempt at the run, under a lease with this number. */
export interface Writer {
  readonly attempt: number
  readonly fence: number
  /** Digest of what the settings say of telling people apart; without it nobody knows. */
  readonly rules?: string
}

/** `finding`, `unevaluated` and `person`: what a search yields. The others are told once, and then hold for everybody. */
export type RecordEntry =
  | 'finding'
  | 'unevaluated'
  | 'person'
  | 'complete'
  | 'delivered'
  | 'effect'
  | 'erased'
  | 'over'
  | 'taken-up'
  | 'hold'
  | 'hold-over'

/** Stands in the place of a run where a hold is noted: it belongs to none, and no purge takes it. */
export const holdsRun = 'holds'

/** The WRITER of what can be told once alone: the table's key refuses whoever comes second. */
export const onceOnly = '*'

/** Narrows a query to the entries of this part. */
export function entriesOf(
  table: FindingTable,
  { runId, product }: Pick<RunPart, 'runId' | 'product'>,
  entry: RecordEntry,
): Readonly<Record<string, string>> {
  return { [table.name('RUN_ID')]: runId, [table.name('PRODUCT')]: product, [table.name('ENTRY')]: entry }
}

/** With these columns; without any, for whoever names his own. */
export function selectEntries(
  table: FindingTable,
  part: Pick<RunPart, 'runId' | 'product'>,
  entry: RecordEntry,
  ...columns: RecordColumn[]
): Knex.QueryBuilder {
  const entries = table.from(table.database.knex).where(entriesOf(table, part, entry))
  return columns.length === 0 ? entries : entries.select(table.select(...columns))
}
