/** Redacts recorded findings by their keys, a transaction's worth at a time; never searches. */

import type { Knex } from 'knex'

import { afterErasing, StepFailed } from '../../../domain/errors.ts'
import type { RecordedFinding, Target } from '../../../domain/finding.ts'
import type { Deferred, Erased } from '../../../domain/outcome.ts'
import type { Database } from '../database.ts'
import type { KeyedChange } from '../dialect.ts'
import { namingPlace } from '../failure.ts'
import { conflictingHold, valuesNow, type Recorded } from './present.ts'
import { bucketsOf, jsonOf, type Bucket, type RecordedRow, type TargetOf } from './recorded-rows.ts'
import { isRedacted, redactedValue, replacementsBy } from './redacted.ts'
import type { ResolvedColumn, ResolvedTable } from './resolved.ts'
import { refuseAmbiguous } from './unique-key.ts'

export interface EraseRun {
  readonly database: Database
  readonly targetOf: TargetOf
  readonly pseudonymOf: (subjectKey: string) => string
  readonly signal: AbortSignal
}

interface Total {
  readonly target: Target
  erased: number
  readonly deferred: Deferred[]
  retained: number
}

/**
 * Throws StepFailed `changed` when a value that only came with its row is neither the recorded one nor redacted: no
 * search by the person's identifiers would ever see it. A StepFailed tells how much was erased before it.
 */
export async function eraseRecorded(
  run: EraseRun,
  findings: AsyncIterable<RecordedFinding>,
): Promise<readonly Erased[]> {
  const totals = new Map<string, Total>()
  try {
    const doubtful = await eraseBuckets(run, findings, totals)
    await refuseChanged(run.database, doubtful, totals)
  } catch (error) {
    throw afterErasing(error, sumOf(totals))
  }
  return [...totals.values()]
}

/** Returns what may not be as it was recorded; it counts as erased until `refuseChanged` has seen it. */
async function eraseBuckets(
  run: EraseRun,
  findings: AsyncIterable<RecordedFinding>,
  totals: Map<string, Total>,
): Promise<readonly Recorded[]> {
  const replacementOf = replacementsBy(run.targetOf, run.pseudonymOf)
  const doubtful: Recorded[] = []
  for await (const bucket of bucketsOf(findings, run.database.rowsPerTransaction, replacementOf)) {
    run.signal.throwIfAborted()
    const total = totalOf(totals, bucket.target)
    const { table, column } = await run.targetOf(bucket.target)
    if (column.redact === 'keep') {
      total.retained += findingsIn(bucket.rows)
      continue
    }
    const place = `${table.map.table}.${column.map.column}`
    const { held, changed } = await namingPlace(place, () => eraseBucket(run.database, bucket, table, column))
    total.erased += findingsIn(bucket.rows) - findingsIn(held)
    total.deferred.push(...deferredOf(held, table.hold?.reason ?? ''))
    if (changed.length > 0) doubtful.push({ table, column, rows: changed })
  }
  return doubtful
}

function totalOf(totals: Map<string, Total>, target: Target): Total {
  const name = `${target.table}\n${target.column}`
  const total = totals.get(name) ?? { target, erased: 0, deferred: [], retained: 0 }
  totals.set(name, total)
  return total
}

function sumOf(totals: ReadonlyMap<string, Total>): number {
  return [...totals.values()].reduce((sum, { erased }) => sum + erased, 0)
}

interface Left {
  /** May not be touched now. */
  readonly held: readonly RecordedRow[]
  /** Hold something else than what was recorded, or what no statement of ours changes. */
  readonly changed: readonly RecordedRow[]
}

/** Changes the bucket's rows in one transaction; returns those that were left alone. */
async function eraseBucket(
  database: Database,
  bucket: Bucket,
  table: ResolvedTable,
  column: ResolvedColumn,
): Promise<Left> {
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
    const recorded = { table, column, rows: bucket.rows }
    await refuseAmbiguous(trx, database, recorded)
    await database.dialect.change(trx, change)
    const hold = conflictingHold(database.dialect, table)
    const held = hold === null ? new Set<string>() : await unredacted(trx, database, recorded, hold)
    // Where the column itself was matched, verification searches it again.
    const there = column.map.comesWithRow ? await unredacted(trx, database, recorded, null) : held
    return {
      held: bucket.rows.filter((row) => held.has(row.locator)),
      changed: bucket.rows.filter((row) => there.has(row.locator) && !held.has(row.locator)),
    }
  })
}

/** Locators of the rows whose column holds something that is not redacted. */
async function unredacted(
  knex: Knex,
  database: Database,
  recorded: Recorded,
  also: ((knex: Knex) => Knex.Raw) | null,
): Promise<ReadonlySet<string>> {
  const now = await valuesNow(knex, database.dialect, recorded, also)
  return new Set(now.filter(({ value }) => !isRedacted(recorded.column, value)).map(({ locator }) => locator))
}

/** A row that was recorded twice, with two values, is in order when it was redacted from one of them. */
async function refuseChanged(
  database: Database,
  doubtful: readonly Recorded[],
  totals: Map<string, Total>,
): Promise<void> {
  const counts = new Map<string, number>()
  for (const recorded of doubtful) {
    const target = { table: recorded.table.map.table, column: recorded.column.map.column }
    const place = `${target.table}.${target.column}`
    const left = await database.run((knex) => unredacted(knex, database, recorded, null))
    if (left.size === 0) continue
    counts.set(place, (counts.get(place) ?? 0) + left.size)
    totalOf(totals, target).erased -= findingsIn(recorded.rows.filter((row) => left.has(row.locator)))
  }
  if (counts.size === 0) return
  const places = [...counts].map(([place, rows]) => `${rows} in \`${place}\``).join(', ')
  throw new StepFailed(
    'changed',
    `values are not as they were recorded and were left alone: ${places}; they are searched again at the next pass`,
    { retryable: false },
  )
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
