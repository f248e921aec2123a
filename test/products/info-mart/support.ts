/** Small Info Marts: the documented tables of the contract's world, and what a test puts into them. */

import type { Complaint, Subjects } from '../../../src/domain/product.ts'
import { isFinding, textOfContent } from '../../../src/domain/finding.ts'
import { infoMart } from '../../../src/products/info-mart/info-mart.ts'
import type { InfoMartSettings } from '../../../src/products/info-mart/settings.ts'
import type { Database } from '../../../src/platform/sql/database.ts'
import { rowsOf, textIn } from '../../../src/platform/sql/rows.ts'
import { tenant } from '../../contract/corpus.ts'
import { infoMartWorld } from '../../contract/info-mart-world.ts'
import { run } from '../../contract/suite.ts'
import { createTables } from '../../contract/table-world.ts'
import { toolsFor } from '../../support/tools.ts'

const base: InfoMartSettings = { database: 'world', tenantDbid: 101, exclude: ['LDR_FACT'] }

type Row = Readonly<Record<string, string | number | null>>

/** All tables of the world without a row. */
export async function createEmpty(database: Database): Promise<void> {
  await createTables(
    database,
    infoMartWorld.map((table) => ({ ...table, rows: [] })),
  )
}

export async function insert(database: Database, table: string, ...rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    const [names, values] = [Object.keys(row), Object.values(row)]
    const marks = names.map(() => '?').join(', ')
    await database.knex.raw(`insert into ${table} (${names.join(', ')}) values (${marks})`, values)
  }
}

export function open(database: Database, more: Partial<InfoMartSettings> = {}) {
  const exclude = [...(base.exclude ?? []), ...(more.exclude ?? [])]
  return infoMart.open({ ...base, ...more, exclude }, tenant, toolsFor(database))
}

/** `TABLE.COLUMN locator value` of what is found, sorted; what is empty has neither locator nor value. */
export async function found(
  database: Database,
  subjects: Subjects,
  more: Partial<InfoMartSettings> = {},
): Promise<readonly string[]> {
  const session = await open(database, more)
  const lines: string[] = []
  for await (const finding of session.find(subjects, run())) {
    if (!isFinding(finding)) continue
    const { target, locator, content } = finding
    const value = content === null ? '-' : textOfContent(content)
    lines.push(`${target.table}.${target.column} ${locator ?? '-'} ${value}`)
  }
  return lines.sort()
}

export async function complaints(
  database: Database,
  more: Partial<InfoMartSettings> = {},
): Promise<readonly Complaint[]> {
  return (await open(database, more)).check('forget')
}

/** An interaction of this number with one resource. */
export async function call(database: Database, id: number, source: string): Promise<void> {
  await insert(database, 'INTERACTION_FACT', { INTERACTION_ID: id, TENANT_KEY: 1, SOURCE_ADDRESS: source })
  const resource = { INTERACTION_RESOURCE_ID: id + 1000, INTERACTION_ID: id, TENANT_KEY: 1 }
  await insert(database, 'INTERACTION_RESOURCE_FACT', resource)
}

export async function attached(database: Database, id: number, value: string): Promise<void> {
  const row = { INTERACTION_RESOURCE_ID: id, TENANT_KEY: 1, CUSTOM_DATA_1: value, CUSTOM_DATA_2: `${value}-2` }
  await insert(database, 'IRF_USER_DATA_CUST_1', row)
}

export async function mapKey(database: Database, key: string, column: string, id = 1): Promise<void> {
  const row = { ID: id, UD_KEY_NAME: key, UDE_TABLE_NAME: 'IRF_USER_DATA_CUST_1', UDE_COLUMN_NAME: column }
  await insert(database, 'CTL_UD_TO_UDE_MAPPING', { ...row, ACTIVE_FLAG: 1 })
}

/** What a statement selects as `value`. */
export async function texts(database: Database, sql: string): Promise<readonly (string | null)[]> {
  return (await rowsOf(database.knex.raw(sql))).map((row) => textIn(row, 'value'))
}
