/** Redacts recorded findings by their keys, a transaction's worth at a time; never searches. */

import { EffectTally, erased, failed, gone, type Effect, type Fate } from '../../../domain/effect.ts'
import type { RecordedFinding, Target } from '../../../domain/finding.ts'
import type { IdentifierRules } from '../../match/identifier.ts'
import { readAhead } from '../../streams/batches.ts'
import type { Database } from '../database.ts'
import type { RowsToRedact } from './parts/erase-parts.ts'
import { eraseRows, unredacted, type FateOf } from './erase-rows.ts'
import { bucketsOf, type RecordedRow, type TargetOf } from './recorded-rows.ts'
import { replacementsBy } from './redacted.ts'
import { isWholeRow } from './row-documents.ts'
import { deletedRows, deleteRows, type Deleted } from './whole-rows.ts'

export interface EraseRun {
  readonly database: Database
  readonly targetOf: TargetOf
  readonly pseudonymOf: (subjectKey: string) => string
  readonly rules: Pick<IdentifierRules, 'country' | 'dialingPrefixes'>
  /** An earlier attempt may have begun: a row of ours that is gone was deleted by it. */
  readonly again: boolean
  readonly signal: AbortSignal
}

export const kept: Fate = { kind: 'retained', basis: 'kept as the settings say' }

/**
 * What a row refuses is the failure of those whose it is; StepFailed is thrown for what refuses every row. Effects are
 * told bucket by bucket, and at the end those of rows that hold something else than what was recorded.
 */
export async function* eraseRecorded(run: EraseRun, findings: AsyncIterable<RecordedFinding>): AsyncIterable<Effect> {
  const doubtful: RowsToRedact[] = []
  const deleted = deletedRows()
  const replacementOf = replacementsBy(run.targetOf, run.pseudonymOf)
  for await (const bucket of readAhead(bucketsOf(findings, run.database.rowsPerTransaction, replacementOf))) {
    run.signal.throwIfAborted()
    const resolved = await run.targetOf(bucket.target)
    const rows: RowsToRedact = { ...resolved, rows: bucket.rows, replacement: bucket.replacement }
    const { fateOf, unsure } = await eraseBucket(run, rows, deleted)
    if (unsure.length > 0) doubtful.push({ ...rows, rows: unsure })
    const sure = unsure.length === 0 ? bucket.rows : bucket.rows.filter((row) => !unsure.includes(row))
    yield* effectsOn(bucket.target, sure, fateOf)
  }
  for (const rows of doubtful) yield* await settleDoubtful(run.database, rows)
}

interface BucketOutcome {
  readonly fateOf: FateOf
  /** Rows that hold something else: perhaps what another bucket redacts them from. */
  readonly unsure: readonly RecordedRow[]
}

async function eraseBucket(run: EraseRun, rows: RowsToRedact, deleted: Deleted): Promise<BucketOutcome> {
  const { column, table } = rows
  if (isWholeRow(column)) return { fateOf: await deleteRows(run, rows, deleted), unsure: [] }
  if (column.redact === 'keep') return { fateOf: () => kept, unsure: [] }
  const fateOf = deleted.fateOf(table, run.again)
  // What stands in a row that was to be deleted goes with it, or stays with it.
  const others = rows.rows.filter((row) => !deleted.has(table, row))
  if (column.redact !== 'delete' && others.length === rows.rows.length) return eraseRows(run, rows)
  // A row that only mentions somebody in a text is another's, and stays.
  const own = new Set(column.redact !== 'delete' || column.map.kind === 'text' ? others : [])
  if (own.size === 0) return { fateOf, unsure: [] }
  const redact = column.redact === 'delete' ? 'mask' : column.redact
  const redacted = await eraseRows(run, { ...rows, column: { ...column, redact }, rows: [...own] })
  return { fateOf: (row) => (own.has(row) ? redacted : { fateOf }).fateOf(row), unsure: redacted.unsure }
}

/** A row that was recorded twice, with two values, is in order when it was redacted from one of them. */
async function settleDoubtful(database: Database, rows: RowsToRedact): Promise<readonly Effect[]> {
  const left = await database.run((knex) => unredacted(knex, database, rows, null))
  const { table, column } = rows
  const target = { table: table.map.table, column: column.map.column }
  // Where the column itself was matched, verification searches it again; what only came with its row nothing else sees.
  const other = column.map.comesWithRow ? failed(changedSentence(target)) : gone
  return effectsOn(target, rows.rows, (row) => (left.has(row.locator) ? other : erased))
}

function changedSentence({ table, column }: Target): string {
  return `a value in \`${table}.${column}\` is not as it was recorded and was left alone; it is searched again at the next pass`
}

/** Counted as they were found: a value that two identifiers led to is two findings. */
export function effectsOn(target: Target, rows: readonly RecordedRow[], fateOf: FateOf): readonly Effect[] {
  const tally = new EffectTally()
  for (const row of rows) {
    const fate = fateOf(row)
    for (const owner of row.owners) tally.add(owner, target, fate)
  }
  return tally.take()
}
