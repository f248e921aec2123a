/** What a look before a run asks of SQL Server beyond its tables: where tables of ours are made, and which indexes there are. */

import type { Dialect } from '../../dialect.ts'
import { rowsOf } from '../../rows.ts'
import { bracket, bracketed } from '../catalogue/mssql-columns.ts'
import { isTrue, text as textOf } from '../catalogue/rows.ts'

export const askMssql = {
  letIn: ({ user }) => (user === undefined ? null : `CREATE USER ${bracket(user)} FOR LOGIN ${bracket(user)};`),
  home: async (knex, schema, login) => {
    const [row] = await rowsOf(
      knex.raw(
        `select s.name as schema_name, has_perms_by_name(db_name(), 'DATABASE', 'CREATE TABLE') as creates,
            has_perms_by_name(s.name, 'SCHEMA', 'ALTER') as alters
     from (select coalesce(?, schema_name()) as name) s`,
        [schema],
      ),
    )
    const name = textOf(row?.['schema_name'])
    if (isTrue(row?.['creates']) && isTrue(row?.['alters'])) return { schema: name, entrance: [], obstacle: null }
    const message = `the login may make no tables in the schema \`${name}\``
    const remedy = `GRANT CREATE TABLE TO ${bracket(login)};\nGRANT ALTER ON SCHEMA::${bracket(name)} TO ${bracket(login)};`
    return { schema: name, entrance: [], obstacle: { to: 'change', message, remedy } }
  },
  indexNames: async (knex, table) => {
    const rows = await rowsOf(
      knex.raw('select i.name as index_name from sys.indexes i where i.object_id = object_id(?)', [bracketed(table)]),
    )
    return rows.map((row) => textOf(row['index_name']))
  },
  // A plan takes SHOWPLAN.
  goesByIndex: () => Promise.resolve(null),
} satisfies Partial<Dialect>
