/** Takes rows of ours out of the history when their time is over; what others have written stays. */

import type { HistoryLine } from '../../domain/history-line.ts'
import { DigestSet } from '../../platform/crypto/digest-set.ts'
import { columnOf, type ColumnShape } from '../../platform/sql/catalogue.ts'
import type { EqualRows } from '../../platform/sql/dialect.ts'
import { deleteWhere, equals, every, type Condition } from './delete-rows.ts'
import { documentedColumns, type HistoryTable } from './history-table.ts'
import { integerOf, rowsOf, textOf } from './row.ts'

/** Seconds of CREATED_TS that nothing of ours but one run used, while seconds told runs apart. */
export interface EarlierSeconds {
  readonly tenantKey: number
  readonly forget: 0 | 1
  readonly firstTs: number
  readonly lastTs: number
}

export interface PurgedBy {
  /** UTC epoch seconds: what was created before goes. */
  readonly olderThan: number
  /** Ids of runs whose rows stay. */
  readonly kept: ReadonlySet<string>
  /** What the runs whose time is over have in the history; asked for twice, where nothing else tells it. */
  readonly lines: () => AsyncIterable<readonly HistoryLine[]>
  readonly seconds: readonly EarlierSeconds[]
}

export interface PurgedRows {
  readonly rows: number
  /** Rows that are as ours are, and more of them than we have written: nobody can tell which, and they stay. */
  readonly untold: number
}

export async function purgeHistory(table: HistoryTable, by: PurgedBy): Promise<PurgedRows> {
  return table.layout === 'full' ? await purgeByRun(table, by) : await purgeByValues(table, by)
}

async function purgeByRun(table: HistoryTable, { olderThan, kept }: PurgedBy): Promise<PurgedRows> {
  const isOld: Condition = (knex) => knex.raw('?? < ?', [table.column('CREATED_TS'), olderThan])
  const runs = table.from(table.database.knex).distinct(table.select('RUN_ID')).where(isOld(table.database.knex))
  let rows = 0
  for (const row of rowsOf(await table.database.run(() => runs.whereNotNull(table.column('RUN_ID'))))) {
    const run = textOf(row, 'RUN_ID') ?? ''
    if (!kept.has(run)) rows += await deleteWhere(table, every(equals(table, 'RUN_ID', run), isOld))
  }
  return { rows, untold: 0 }
}

async function purgeByValues(table: HistoryTable, { lines, seconds }: PurgedBy): Promise<PurgedRows> {
  const repeated = await repeatedIn(lines())
  let [rows, untold] = [0, 0]
  for await (const page of lines()) {
    const purged = await purgeLines(table, page, (line) => 1 + (repeated.get(nameOf(line)) ?? 0))
    rows += purged.rows
    untold += purged.untold
  }
  for (const { tenantKey, forget, firstTs, lastTs } of seconds) {
    const within: Condition = (knex) => knex.raw('?? between ? and ?', [table.column('CREATED_TS'), firstTs, lastTs])
    rows += await deleteWhere(
      table,
      every(equals(table, 'TENANT_KEY', tenantKey), equals(table, 'FORGET', forget), within),
    )
  }
  return { rows, untold }
}

/** How often a line comes after the first time, where it does. */
async function repeatedIn(pages: AsyncIterable<readonly HistoryLine[]>): Promise<ReadonlyMap<string, number>> {
  const seen = new DigestSet()
  const repeated = new Map<string, number>()
  for await (const page of pages) {
    for (const name of page.map(nameOf)) if (!seen.add(name)) repeated.set(name, (repeated.get(name) ?? 0) + 1)
  }
  return repeated
}

function nameOf(line: HistoryLine): string {
  return JSON.stringify(cellsOf(line))
}

/** In the order of the documented columns. */
function cellsOf({ tenantKey, forget, consumerId, table, column, fact, value, createdTs }: HistoryLine) {
  return [tenantKey, forget, consumerId, table, column, fact, value, createdTs]
}

async function purgeLines(
  table: HistoryTable,
  page: readonly HistoryLine[],
  written: (line: HistoryLine) => number,
): Promise<PurgedRows> {
  const lines = [...new Map(page.map((line) => [nameOf(line), line])).values()]
  let [rows, untold] = [0, 0]
  for (const some of alikeInNulls(lines)) {
    const there = await countEach(table, some)
    const counted = some.map((line, i) => ({ line, count: there.get(i) ?? 0 }))
    const ours = counted.filter(({ line, count }) => count > 0 && count <= written(line))
    const ourLines = ours.map(({ line }) => line)
    if (ours.length > 0) await deleteLines(table, ourLines)
    rows += sumOf(ours)
    untold += sumOf(counted.filter(({ line, count }) => count > written(line)))
  }
  return { rows, untold }
}

function sumOf(counted: readonly { readonly count: number }[]): number {
  return counted.reduce((sum, { count }) => sum + count, 0)
}

/** A NULL equals nothing: lines that have it in the same columns go together. */
function alikeInNulls(lines: readonly HistoryLine[]): readonly (readonly HistoryLine[])[] {
  const groups = new Map<string, HistoryLine[]>()
  for (const line of lines) {
    const nulls = `${line.fact === null} ${line.value === null}`
    groups.set(nulls, [...(groups.get(nulls) ?? []), line])
  }
  return [...groups.values()]
}

/** How many rows of the table are equal to each line, by its position. */
async function countEach(table: HistoryTable, lines: readonly HistoryLine[]): Promise<ReadonlyMap<number, number>> {
  const { dialect } = table.database
  const counts = rowsOf(await table.database.run((knex) => dialect.countEqual(knex, equalRows(table, lines))))
  return new Map(counts.map((row) => [integerOf(row, 'LINE'), integerOf(row, 'N')]))
}

async function deleteLines(table: HistoryTable, lines: readonly HistoryLine[]): Promise<void> {
  const { database } = table
  await database.transaction(async (trx) => {
    await database.dialect.deleteEqual(trx, equalRows(table, lines))
  })
}

/** The first column holds numbers, as the lines' own numbers are. */
function equalRows(table: HistoryTable, lines: readonly HistoryLine[]): EqualRows {
  const isEmpty = (lines[0] === undefined ? [] : cellsOf(lines[0])).map((cell) => cell === null)
  const filled = <T>(items: readonly T[]): readonly T[] => items.filter((_, i) => isEmpty[i] !== true)
  const columns = columnsOf(table)
  const objects = lines.map((line, n) => {
    return { n, ...Object.fromEntries(filled(cellsOf(line)).map((cell, i) => [`k${i}`, cell])) }
  })
  return {
    table: table.shape,
    columns: filled(columns),
    empty: columns.filter((_, i) => isEmpty[i] === true),
    json: JSON.stringify(objects),
  }
}

function columnsOf(table: HistoryTable): readonly ColumnShape[] {
  return documentedColumns.map((name) => {
    const column = columnOf(table.shape, name)
    if (column === null) throw new TypeError('a documented column is not there')
    return column
  })
}
