/** Tells which findings of a later search are new: not yet recorded in this run, value included. */

import type { Finding } from '../../domain/finding.ts'
import type { HistoryRun } from './history-run.ts'
import type { HistoryTable } from './history-table.ts'
import { findingOf, ownerReader, selectOfRun } from './recorded.ts'
import { rowsOf } from './row.ts'

/** Engines limit the entries of an IN list; Oracle's 1,000 is the lowest. */
const locatorsPerQuery = 500

/** Findings without a value say that a target or a field is empty: nothing is to be erased there. */
export async function unseenFindings(
  table: HistoryTable,
  run: HistoryRun,
  findings: readonly Finding[],
): Promise<readonly Finding[]> {
  const located = findings.filter(({ locator, value }) => locator !== null && value !== null)
  const unseen = new Map(located.map((finding) => [keyOf(table, finding), finding]))
  const locators = [...new Set(located.flatMap(({ locator }) => (locator === null ? [] : [locator])))]
  const ownersOf = ownerReader(table, run)
  for (let from = 0; from < locators.length; from += locatorsPerQuery) {
    const some = locators.slice(from, from + locatorsPerQuery)
    const query = selectOfRun(table, run).whereIn(table.column('FACT_ID'), some)
    for (const row of rowsOf(await table.database.run(() => query))) {
      unseen.delete(keyOf(table, findingOf(row, ownersOf)))
    }
  }
  return [...unseen.values()]
}

function keyOf(table: HistoryTable, { owner, target, locator, value }: Finding): string {
  const whose = table.layout === 'full' ? [owner.subjectKey, owner.kind] : []
  return JSON.stringify([...whose, owner.consumerId, target.table, target.column, locator, value])
}
