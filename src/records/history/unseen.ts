/** Tells which findings of a later search are new: not yet recorded in this run, value included. */

import { textOfContent, type Finding } from '../../domain/finding.ts'
import { turnAt, turnOf, type HistoryRun } from './history-run.ts'
import type { HistoryTable } from './history-table.ts'
import { findingOf, ownerReader, selectOfRun } from './recorded.ts'
import { integerOf, rowsOf } from './row.ts'

/** Engines limit the entries of an IN list; Oracle's 1,000 is the lowest. */
const locatorsPerQuery = 500

/** Findings without a value say that a target or a field is empty: nothing is to be erased there. */
export async function unseenFindings(
  table: HistoryTable,
  run: HistoryRun,
  findings: readonly Finding[],
): Promise<readonly Finding[]> {
  const located = findings.filter(({ locator, content }) => locator !== null && content !== null)
  const unseen = new Map(located.map((finding) => [keyOf(finding, whoseIs(table, run, finding)), finding]))
  const locators = [...new Set(located.flatMap(({ locator }) => (locator === null ? [] : [locator])))]
  const ownerOf = ownerReader(table, run)
  for (let from = 0; from < locators.length; from += locatorsPerQuery) {
    const some = locators.slice(from, from + locatorsPerQuery)
    const query = selectOfRun(table, run).whereIn(table.column('FACT_ID'), some)
    for (const row of rowsOf(await table.database.run(() => query))) {
      const finding = findingOf(row, ownerOf)
      const turn = turnAt(run, integerOf(row, 'CREATED_TS'))
      unseen.delete(keyOf(finding, table.layout === 'full' ? whoseIs(table, run, finding) : [turn]))
    }
  }
  return [...unseen.values()]
}

/** With the documented columns alone the turn: a row may be of somebody whose request file is gone. */
function whoseIs(table: HistoryTable, run: HistoryRun, { owner }: Finding): readonly (string | number)[] {
  return table.layout === 'full' ? [owner.subjectKey, owner.kind] : [turnOf(run, owner)]
}

function keyOf({ owner, target, locator, content }: Finding, whose: readonly (string | number)[]): string {
  return JSON.stringify([
    ...whose,
    owner.consumerId,
    target.table,
    target.column,
    locator,
    content === null ? null : textOfContent(content),
  ])
}
