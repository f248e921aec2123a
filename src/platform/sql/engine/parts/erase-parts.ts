/** Redacts what is a person's within texts that name others too, and leaves the rest as it is. */

import type { Knex } from 'knex'

import type { Fate } from '../../../../domain/effect.ts'
import type { IdentifierRules } from '../../../match/identifier.ts'
import type { Database } from '../../database.ts'
import type { KeyedChange } from '../../dialect.ts'
import { changedRows } from '../../rows.ts'
import { isPartlyRedacted, withoutPartsOf } from './parts.ts'
import { valuesNow, type Recorded } from '../present.ts'
import { jsonOf, type RecordedRow } from '../recorded-rows.ts'
import { redactedValue, tokenOf } from '../redacted.ts'

export interface EraseRowsRun {
  readonly database: Database
  readonly rules: Pick<IdentifierRules, 'country' | 'dialingPrefixes'>
}

/** Recorded rows of one column that are redacted alike. */
export interface RowsToRedact extends Recorded {
  readonly replacement: string | null
}

export interface Redacted {
  /** Of rows that are not erased. */
  readonly fates: ReadonlyMap<RecordedRow, Fate>
  /** They hold something else than what was recorded. */
  readonly unsure: readonly RecordedRow[]
}

interface RowRewriting {
  readonly row: RecordedRow
  readonly present: string
  readonly text: string | null
}

/** Of the rows that hold more than what was recorded, or the rest of it; those that nothing is left of are erased. */
export async function redactParts(
  trx: Knex,
  run: EraseRowsRun,
  { rows, left, change }: { readonly rows: RowsToRedact; readonly left: Redacted; readonly change: KeyedChange },
): Promise<Redacted> {
  const unsure: RecordedRow[] = []
  const byText = new Map<string | null, RowRewriting[]>()
  for (const one of await rewritings(trx, run, { ...rows, rows: left.unsure })) {
    if (one.kind === 'other') unsure.push(one.row)
    else if (one.kind === 'rewrite') byText.set(one.text, [...(byText.get(one.text) ?? []), one])
  }
  for (const [text, some] of byText) {
    const present = jsonOf(some.map(({ row, present: value }) => ({ ...row, value })))
    const changed = changedRows(
      await run.database.dialect.change(trx, { ...change, rows: present, change: { set: text } }),
    )
    if (changed !== some.length) unsure.push(...some.map(({ row }) => row))
  }
  return { fates: left.fates, unsure }
}

type RowVerdict =
  | ({ readonly kind: 'rewrite' } & RowRewriting)
  /** Nothing of the person stands there any more. */
  | { readonly kind: 'done' }
  /** Something that nobody recorded. */
  | { readonly kind: 'other'; readonly row: RecordedRow }

async function rewritings(
  trx: Knex,
  { database, rules }: EraseRowsRun,
  rows: RowsToRedact,
): Promise<readonly RowVerdict[]> {
  const { column, replacement } = rows
  const now = await valuesNow(trx, database.dialect, rows, null)
  const values = new Map(now.map(({ locator, value }) => [locator, value]))
  const withoutParts = withoutPartsOf(
    rows.rows.flatMap(({ owners }) => owners),
    column,
    rules,
  )
  const token = tokenOf(column, replacement)
  return rows.rows.map((row): RowVerdict => {
    const present = values.get(row.locator) ?? null
    if (present === null) return { kind: 'done' }
    // All of the text was recorded, and somebody else's part of it has gone before.
    if (isPartlyRedacted(present, row.value, token))
      return { kind: 'rewrite', row, present, text: redactedValue(column, replacement) }
    const text = withoutParts(present, row.owners, token)
    if (text !== null) return { kind: 'rewrite', row, present, text }
    return present.includes(token) ? { kind: 'done' } : { kind: 'other', row }
  })
}
