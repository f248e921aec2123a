/** Redacts the recorded rows of one column in short transactions; what one row refuses does not keep the others from it. */

import type { Knex } from 'knex'

import { StepFailed, type StepFailureCode } from '../../../domain/errors.ts'
import { erased, failed, gone, held, type Fate } from '../../../domain/effect.ts'
import type { Database } from '../database.ts'
import type { KeyedChange } from '../dialect.ts'
import { namingPlace } from '../failure.ts'
import { changedRows } from '../rows.ts'
import { redactParts, type EraseRowsRun, type Redacted, type RowsToRedact } from './parts/erase-parts.ts'
import { isShared } from './parts/parts.ts'
import { conflictingHold, valuesNow, type Recorded } from './present.ts'
import { jsonOf, type RecordedRow } from './recorded-rows.ts'
import { isRedacted, redactedValue } from './redacted.ts'
import { refuseAmbiguous } from './unique-key.ts'

export type FateOf = (row: RecordedRow) => Fate

interface RowsOutcome {
  readonly fateOf: FateOf
  /** They hold something else than what was recorded. */
  readonly unsure: readonly RecordedRow[]
}

/** A transaction that fails is halved, so that a refusing row fails alone; more often than this nobody waits for it. */
const mostHalvings = 200

export async function eraseRows(run: EraseRowsRun, rows: RowsToRedact): Promise<RowsOutcome> {
  const { database } = run
  const fates = new Map<RecordedRow, Fate>()
  const unsure: RecordedRow[] = []
  await eachAlone(
    rows.rows,
    async (some) => {
      const outcome = await namingPlace(placeOf(rows), () =>
        database.transaction((trx) => redact(trx, run, { ...rows, rows: some })),
      )
      for (const [row, fate] of outcome.fates) fates.set(row, fate)
      unsure.push(...outcome.unsure)
    },
    (row, reason) => fates.set(row, failed(reason)),
  )
  return { fateOf: (row) => fates.get(row) ?? erased, unsure }
}

/** For sentences. */
export function placeOf({ table, column }: Recorded): string {
  return `${table.map.table}.${column.map.column}`
}

/** Works on all rows at once and, where a row refuses, on ever fewer of them. */
export async function eachAlone(
  rows: readonly RecordedRow[],
  work: (rows: readonly RecordedRow[]) => Promise<void>,
  refused: (row: RecordedRow, reason: string) => void,
): Promise<void> {
  const pending = [rows]
  let halvings = 0
  for (let some = pending.pop(); some !== undefined; some = pending.pop()) {
    const reason = await refusalOf(work, some)
    if (reason !== null && some.length > 1 && halvings < mostHalvings) {
      halvings += 1
      pending.push(some.slice(some.length / 2), some.slice(0, some.length / 2))
    } else if (reason !== null) for (const row of some) refused(row, reason)
  }
}

/** Null when it was done. */
async function refusalOf<T>(work: (some: T) => Promise<void>, some: T): Promise<string | null> {
  try {
    await work(some)
    return null
  } catch (error) {
    if (isRefusal(error)) return error.message
    throw error
  }
}

/** What concerns the statement and its rows, and neither the connection nor a right. */
function isRefusal(error: unknown): error is StepFailed {
  return error instanceof StepFailed && !error.retryable && ofRows.includes(error.code)
}

const ofRows: readonly StepFailureCode[] = ['statement', 'no-key', 'cannot-redact']

const allErased: Redacted = { fates: new Map(), unsure: [] }

/** Changes the rows; asks what stands in them only where fewer changed than should. */
async function redact(trx: Knex, run: EraseRowsRun, rows: RowsToRedact): Promise<Redacted> {
  const { table, column } = rows
  const { database } = run
  const change: KeyedChange = {
    table: table.shape,
    keys: table.keys,
    column: column.shape,
    rows: jsonOf(rows.rows),
    change: { set: redactedValue(column, rows.replacement) },
    hold: table.hold === null ? null : { column: table.hold.shape, values: table.hold.values },
  }
  const lock = database.dialect.lockFirst?.(trx, change, database.lockTimeoutMs)
  if (lock !== undefined) await lock
  await refuseAmbiguous(trx, database, rows)
  const changed = changedRows(await database.dialect.change(trx, change))
  await refuseAmbiguous(trx, database, rows)
  if (changed === rows.rows.length) return allErased
  const left = await standing(trx, database, rows)
  return left.unsure.length > 0 && isShared(column) ? await redactParts(trx, run, { rows, left, change }) : left
}

/** What became of each row: redacted, held, gone, or something else. */
async function standing(trx: Knex, database: Database, rows: RowsToRedact): Promise<Redacted> {
  const { table, column } = rows
  const now = await valuesNow(trx, database.dialect, rows, null)
  const values = new Map(now.map(({ locator, value }) => [locator, value]))
  const hold = conflictingHold(database.dialect, table)
  const holding = hold === null ? new Set<string>() : await unredacted(trx, database, rows, hold)
  const fates = new Map<RecordedRow, Fate>()
  const unsure: RecordedRow[] = []
  for (const row of rows.rows) {
    const value = values.get(row.locator)
    if (value === undefined) fates.set(row, gone)
    else if (holding.has(row.locator)) fates.set(row, held(table.hold?.reason ?? ''))
    else if (!isRedacted(column, value)) unsure.push(row)
  }
  return { fates, unsure }
}

/** Locators of the rows whose column holds something that is not redacted. */
export async function unredacted(
  knex: Knex,
  database: Database,
  recorded: Recorded,
  also: ((knex: Knex) => Knex.Raw) | null,
): Promise<ReadonlySet<string>> {
  const now = await valuesNow(knex, database.dialect, recorded, also)
  return new Set(now.filter(({ value }) => !isRedacted(recorded.column, value)).map(({ locator }) => locator))
}
