/** Reads the SQL files that are shipped beside the code, statement by statement. */

import { readFile } from 'node:fs/promises'

import type { SqlClient } from './settings.ts'

/** `sql/` stands at the package's root, three levels above this file both in `src/` and in `dist/`. */
const root = new URL('../../../sql/', import.meta.url)

/** What the scripts of an engine call the schema and the login, for a DBA to read; and how a name of ours is written. */
interface Engine {
  readonly folder: string
  readonly schema: string
  readonly login: string
  readonly quoted: (name: string) => string
}

const engines: Readonly<Record<SqlClient, Engine>> = {
  'better-sqlite3': { folder: 'sqlite', schema: '', login: '', quoted: (name) => name },
  pg: { folder: 'postgres', schema: '"public"', login: '"lethe"', quoted: (name) => `"${name}"` },
  mssql: { folder: 'mssql', schema: '[dbo]', login: '[lethe]', quoted: (name) => `[${name}]` },
  oracledb: { folder: 'oracle', schema: '"GIM"', login: 'LETHE', quoted: (name) => `"${name.toUpperCase()}"` },
}

/** Where our own tables stand. */
export interface ScriptPlace {
  readonly client: SqlClient
  /** Missing: the login's own. */
  readonly schema?: string | undefined
}

/** The statements of `sql/<dialect>/<name>.sql` in order, without comments and final semicolons. */
export async function readScript(client: SqlClient, name: string): Promise<readonly string[]> {
  return splitStatements(await readFile(new URL(`${engines[client].folder}/${name}.sql`, root), 'utf8'))
}

/** The same for a script that makes tables: these, and their indexes where they have a schema, stand in that schema. */
export async function readDdl({ client, schema }: ScriptPlace, name: string): Promise<readonly string[]> {
  const statements = await readScript(client, name)
  if (schema === undefined) return statements
  const place = engines[client].quoted(schema)
  return statements.map((statement) => {
    const qualified = statement.replace(/^(CREATE TABLE (?:IF NOT EXISTS )?)(\w+)/, `$1${place}.$2`)
    const index = client === 'oracledb' ? `${place}.$2` : '$2'
    return qualified.replace(/^(CREATE INDEX (?:IF NOT EXISTS )?)(\w+) ON (\w+)/, `$1${index} ON ${place}.$3`)
  })
}

/** The grants that the login needs on a table of ours, as they can be run. */
export async function readGrants(
  { client, schema }: ScriptPlace,
  table: string,
  login: string | null,
): Promise<readonly string[]> {
  const { folder, quoted, ...written } = engines[client]
  if (folder === 'sqlite') return []
  const named = (await readScript(client, 'grants')).filter((statement) => statement.toUpperCase().includes(table))
  const user = client === 'oracledb' ? (login ?? 'lethe').toUpperCase() : quoted(login ?? 'lethe')
  return named.map((statement) => {
    const there = schema === undefined ? statement : statement.replace(written.schema, quoted(schema))
    return there.replace(`TO ${written.login}`, `TO ${user}`)
  })
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
