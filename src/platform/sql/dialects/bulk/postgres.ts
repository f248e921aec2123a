/** Many rows into PostgreSQL: COPY, in its text format; and out of it. */

import { finished } from 'node:stream/promises'

import type { Knex } from 'knex'
import { from as copyFrom } from 'pg-copy-streams'

import { withConnection } from '../../borrow.ts'
import type { Cell, Deletion, Dialect, EqualRows, Insertion } from '../../dialect.ts'
import { equalTo, isEqual, tableName } from '../../keyed.ts'
import { allOrNone } from './all-or-none.ts'

export async function insertIntoPostgres(knex: Knex, insertion: Insertion): Promise<void> {
  const { table, columns, rows, beforeCommit } = insertion
  const names = columns.map(({ name }) => quoted(name)).join(', ')
  const place = [...(table.schema === null ? [] : [table.schema]), table.name].map(quoted).join('.')
  await withConnection(knex, async (connection) => {
    if (!takesStreams(connection)) throw new TypeError('knex drives PostgreSQL with another driver')
    const transaction = {
      begin: () => connection.query('begin'),
      commit: () => connection.query('commit'),
      rollback: () => connection.query('rollback'),
    }
    await allOrNone(transaction, async () => {
      const copy = connection.query(copyFrom(`copy ${place} (${names}) from stdin`))
      copy.end(rows.map((row) => `${row.map(written).join('\t')}\n`).join(''))
      await finished(copy, { readable: false })
      await beforeCommit?.()
    })
  })
}

interface TakesStreams {
  query(stream: ReturnType<typeof copyFrom>): ReturnType<typeof copyFrom>
  query(sql: string): Promise<unknown>
}

function takesStreams(connection: object): connection is TakesStreams {
  return 'query' in connection && typeof connection.query === 'function'
}

const special = /[\\\t\n\r]/g
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function written(cell: Cell): string {
  if (cell === null) return '\\N'
  return typeof cell === 'number' ? String(cell) : cell.replaceAll(special, (one) => escapes[one] ?? one)
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function deleteSomeOfPostgres(knex: Knex, { table, where, rows }: Deletion): Knex.Raw {
  const name = tableName(table)
  const some = knex.raw('select ctid from ?? where ? limit ?', [name, where, rows])
  return knex.raw('delete from ?? where ctid = any(array(?))', [name, some])
}

export function deleteEqualOfPostgres(knex: Knex, dialect: Dialect, rows: EqualRows): Knex.Raw {
  const { table } = rows
  const equal = [tableName(table), equalTo(knex, dialect, rows), isEqual(knex, rows)]
  return knex.raw('delete from ?? as t using ? where ?', equal)
}
