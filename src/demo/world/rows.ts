/** Rows on their way into tables: gathered per table, written in large pieces inside one transaction. */

import type { Database } from '../../platform/sql/database.ts'
import type { TableOfWorld } from './tables.ts'

export type CellOfWorld = string | number | null
/** By column; a column that is missing becomes NULL. */
export type RowOfWorld = Readonly<Record<string, CellOfWorld>>

export interface NewRow {
  readonly table: string
  readonly row: RowOfWorld
}

const rowsPerPiece = 5_000

export async function createTables(database: Database, tables: readonly TableOfWorld[]): Promise<void> {
  for (const { name, columns, primaryKey, indexes } of tables) {
    const parts = columns.map((column) => `${column.name} ${column.type}`)
    await database.knex.raw(`create table ${name} (${parts.join(', ')}, primary key (${primaryKey.join(', ')}))`)
    for (const [n, index] of indexes.entries()) {
      await database.knex.raw(`create index ${name}_x${n + 1} on ${name} (${index.join(', ')})`)
    }
  }
}

/** Writes the rows into tables that stand there empty; SQLite only, whose JSON reader takes a piece as one parameter. */
export async function insertRows(
  database: Database,
  tables: readonly TableOfWorld[],
  rows: Iterable<NewRow>,
): Promise<void> {
  await database.transaction(async (trx) => {
    const waiting = new Map(tables.map((table) => [table.name, { table, rows: new Array<readonly CellOfWorld[]>() }]))
    const flush = async ({ table, rows: piece }: { table: TableOfWorld; rows: (readonly CellOfWorld[])[] }): Promise<void> => {
      if (piece.length === 0) return
      await trx.raw(insertStatement(table), [JSON.stringify(piece)])
      piece.length = 0
    }
    for (const { table, row } of rows) {
      const place = waiting.get(table)
      if (place === undefined) throw new Error(`the sandbox has no table ${table}`)
      place.rows.push(place.table.columns.map(({ name }) => row[name] ?? null))
      if (place.rows.length >= rowsPerPiece) await flush(place)
    }
    for (const place of waiting.values()) await flush(place)
  })
}

function insertStatement({ name, columns }: TableOfWorld): string {
  const names = columns.map((column) => column.name).join(', ')
  const values = columns.map((_, n) => `json_extract(value, '$[${n}]')`).join(', ')
  return `insert into ${name} (${names}) select ${values} from json_each(?)`
}
