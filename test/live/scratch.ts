/** An empty schema to work in: refused when anything is in it, and empty again afterwards. */

import type { Database } from '../../src/platform/sql/database.ts'
import { rowsOf } from '../../src/platform/sql/rows.ts'
import type { SqlClient } from '../../src/platform/sql/settings.ts'

const tablesOf: Readonly<Record<SqlClient, string>> = {
  'better-sqlite3': "select name from sqlite_master where type = 'table'",
  pg: 'select tablename as name from pg_tables where schemaname = current_schema()',
  mssql: 'select t.name as name from sys.tables t where t.schema_id = schema_id()',
  oracledb: 'select table_name as "name" from user_tables',
}

export async function inScratch<T>(database: Database, client: SqlClient, work: () => Promise<T>): Promise<T> {
  const present = await tableNames(database, client)
  if (present.length > 0) {
    throw new Error(`the schema holds ${present.length} tables; name one in LETHE_LIVE_URL that is empty and nobody's`)
  }
  try {
    return await work()
  } finally {
    for (const name of await tableNames(database, client)) await database.knex.raw('drop table ??', [name])
  }
}

async function tableNames(database: Database, client: SqlClient): Promise<readonly string[]> {
  return (await rowsOf(database.knex.raw(tablesOf[client]))).map((row) => String(row['name']))
}
