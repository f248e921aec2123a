/** Reads the SQL files that are shipped beside the code, statement by statement. */

import { readFile } from 'node:fs/promises'

import type { SqlClient } from './settings.ts'

/** `sql/` stands at the package's root, three levels above this file both in `src/` and in `dist/`. */
const root = new URL('../../../sql/', import.meta.url)

const folders: Readonly<Record<SqlClient, string>> = {
  'better-sqlite3': 'sqlite',
  pg: 'postgres',
  mssql: 'mssql',
  oracledb: 'oracle',
}

/** The statements of `sql/<dialect>/<name>.sql` in order, without comments and final semicolons. */
export async function readScript(client: SqlClient, name: string): Promise<readonly string[]> {
  return splitStatements(await readFile(new URL(`${folders[client]}/${name}.sql`, root), 'utf8'))
}

/** The text of `sql/queries/<name>.sql`; its parameters are written `:name`. */
export async function readQuery(name: string): Promise<string> {
  return (await readFile(new URL(`queries/${name}.sql`, root), 'utf8')).trim()
}

/** A statement ends with a semicolon at the end of a line; our scripts hold no such line inside a statement. */
function splitStatements(script: string): readonly string[] {
  const withoutComments = script.replaceAll(/^\s*--.*$/gm, '')
  return withoutComments
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}
