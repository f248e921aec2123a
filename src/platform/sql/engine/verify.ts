/**
 * Looks again after erasing, on paths of its own: the tables by the comparison that the search did not use, and the
 * recorded rows by key.
 */

import type { Owner, RecordedFinding, Target } from '../../../domain/finding.ts'
import type { Left } from '../../../domain/outcome.ts'
import { readAhead } from '../../streams/batches.ts'
import type { Row } from '../database.ts'
import { qualified, tableName } from '../keyed.ts'
import { anyOf } from './conditions/column-text.ts'
import { conditionsOn, type Comparison } from './conditions/condition.ts'
import { ofTenant, searched } from './predicate.ts'
import { presentRows, stillThere } from './present.ts'
import { bucketsOf, type Bucket, type TargetOf } from './recorded-rows.ts'
import { redactedValue, replacementsBy } from './redacted.ts'
import { mentionsIn } from './conditions/dates.ts'
import { selectTime } from './conditions/row-time.ts'
import { selectShortcode } from './conditions/shortcodes.ts'
import { ownersOfRow } from './ways/row-owners.ts'
import { isOfOtherKind, isUnassigned, selectRules } from './conditions/row-rules.ts'
import { isWholeRow } from './row-documents.ts'
import { requireTable, type ResolvedColumn, type ResolvedTable } from './resolved.ts'
import { longRead, type SearchRun } from './table-rows.ts'
import { textIn } from '../rows.ts'
import type { TableSearch } from './table-map.ts'

/** What is left of the needles in the searched columns. */
export async function leftInTables(run: SearchRun, searches: readonly TableSearch[]): Promise<readonly Left[]> {
  const counts = new LeftInTables()
  for (const search of searches) {
    const table = await requireTable(run.database, search.map)
    for (const column of table.columns.filter((one) => one.redact !== 'keep')) {
      await countColumn(run, table, column, { comparison: otherThanSearched(column), counts })
    }
  }
  return counts.all()
}

/** How recorded values were redacted, and where. */
export interface RedactedHow {
  readonly targetOf: TargetOf
  readonly pseudonymOf: (subjectKey: string) => string
}

/** Recorded rows that still hold the recorded value. */
export async function leftOfRecorded(
  run: SearchRun,
  findings: AsyncIterable<RecordedFinding>,
  { targetOf, pseudonymOf }: RedactedHow,
): Promise<readonly Left[]> {
  const counts = new LeftInTables()
  const replacementOf = replacementsBy(targetOf, pseudonymOf)
  for await (const bucket of readAhead(bucketsOf(findings, run.database.rowsPerTransaction, replacementOf))) {
    run.signal.throwIfAborted()
    const resolved = await targetOf(bucket.target)
    if (resolved.column.redact === 'keep') continue
    const there = await standingIn(run.database, bucket, resolved)
    for (const row of bucket.rows) if (there.has(row.locator)) counts.add(bucket.target, row.owners)
  }
  return counts.all()
}

/** Locators of the rows in which what was recorded still stands. */
async function standingIn(
  database: SearchRun['database'],
  bucket: Bucket,
  { table, column }: Awaited<ReturnType<TargetOf>>,
): Promise<ReadonlySet<string>> {
  const { dialect } = database
  if (isWholeRow(column)) {
    return database.run((knex) => presentRows(knex, dialect, { table, column, rows: bucket.rows }))
  }
  // Found once more after it had been redacted, a value is recorded that erasing leaves as it is.
  const replaced = redactedValue(column, bucket.replacement)
  const rows = bucket.rows.filter(({ value }) => value !== replaced)
  return database.run((knex) => stillThere(knex, dialect, { table, column, rows }, null))
}

/** The larger of two counts of the same target and owner: both paths may see the same row. */
export function mergeLeft(one: readonly Left[], other: readonly Left[]): readonly Left[] {
  const merged = new Map<string, Left>()
  for (const left of [...one, ...other]) {
    const name = nameOf(left.target, left.owner)
    const known = merged.get(name)
    if (known === undefined || known.rows < left.rows) merged.set(name, left)
  }
  return [...merged.values()]
}

interface Counting {
  readonly comparison: Comparison
  readonly counts: LeftInTables
}

async function countColumn(
  run: SearchRun,
  table: ResolvedTable,
  column: ResolvedColumn,
  { comparison, counts }: Counting,
): Promise<void> {
  const { database, needles } = run
  const { knex, dialect } = database
  const conditions = conditionsOn(database, column, needles, comparison)
  if (conditions.length === 0) return
  const query = knex
    .select(knex.raw('? as ??', [dialect.text(knex, qualified(searched, column.shape), column.shape), 'v']))
    .select([
      ...selectRules(knex, dialect, table),
      ...selectTime(knex, dialect, table, run.periods),
      ...selectShortcode(knex, dialect, table),
    ])
    .from({ [searched]: tableName(table.shape) })
    .where(ofTenant(database, table, searched))
    .where(anyOf(conditions)(knex))
  const rows: AsyncIterable<Row> = database.stream(query, { pageBy: searched, scan: true, ...longRead(run, table) })
  for await (const row of rows) {
    if (isOfOtherKind(row, table) || isUnassigned(row, table)) continue
    const found = mentionsIn(needles, textIn(row, 'v') ?? '', column)
    const target = { table: table.map.table, column: column.map.column }
    for (const needle of new Set(found.map((mention) => mention.needle))) {
      counts.add(target, ownersOfRow(run, { row, table }, needle.owners))
    }
  }
}

function otherThanSearched({ map }: ResolvedColumn): Comparison {
  return map.match === 'written' ? 'read' : 'again'
}

class LeftInTables {
  readonly #left = new Map<string, Left>()

  add(target: Target, owners: readonly Owner[]): void {
    for (const owner of owners) {
      const name = nameOf(target, owner)
      this.#left.set(name, { target, owner, rows: (this.#left.get(name)?.rows ?? 0) + 1 })
    }
  }

  all(): readonly Left[] {
    return [...this.#left.values()]
  }
}

function nameOf(target: Target, owner: Owner): string {
  return `${target.table}\n${target.column}\n${owner.subjectKey} ${owner.kind} ${owner.consumerId}`
}
