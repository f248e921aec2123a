/** What a look before a run asks of Oracle beyond its tables: where tables of ours are made, and which indexes there are. */

import type { Dialect } from '../../dialect.ts'
import { rowsOf } from '../../rows.ts'
import { text as textOf } from '../catalogue/rows.ts'

export const askOracle = {
  letIn: ({ user }) => (user === undefined ? null : `GRANT CREATE SESSION TO ${user.toUpperCase()};`),
  home: async (knex, schema, login) => {
    const [row] = await rowsOf(
      knex.raw(
        `select coalesce(?, sys_context('USERENV', 'CURRENT_SCHEMA')) as "schema_name", user as "login",
            (select count(*) from session_privs where privilege = 'CREATE TABLE') as "own",
            (select count(*) from session_privs where privilege = 'CREATE ANY TABLE') as "any"
     from dual`,
        [schema?.toUpperCase() ?? null],
      ),
    )
    const name = textOf(row?.['schema_name'])
    const isOwn = name === textOf(row?.['login'])
    if (Number(row?.['any'] ?? 0) > 0 || (isOwn && Number(row?.['own'] ?? 0) > 0)) {
      return { schema: name, entrance: [], obstacle: null }
    }
    const message = `the login may make no tables in the schema \`${name}\``
    const right = isOwn ? 'CREATE TABLE' : 'CREATE ANY TABLE, CREATE ANY INDEX'
    const remedy = `GRANT ${right} TO ${login.toUpperCase()};`
    return { schema: name, entrance: [], obstacle: { to: 'change', message, remedy } }
  },
  indexNames: async (knex, { schema, name }) => {
    const rows = await rowsOf(
      knex.raw('select index_name as "index_name" from all_indexes where table_owner = ? and table_name = ?', [
        schema ?? '',
        name,
      ]),
    )
    return rows.map((row) => textOf(row['index_name']))
  },
  // A plan is written into a table of its own.
  goesByIndex: () => Promise.resolve(null),
} satisfies Partial<Dialect>
