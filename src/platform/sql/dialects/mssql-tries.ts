/** What SQL Server shows of a table only when it is asked: rows that a policy hides, and views that it does not change. */

import type { Knex } from 'knex'

import type { Obstacle, TableShape } from '../catalogue.ts'
import { tableName } from '../keyed.ts'
import type { Use } from '../rights.ts'
import { rowsOf } from '../rows.ts'
import { takenBack } from '../taken-back.ts'
import { bracket, bracketed } from './catalogue/mssql-columns.ts'
import { mssqlFailure } from './failures/mssql.ts'

export async function tryTable(knex: Knex, table: TableShape, use: Use): Promise<readonly Obstacle[]> {
  const hidden = table.policies === undefined ? [] : await hiddenRows(knex, table, table.policies, use.login)
  return [...hidden, ...(table.isView === true ? await refusedChanges(knex, table, use) : [])]
}

/** Rows come and go while they are counted. */
const attempts = 3

/**
 * The catalogue counts every row, a select those that no policy hides. Whether there are policies is not shown to everybody,
 * and whom they let see a row is not shown to anybody.
 */
async function hiddenRows(
  knex: Knex,
  table: TableShape,
  policies: string | null,
  login: string,
): Promise<readonly Obstacle[]> {
  if (table.isView === true) return [viewPolicies(policies, login)]
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = await countOf(knex, storedCount, bracketed(table))
    const shown = Number(
      (await rowsOf(knex.raw('select count_big(*) as n from ??', [tableName(table)])))[0]?.['n'] ?? 0,
    )
    const after = await countOf(knex, storedCount, bracketed(table))
    if (shown >= Math.min(before, after)) return []
  }
  return [policyObstacle(policies, login)]
}

const storedCount =
  'select coalesce(sum(p.rows), 0) as n from sys.partitions p where p.object_id = object_id(?) and p.index_id in (0, 1)'

async function countOf(knex: Knex, sql: string, table: string): Promise<number> {
  const [row] = await rowsOf(knex.raw(sql, [table]))
  return Number(row?.['n'] ?? 0)
}

function policyObstacle(policies: string | null, login: string): Obstacle {
  const which =
    policies === null ? 'a security policy, or a load that is under way,' : `the security policy ${policies}`
  return {
    to: 'search',
    message: `shows fewer rows than it has: ${which} hides some from the login, and what is hidden could not be told from what is not there; let the predicate of the policy show the login every row`,
    ...shownBy(policies, login),
  }
}

/** Nobody counts the rows of a view but the view itself. */
function viewPolicies(policies: string | null, login: string): Obstacle {
  const which = policies === null ? 'security policies that the login is not shown' : `the security policy ${policies}`
  return {
    to: 'search',
    message: `is a view, and ${which} may hide rows behind it; name the table that holds them`,
    ...shownBy(policies, login),
  }
}

function shownBy(policies: string | null, login: string): Pick<Obstacle, 'remedy'> {
  return policies === null ? { remedy: `GRANT VIEW DEFINITION TO ${bracket(login)};` } : {}
}

/** Says what an UPDATE or DELETE of no row is refused for, and takes it back: triggers in the place of a change may run. */
async function refusedChanges(knex: Knex, table: TableShape, { written, deleted }: Use): Promise<readonly Obstacle[]> {
  const name = bracketed(table)
  const changes = written.map(
    (column) => `update ${name} set ${bracket(column.name)} = ${bracket(column.name)} where 1 = 0`,
  )
  const obstacles: Obstacle[] = []
  for (const statement of [...changes, ...(deleted ? [`delete from ${name} where 1 = 0`] : [])]) {
    const refused = await refusalOf(knex, statement)
    if (refused) obstacles.push(viewObstacle)
  }
  return obstacles.slice(0, 1)
}

const viewObstacle: Obstacle = {
  to: 'change',
  message: 'is a view that SQL Server does not change that way; name the table that holds its rows',
}

async function refusalOf(knex: Knex, statement: string): Promise<boolean> {
  try {
    await takenBack(knex, async (trx) => {
      await trx.raw(statement)
    })
    return false
  } catch (error) {
    if (mssqlFailure(error) === 'computed') return true
    throw error
  }
}
