/** A session over one table of one's own, and what it says and leaves. */

import type { Complaint, ProductSession, Subjects, Tenant } from '../../src/domain/product.ts'
import type { Database } from '../../src/platform/sql/database.ts'
import { tables } from '../../src/products/tables/tables.ts'
import { subjects, tenant } from '../contract/corpus.ts'
import { recordedOf, run } from '../contract/suite.ts'
import { fatesOf, findingsOf } from './effects.ts'
import { toolsFor } from './tools.ts'

export type Table = Parameters<typeof tables.open>[0]['tables'][number]

/** Runs the script and opens the table. */
export async function openTable(
  database: Database,
  script: readonly string[],
  table: Partial<Table> & Pick<Table, 'table' | 'columns'>,
  more: Partial<Tenant> = {},
): Promise<ProductSession> {
  for (const statement of script) await database.knex.raw(statement)
  database.refresh()
  const settings = { database: 'world', tables: [{ tenant: null, ...table }] }
  return await tables.open(settings, { ...tenant, ...more }, toolsFor(database))
}

export async function errorsOf(
  session: ProductSession,
  action: 'export' | 'forget' = 'forget',
): Promise<readonly Complaint[]> {
  return (await session.check(action)).filter(({ severity }) => severity === 'error')
}

/** How many values a forget finds, and what its verification then still sees. */
export async function forget(session: ProductSession, people: Subjects = subjects): Promise<readonly [number, number]> {
  const findings = await findingsOf(session.find(people, run()))
  const recorded = findings.filter(({ locator, content }) => locator !== null && content !== null)
  await fatesOf(session.erase(recordedOf(findings), run()))
  const left = await session.verify(people, recordedOf(findings), run())
  return [recorded.length, left.reduce((sum, { rows }) => sum + rows, 0)]
}
