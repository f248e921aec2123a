/** Many rows into Oracle: one statement, with an array for each bind; and out of it. */

import type { Knex } from 'knex'
import oracledb from 'oracledb'

import type { ColumnShape } from '../../catalogue.ts'
import { withConnection } from '../../borrow.ts'
import type { Cell, Deletion, Dialect, EqualRows, Insertion } from '../../dialect.ts'
import { equalTo, isEqual, tableName } from '../../keyed.ts'
import { allOrNone } from './all-or-none.ts'

/** Bytes of a VARCHAR2; what is longer travels as a LONG, which must come behind all others. */
const shortText = 4000

export async function insertIntoOracle(knex: Knex, insertion: Insertion): Promise<void> {
  const { table, columns, rows, beforeCommit } = insertion
  const order = columns.map((_, i) => i).sort((a, b) => Number(isLong(columns[a])) - Number(isLong(columns[b])))
  const names = order.map((i) => quoted(columns[i]?.name ?? '')).join(', ')
  const owner = table.schema === null ? '' : `${quoted(table.schema)}.`
  const marks = order.map((_, position) => `:${position + 1}`).join(', ')
  const bindDefs = order.map((i) =>
    bindOf(
      columns[i],
      rows.map((row) => row[i] ?? null),
    ),
  )
  await withConnection(knex, async (connection) => {
    if (!takesArrays(connection)) throw new TypeError('knex drives Oracle with another driver')
    const binds = rows.map((row) => order.map((i) => row[i] ?? null))
    const sql = `insert into ${owner}${quoted(table.name)} (${names}) values (${marks})`
    const transaction = {
      // Begins with its first statement.
      begin: () => {},
      commit: () => connection.commit(),
      rollback: () => connection.rollback(),
    }
    await allOrNone(transaction, async () => {
      await connection.executeMany(sql, binds, { bindDefs })
      await beforeCommit?.()
    })
  })
}

function takesArrays(connection: object): connection is oracledb.Connection {
  return 'executeMany' in connection
}

function isLong(column: ColumnShape | undefined): boolean {
  return column?.family === 'other'
}

function bindOf(column: ColumnShape | undefined, cells: readonly Cell[]): oracledb.BindDefinition {
  if (column?.family === 'integer' || column?.family === 'decimal') return { type: oracledb.NUMBER }
  const longest = cells.reduce<number>((most, cell) => Math.max(most, Buffer.byteLength(String(cell ?? ''))), 1)
  return { type: oracledb.STRING, maxSize: isLong(column) ? Math.max(longest, shortText) : longest }
}

function quoted(name: string): string {
  return `"${name}"`
}

export function deleteSomeOfOracle(knex: Knex, { table, where, rows }: Deletion): Knex.Raw {
  return knex.raw('delete from ?? where ? and rownum <= ?', [tableName(table), where, rows])
}

/** No join in a delete. */
export function deleteEqualOfOracle(knex: Knex, dialect: Dialect, rows: EqualRows): Knex.Raw {
  const { table } = rows
  const equal = [equalTo(knex, dialect, rows), isEqual(knex, rows)]
  return knex.raw('delete from ?? ?? where exists (?)', [
    tableName(table),
    't',
    knex.raw('select 1 from ? where ?', equal),
  ])
}

export function countEqualInOracle(knex: Knex, dialect: Dialect, rows: EqualRows): Knex.Raw {
  const equal = [equalTo(knex, dialect, rows), tableName(rows.table), 't', isEqual(knex, rows)]
  return knex.raw('select j.n as "LINE", count(*) as "N" from ? cross join ?? ?? where ? group by j.n', equal)
}
