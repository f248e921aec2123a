/** Redacts recorded findings by their keys, a transaction's worth at a time; never searches. */

import type { RecordedFinding, Target } from '../../../domain/finding.ts'
import type { Deferred, Erased } from '../../../domain/outcome.ts'
import type { Database } from '../database.ts'
import type { KeyedChange } from '../dialect.ts'
import { conflictingHold, stillThere } from './present.ts'
import { bucketsOf, jsonOf, type Bucket, type RecordedRow, type TargetOf } from './recorded-rows.ts'
import { redactedValue, replacementsBy } from './redacted.ts'
import type { ResolvedColumn, ResolvedTable } from './resolved.ts'

export interface EraseRun {
  readonly database: Database
  readonly targetOf: TargetOf
  readonly pseudonymOf: (subjectKey: string) => string
  readonly signal: AbortSignal
}

export async function eraseRecorded(
  run: EraseRun,
  findings: AsyncIterable<RecordedFinding>,
): Promise<readonly Erased[]> {
  const totals = new Map<string, { target: Target; erased: number; deferred: Deferred[]; retained: number }>()
  const replacementOf = replacementsBy(run.targetOf, run.pseudonymOf)
  for await (const bucket of bucketsOf(findings, run.database.rowsPerTransaction, replacementOf)) {
    run.signal.throwIfAborted()
    const name = `${bucket.target.table}\n${bucket.target.column}`
    const total = totals.get(name) ?? { target: bucket.target, erased: 0, deferred: [], retained: 0 }
    totals.set(name, total)
    const { table, column } = await run.targetOf(bucket.target)
    if (column.redact === 'keep') {
      total.retained += findingsIn(bucket.rows)
      continue
    }
    const held = await eraseBucket(run.database, bucket, table, column)
    total.erased += findingsIn(bucket.rows) - findingsIn(held)
    total.deferred.push(...deferredOf(held, table.hold?.reason ?? ''))
  }
  return [...totals.values()]
}

/** Changes the bucket's rows in one transaction; returns those that are held and were left alone. */
async function eraseBucket(
  database: Database,
  bucket: Bucket,
  table: ResolvedTable,
  column: ResolvedColumn,
): Promise<readonly RecordedRow[]> {
  const change: KeyedChange = {
    table: table.shape,
    keys: table.keys,
    column: column.shape,
    rows: jsonOf(bucket.rows),
    change: column.redact === 'delete' ? 'delete' : { set: redactedValue(column, bucket.replacement) },
    hold: table.hold === null ? null : { column: table.hold.shape, values: table.hold.values },
  }
  return database.transaction(async (trx) => {
    const lock = database.dialect.lockFirst?.(trx, change, database.lockTimeoutMs)
    if (lock !== undefined) await lock
    await database.dialect.change(trx, change)
    if (table.hold === null) return []
    const held = await stillThere(trx, database.dialect, { table, column, rows: bucket.rows }, conflictingHold(table))
    return bucket.rows.filter((row) => held.has(row.locator))
  })
}

/** Counted as they were found: a value that two identifiers led to is two findings. */
function findingsIn(rows: readonly RecordedRow[]): number {
  return rows.reduce((count, row) => count + row.owners.length, 0)
}

function deferredOf(rows: readonly RecordedRow[], reason: string): readonly Deferred[] {
  const byOwner = new Map<string, Deferred>()
  for (const owner of rows.flatMap((row) => row.owners)) {
    const name = `${owner.subjectKey} ${owner.kind} ${owner.consumerId}`
    byOwner.set(name, { owner, rows: (byOwner.get(name)?.rows ?? 0) + 1, reason })
  }
  return [...byOwner.values()]
}
