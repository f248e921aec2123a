/** Findings as rows of the history: written whole batches at a time, deleted run by run. */

import type { Knex } from 'knex'

import { textOfContent, type Finding } from '../../domain/finding.ts'
import { columnOf } from '../../platform/sql/catalogue.ts'
import type { JsonColumn } from '../../platform/sql/dialect.ts'
import { tableName } from '../../platform/sql/keyed.ts'
import { createdTsOf, forgetFlag, ofRun, type HistoryRun } from './history-run.ts'
import { historyFailed, type HistoryColumn, type HistoryTable } from './history-table.ts'

type Cell = string | number | null

/** Commits the findings as one transaction; a value too long for the table stops the product, it is never cut. */
export async function insertFindings(
  table: HistoryTable,
  run: HistoryRun,
  findings: readonly Finding[],
): Promise<void> {
  if (findings.length === 0) return
  const rows = findings.map((finding) => rowOf(table, run, finding))
  const columns = table.columns.map((name) => table.column(name))
  await table.database.transaction(async (trx) => {
    const source = jsonSource(table, trx, rows)
    await trx.raw(`insert into ?? (${columns.map(() => '??').join(', ')}) select ${source.select} from ?`, [
      tableName(table.shape),
      ...columns,
      source.from,
    ])
  })
}

/** Takes away what a find that did not finish left behind. Nobody but us writes these rows, so one transaction may hold them all. */
export async function deleteFindings(table: HistoryTable, run: HistoryRun): Promise<void> {
  await table.database.transaction(async (trx) => {
    const query = table.from(trx)
    ofRun(table, run)(query)
    await query.delete()
  })
}

/** All rows travel in one bound JSON parameter, so that no engine's limit on parameters or rows matters. */
function jsonSource(
  table: HistoryTable,
  knex: Knex,
  rows: readonly ReadonlyMap<HistoryColumn, Cell>[],
): { readonly select: string; readonly from: Knex.Raw } {
  const names = table.columns.map((_, i) => `k${i}`)
  const columns: readonly JsonColumn[] = table.columns.flatMap((column, i) => {
    const like = columnOf(table.shape, column)
    return like === null ? [] : [{ name: `k${i}`, like }]
  })
  const objects = rows.map((row) =>
    Object.fromEntries(table.columns.map((column, i) => [`k${i}`, row.get(column) ?? null])),
  )
  return {
    select: names.map((name) => `j.${name}`).join(', '),
    from: table.database.dialect.jsonRows(knex, JSON.stringify(objects), columns),
  }
}

function rowOf(table: HistoryTable, run: HistoryRun, finding: Finding): ReadonlyMap<HistoryColumn, Cell> {
  const { owner, target } = finding
  const row = new Map<HistoryColumn, Cell>([
    ['TENANT_KEY', run.tenantKey],
    ['FORGET', forgetFlag(run.action)],
    ['CONSUMER_ID', owner.consumerId],
    ['TABLE_NAME', target.table],
    ['COLUMN_NAME', target.column],
    ['FACT_ID', finding.locator],
    ['KEY_VALUE', finding.content === null ? null : textOfContent(finding.content)],
    ['CREATED_TS', createdTsOf(table.layout, run, owner)],
    ['RUN_ID', run.runId],
    ['PRODUCT', run.product],
    ['SUBJECT_KEY', owner.subjectKey],
    ['KIND', owner.kind],
  ])
  for (const [column, cell] of row) requireRoom(table, column, cell)
  return row
}

function requireRoom(table: HistoryTable, column: HistoryColumn, cell: Cell): void {
  const room = columnOf(table.shape, column)?.length ?? null
  if (typeof cell !== 'string' || room === null || cell.length <= room) return
  throw historyFailed(`a text of ${cell.length} characters does not fit \`${column}\` of the history (${room})`)
}
