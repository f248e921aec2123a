/** Findings gathered by column, so that one statement serves up to a transaction's worth of rows. */

import { textOfContent, type FoundValue, type Owner, type Target } from '../../../domain/finding.ts'
import { keysOf } from './locator.ts'
import type { ResolvedColumn, ResolvedTable } from './resolved.ts'
import { wholeRow } from './row-documents.ts'

/** Finds the resolved table and column of a recorded target; rejects when the table is gone. */
export type TargetOf = (target: Target) => Promise<{ readonly table: ResolvedTable; readonly column: ResolvedColumn }>

export interface RecordedRow {
  readonly locator: string
  readonly value: string
  readonly owners: readonly Owner[]
}

/** Rows of one column, each row once. `replacement` tells apart rows of one column that are redacted differently. */
export interface Bucket {
  readonly target: Target
  readonly replacement: string | null
  readonly rows: readonly RecordedRow[]
}

interface Filling {
  readonly bucket: Omit<Bucket, 'rows'>
  readonly rows: Map<string, RecordedRow>
}

/** Buckets of at most `size` rows, as they fill up, and the rest at the end; rows of a bucket stand in key order. */
export async function* bucketsOf(
  findings: AsyncIterable<FoundValue>,
  size: number,
  replacementOf: (finding: FoundValue) => Promise<string | null>,
): AsyncIterable<Bucket> {
  const open = new Map<string, Filling>()
  for await (const finding of findings) {
    const replacement = await replacementOf(finding)
    const name = nameIn(open, `${finding.target.table}\n${finding.target.column}\n${replacement ?? ''}`, finding)
    const filling: Filling = open.get(name) ?? { bucket: { target: finding.target, replacement }, rows: new Map() }
    open.set(name, filling)
    const known = filling.rows.get(finding.locator)
    filling.rows.set(finding.locator, {
      locator: finding.locator,
      value: textOfContent(finding.content),
      owners: [...(known?.owners ?? []), finding.owner],
    })
    if (filling.rows.size < size) continue
    const due = [...open].filter(([one, { bucket }]) => one === name || isWholeRowOf(bucket.target, finding.target))
    for (const [one] of due) open.delete(one)
    yield* inTurn(due.map(([, full]) => full))
  }
  yield* inTurn([...open.values()])
}

function isWholeRowOf(target: Target, { table }: Target): boolean {
  return target.column === wholeRow && target.table === table
}

/** Rows as a whole come first, whatever was found first: what became of them decides about their columns. */
function* inTurn(fillings: readonly Filling[]): Iterable<Bucket> {
  const isWhole = ({ bucket }: Filling): boolean => bucket.target.column === wholeRow
  for (const { bucket, rows } of [...fillings.filter(isWhole), ...fillings.filter((one) => !isWhole(one))]) {
    yield { ...bucket, rows: inKeyOrder(rows.values()) }
  }
}

/** A row that was found again with another value waits in a bucket of its own: which of the two stands there is not known. */
function nameIn(open: ReadonlyMap<string, Filling>, name: string, { locator, content }: FoundValue): string {
  const value = textOfContent(content)
  for (let n = 0; ; n += 1) {
    const numbered = `${name}\n${n}`
    const known = open.get(numbered)?.rows.get(locator)
    if (known === undefined || known.value === value) return numbered
  }
}

/** The rows as the one JSON parameter of a statement: `[{ k0, k1, …, v }, …]`. */
export function jsonOf(rows: readonly RecordedRow[]): string {
  return JSON.stringify(
    rows.map((row) => {
      const keys = keysOf(row.locator).map((key, i): readonly [string, string] => [`k${i}`, key])
      return Object.fromEntries<string>([...keys, ['v', row.value]])
    }),
  )
}

/** The same for rows as a whole: no column holds what was recorded, so the key stands for the value as well. */
export function jsonOfKeys(rows: readonly RecordedRow[]): string {
  return jsonOf(rows.map((row) => ({ ...row, value: keysOf(row.locator)[0] ?? '' })))
}

/** Every transaction takes its locks in the same order, so that two of them do not wait for each other. */
function inKeyOrder(rows: Iterable<RecordedRow>): readonly RecordedRow[] {
  return [...rows].sort((a, b) => a.locator.length - b.locator.length || (a.locator < b.locator ? -1 : 1))
}
