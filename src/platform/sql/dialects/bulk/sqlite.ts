/** Many rows into SQLite: one prepared statement, one transaction; and out of it. */

import BetterSqlite3 from 'better-sqlite3'
import type { Knex } from 'knex'

import { withConnection } from '../../borrow.ts'
import type { Deletion, Dialect, EqualRows, Insertion } from '../../dialect.ts'
import { equalTo, isEqual } from '../../keyed.ts'
import { allOrNone } from './all-or-none.ts'

export async function insertIntoSqlite(knex: Knex, insertion: Insertion): Promise<void> {
  const { table, columns, rows, beforeCommit } = insertion
  await withConnection(knex, async (connection) => {
    if (!(connection instanceof BetterSqlite3)) throw new TypeError('knex drives SQLite with another driver')
    const names = columns.map(({ name }) => quoted(name)).join(', ')
    const marks = columns.map(() => '?').join(', ')
    const insert = connection.prepare(`insert into ${quoted(table.name)} (${names}) values (${marks})`)
    const transaction = {
      begin: () => connection.exec('begin immediate'),
      commit: () => connection.exec('commit'),
      rollback: () => connection.exec('rollback'),
    }
    await allOrNone(transaction, async () => {
      for (const row of rows) insert.run(...row)
      await beforeCommit?.()
    })
  })
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function deleteSomeOfSqlite(knex: Knex, { table, where, rows }: Deletion): Knex.Raw {
  const some = knex.raw('select rowid from ?? where ? limit ?', [table.name, where, rows])
  return knex.raw('delete from ?? where rowid in (?)', [table.name, some])
}

/** The JSON rows lead, each read once: merged into the statement, they would be read anew for every row of the table. */
function readOnce(knex: Knex, dialect: Dialect, rows: EqualRows): Knex.Raw {
  return knex.raw('(select * from ? limit -1) as j', [equalTo(knex, dialect, rows)])
}

export function deleteEqualOfSqlite(knex: Knex, dialect: Dialect, rows: EqualRows): Knex.Raw {
  const { table } = rows
  const equal = [readOnce(knex, dialect, rows), table.name, isEqual(knex, rows)]
  const found = knex.raw('select t.rowid from ? cross join ?? as t where ?', equal)
  return knex.raw('delete from ?? where rowid in (?)', [table.name, found])
}

export function countEqualInSqlite(knex: Knex, dialect: Dialect, rows: EqualRows): Knex.Raw {
  const equal = [readOnce(knex, dialect, rows), rows.table.name, isEqual(knex, rows)]
  return knex.raw('select j.n as LINE, count(*) as N from ? cross join ?? as t where ? group by j.n', equal)
}
