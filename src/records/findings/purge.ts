/** Takes the rows of runs out of the record when their time is over. */

import type { HistoryLine } from '../../domain/history-line.ts'
import type { Row } from '../../platform/sql/database.ts'
import type { FindingTable, RecordColumn } from './finding-table.ts'
import { integerOf, read, readAny, textOf } from './record-rows.ts'
import { deliveredUpTo, completeSearches, rowsOfSearch } from './searches.ts'
import { holdsRun, selectEntries } from './run-part.ts'

/** A run that has rows. */
export interface RunInRecord {
  readonly runId: string
  readonly tenantKey: number
  readonly forget: 0 | 1
  /** UTC epoch seconds. */
  readonly createdTs: number
}

/** One after the other, by the table's own order: it is never read as a whole. What is noted of holds is no run. */
export async function* runsInRecord(table: FindingTable): AsyncIterable<RunInRecord> {
  for (let after = ''; ;) {
    const next = table.from(table.database.knex).min({ RUN_ID: table.name('RUN_ID') })
    const [found] = await read(table, next.where(table.name('RUN_ID'), '>', after))
    const runId = found === undefined ? null : textOf(found, 'RUN_ID')
    // Without a further one, whatever the server makes of the comparison.
    if (runId === null || runId === after) return
    after = runId
    if (runId === holdsRun) continue
    const about = table.from(table.database.knex).where(table.name('RUN_ID'), runId)
    const row = await readAny(table, about.select(table.select('TENANT_KEY', 'FORGET', 'CREATED_TS')))
    if (row === null) continue
    yield {
      runId,
      tenantKey: integerOf(row, 'TENANT_KEY'),
      forget: integerOf(row, 'FORGET') === 1 ? 1 : 0,
      createdTs: integerOf(row, 'CREATED_TS'),
    }
  }
}

const grouped = ['PRODUCT', 'ENTRY', 'SEARCH', 'WRITER'] as const satisfies readonly RecordColumn[]

/** Returns how many rows went. Cut off, the rest passes for a search that did not come to its end. */
export async function purgeRun(table: FindingTable, runId: string): Promise<number> {
  const all = table
    .from(table.database.knex)
    .where(table.name('RUN_ID'), runId)
    .select(table.select(...grouped))
  all
    .max({ LAST: table.name('SEQ_NO') })
    .count({ N: '*' })
    .groupBy(grouped.map(table.name))
  const groups = [...(await read(table, all))].sort((a, b) => Number(isEnd(b)) - Number(isEnd(a)))
  for (const group of groups) await purgeGroup(table, runId, group)
  return groups.reduce((sum, group) => sum + integerOf(group, 'N'), 0)
}

function isEnd(group: Row): boolean {
  return textOf(group, 'ENTRY') === 'complete'
}

async function purgeGroup(table: FindingTable, runId: string, group: Row): Promise<void> {
  const { rowsPerTransaction } = table.database
  const entry = Object.fromEntries(grouped.map((column) => [table.name(column), group[column]]))
  const last = integerOf(group, 'LAST')
  for (let from = -1; from < last; from += rowsPerTransaction) {
    await table.database.transaction(async (trx) => {
      const some = table.from(trx).where(table.name('RUN_ID'), runId).where(entry)
      await some
        .where(table.name('SEQ_NO'), '>', from)
        .where(table.name('SEQ_NO'), '<=', from + rowsPerTransaction)
        .delete()
    })
  }
}

const shownColumns = [
  'CONSUMER_ID',
  'TABLE_NAME',
  'COLUMN_NAME',
  'FACT_ID',
  'CONTENT',
  'HISTORY_TABLE',
  'HISTORY_COLUMN',
  'HISTORY_FACT',
  'HISTORY_VALUE',
] as const satisfies readonly RecordColumn[]

const rowsPerPage = 1000

/** Everything of the run that was delivered to the history, a page at a time. */
export async function* linesInHistory(table: FindingTable, run: RunInRecord): AsyncIterable<readonly HistoryLine[]> {
  const products = table.from(table.database.knex).distinct(table.select('PRODUCT'))
  for (const row of await read(table, products.where(table.name('RUN_ID'), run.runId))) {
    const part = { runId: run.runId, product: textOf(row, 'PRODUCT') ?? '' }
    const delivered = await deliveredUpTo(table, part)
    for (const search of await completeSearches(table, part)) {
      const last = delivered.get(search.search) ?? 0
      for (let from = 0; from < last; from += rowsPerPage) {
        const page = selectEntries(table, part, 'finding', ...shownColumns).where(rowsOfSearch(table, search))
        page
          .where(table.name('SEQ_NO'), '>', from)
          .where(table.name('SEQ_NO'), '<=', Math.min(last, from + rowsPerPage))
        yield (await read(table, page)).map((one) => lineOf(run, one))
      }
    }
  }
}

function lineOf({ tenantKey, forget, createdTs }: RunInRecord, row: Row): HistoryLine {
  const shown = (instead: RecordColumn, column: RecordColumn): string | null =>
    textOf(row, instead) ?? textOf(row, column)
  return {
    tenantKey,
    forget,
    consumerId: textOf(row, 'CONSUMER_ID') ?? '',
    table: shown('HISTORY_TABLE', 'TABLE_NAME') ?? '',
    column: shown('HISTORY_COLUMN', 'COLUMN_NAME') ?? '',
    fact: shown('HISTORY_FACT', 'FACT_ID'),
    value: shown('HISTORY_VALUE', 'CONTENT'),
    createdTs,
  }
}
