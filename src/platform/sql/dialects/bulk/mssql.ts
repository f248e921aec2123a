/** Many rows into SQL Server: the bulk load of `mssql`, over a pool of its own beside knex's; and out of it. */

import type { Knex } from 'knex'
import mssql from 'mssql'

import type { ColumnShape } from '../../catalogue.ts'
import type { Deletion, Dialect, EqualRows, Insertion } from '../../dialect.ts'
import { equalTo, isEqual, tableName } from '../../keyed.ts'
import { allOrNone } from './all-or-none.ts'
import { asRow } from '../../rows.ts'

const pools = new WeakMap<Knex, Promise<mssql.ConnectionPool>>()

/** A login without ALTER may load in bulk only where constraints are checked and triggers fired. */
const likeAnInsert = { checkConstraints: true, fireTriggers: true } as const

export async function insertIntoMssql(knex: Knex, insertion: Insertion): Promise<void> {
  const { table, columns, rows, beforeCommit } = insertion
  const pool = await poolOf(knex)
  const load = new mssql.Table(`[${table.schema ?? 'dbo'}].[${table.name}]`)
  for (const column of columns) load.columns.add(column.name, typeOf(column), { nullable: column.nullable })
  for (const row of rows) load.rows.add(...row)
  const opened = pool.transaction()
  const transaction = {
    begin: () => opened.begin(),
    commit: () => opened.commit(),
    rollback: () => opened.rollback(),
  }
  await allOrNone(transaction, async () => {
    await opened.request().bulk(load, likeAnInsert)
    await beforeCommit?.()
  })
}

export async function closeMssql(knex: Knex): Promise<void> {
  const pool = pools.get(knex)
  pools.delete(knex)
  if (pool !== undefined) await (await pool).close()
}

/** One that could not be connected is not remembered. */
async function poolOf(knex: Knex): Promise<mssql.ConnectionPool> {
  const known = pools.get(knex)
  if (known !== undefined) return known
  const connecting = new mssql.ConnectionPool(settingsOf(knex)).connect()
  pools.set(knex, connecting)
  connecting.catch(() => pools.delete(knex))
  return connecting
}

/** Those of knex's own connections: both hand them to tedious. */
function settingsOf(knex: Knex): mssql.config {
  const config = asRow(Reflect.get(Object(knex.client), 'config'))
  const given = asRow(config['connection'])
  return {
    server: String(given['server']),
    port: Number(given['port']),
    database: String(given['database']),
    user: String(given['user']),
    password: String(given['password']),
    requestTimeout: 0,
    options: asRow(given['options']),
    pool: { min: 0, max: 2 },
  }
}

function typeOf({ name, declared, length }: ColumnShape): mssql.ISqlType {
  const type = declared.replace(/\(.*/, '')
  if (type === 'nvarchar') return mssql.NVarChar(length ?? mssql.MAX)
  if (type === 'varchar') return mssql.VarChar(length ?? mssql.MAX)
  const whole = wholeTypes[type]
  if (whole !== undefined) return whole()
  throw new TypeError(`\`${name}\` is of type ${type}, which no bulk load of ours fills`)
}

const wholeTypes: Readonly<Record<string, () => mssql.ISqlType>> = {
  bigint: () => mssql.BigInt(),
  int: () => mssql.Int(),
  smallint: () => mssql.SmallInt(),
  tinyint: () => mssql.TinyInt(),
}

export function deleteSomeOfMssql(knex: Knex, { table, where, rows }: Deletion): Knex.Raw {
  return knex.raw('delete top (?) from ?? where ?', [rows, tableName(table), where])
}

export function deleteEqualOfMssql(knex: Knex, dialect: Dialect, rows: EqualRows): Knex.Raw {
  const { table } = rows
  const equal = [tableName(table), equalTo(knex, dialect, rows), isEqual(knex, rows)]
  return knex.raw('delete t from ?? as t cross join ? where ?', equal)
}
