/** What a look before a run asks of PostgreSQL beyond its tables: schemas, entrance, plans, and what a change would meet. */

import type { Knex } from 'knex'

import type { Obstacle, TableShape } from '../../catalogue.ts'
import type { Dialect } from '../../dialect.ts'
import { tableName } from '../../keyed.ts'
import type { Rights, Touched, Use } from '../../rights.ts'
import { rowsOf } from '../../rows.ts'
import { takenBack } from '../../taken-back.ts'
import { identifier, regclass, searchPath } from '../catalogue/postgres.ts'
import { isTrue, text as textOf } from '../catalogue/rows.ts'
import { postgresFailure } from '../failures/postgres.ts'

export const askPostgres = {
  letIn: ({ database, user }) =>
    database === undefined || user === undefined
      ? null
      : `GRANT CONNECT ON DATABASE ${identifier(database)} TO ${identifier(user)};`,
  home,
  indexNames: async (knex, { schema, name }) => {
    const rows = await rowsOf(
      knex.raw('select indexname from pg_indexes where schemaname = ? and tablename = ?', [schema ?? 'public', name]),
    )
    return rows.map((row) => textOf(row['indexname']))
  },
  goesByIndex,
  rights,
  tryTable: tryChanges,
  showAll: (login) => `ALTER ROLE ${identifier(login)} BYPASSRLS;`,
} satisfies Partial<Dialect>

async function rights(knex: Knex, table: TableShape, { read, written }: Touched): Promise<Rights> {
  const name = regclass(table)
  const [looked, changed] = [read, written].map((columns) => JSON.stringify(columns.map((column) => column.name)))
  const [row] = await rowsOf(
    knex.raw(
      `select has_any_column_privilege(?, 'select') as some,
            not exists (select 1 from jsonb_array_elements_text(?::jsonb) as c where not has_column_privilege(?, c, 'select')) as s,
            not exists (select 1 from jsonb_array_elements_text(?::jsonb) as c where not has_column_privilege(?, c, 'update')) as u,
            has_table_privilege(?, 'insert') as i, has_table_privilege(?, 'delete') as d`,
      [name, looked ?? '[]', name, changed ?? '[]', name, name, name],
    ),
  )
  const held = (right: string): boolean => isTrue(row?.[right])
  const select = held('some') && held('s')
  return { select, selectsSome: held('some') && !select, insert: held('i'), update: held('u'), delete: held('d') }
}

/** Tables of ours stand where a DBA would look for them: never in a schema that is only found by chance. */
async function home(knex: Knex, schema: string | null, login: string): ReturnType<Dialect['home']> {
  const [row] = await rowsOf(
    knex.raw(
      `select s.name as schema, n.oid is not null as there, coalesce(has_schema_privilege(n.oid, 'usage'), false) as enters,
            coalesce(has_schema_privilege(n.oid, 'create'), false) as creates
     from (select coalesce(?::text, current_schema()::text, (select p.nspname::text from (${searchPath}) p order by p.place limit 1), 'public') as name) s
     left join pg_namespace n on n.nspname = s.name`,
      [schema],
    ),
  )
  const name = textOf(row?.['schema'])
  const [place, role] = [identifier(name), identifier(login)]
  const made = isTrue(row?.['there']) ? [] : [`CREATE SCHEMA IF NOT EXISTS ${place}`]
  const usable = isTrue(row?.['enters']) ? [] : [`GRANT USAGE ON SCHEMA ${place} TO ${role}`]
  const entrance = [...made, ...usable]
  if (entrance.length === 0 && isTrue(row?.['creates'])) return { schema: name, entrance, obstacle: null }
  const remedy = [...made, `GRANT USAGE, CREATE ON SCHEMA ${place} TO ${role}`].map((one) => `${one};`).join('\n')
  const message = `the login may make no tables in the schema \`${name}\``
  return { schema: name, entrance, obstacle: { to: 'change', message, remedy } }
}

/** A planner that prefers to read a small table whole shows what it could go by when that is made dear. */
async function goesByIndex(knex: Knex, query: Knex.QueryBuilder): Promise<boolean | null> {
  let plan = ''
  await takenBack(knex, async (trx) => {
    await trx.raw('set local enable_seqscan = off')
    plan = JSON.stringify(await rowsOf(trx.raw('explain (format json) ?', [query])))
  })
  // Reading the whole of some index is no help either.
  return plan.includes('"Index Cond"') && !plan.includes('"Seq Scan"')
}

/** What lies between a right and a change: a standby, a session for reading alone, a trigger, rights behind a view. */
async function tryChanges(knex: Knex, table: TableShape, use: Use): Promise<readonly Obstacle[]> {
  // What the catalogue says already needs no trial.
  if (table.obstacle !== undefined) return []
  const { written, deleted, login } = use
  const changes = [
    ...(written.length === 0 ? [] : [`update ?? set ${written.map(() => '?? = ??').join(', ')} where false`]),
    ...(deleted ? ['delete from ?? where false'] : []),
  ]
  for (const change of changes) {
    const names = change.startsWith('update') ? written.flatMap(({ name }) => [name, name]) : []
    const refused = await refusalOf(knex, knex.raw(change, [tableName(table), ...names]), login)
    if (refused !== null) return [refused]
  }
  return []
}

/** Whoever holds the table now does not keep it for good. */
const lockTimeoutMs = 2_000

async function refusalOf(knex: Knex, change: Knex.Raw, login: string): Promise<Obstacle | null> {
  try {
    await takenBack(knex, async (trx) => {
      await trx.raw(`set local lock_timeout = ${lockTimeoutMs}`)
      await trx.raw('?', [change])
    })
    return null
  } catch (error) {
    return await obstacleIn(knex, error, login)
  }
}

async function obstacleIn(knex: Knex, error: unknown, login: string): Promise<Obstacle | null> {
  switch (postgresFailure(error)) {
    case 'lock':
    case 'computed':
      return null
    case 'read-only':
      return await readOnly(knex, login)
    case 'trigger':
      return { to: 'change', message: 'has a trigger that refuses even a change of no row; ask the DBA' }
    case 'hidden-rows':
      return { to: 'search', message: 'leads to rows that a policy hides from the login', ...shown(login) }
    case 'missing-right':
      return { to: 'change', message: 'leads to a table or function on which a right is missing; ask the DBA' }
    default:
      throw error
  }
}

async function readOnly(knex: Knex, login: string): Promise<Obstacle> {
  const [row] = await rowsOf(knex.raw('select pg_is_in_recovery() as standby'))
  if (isTrue(row?.['standby'])) {
    return { to: 'change', message: 'stands on a standby, which takes no changes; name the primary as `host`' }
  }
  return {
    to: 'change',
    message: 'takes no changes, since sessions of the login are read-only; let them write',
    remedy: `ALTER ROLE ${identifier(login)} SET default_transaction_read_only = off;`,
  }
}

function shown(login: string): Pick<Obstacle, 'remedy'> {
  return { remedy: `ALTER ROLE ${identifier(login)} BYPASSRLS;` }
}
