/** Looks into the sandbox's tables: the subjects' rows beside those of strangers, and what has changed since the start. */

import type { Database, Row } from '../platform/sql/database.ts'
import { demoSize } from './world/create.ts'
import { interactionsOf } from './world/interactions.ts'
import { acme, ada, ben, strangers, sue, type Person } from './world/people.ts'
import { tableOf, type DemoScene } from './scene.ts'

type Bindings = readonly (string | number | null)[]

/** The same rows each time, named by key: after a forget nothing else leads to them. */
export async function infoMartViews(database: Database): Promise<readonly DemoScene[]> {
  const ids = JSON.stringify([ada, ...strangers.slice(0, 3)].flatMap((person) => idsOf(person).slice(0, 2)))
  return [
    tableOf(
      'INTERACTION_FACT: Ada Sample (first two rows), the other tenant’s customers, a look-alike number',
      await rowsOf(
        database,
        `select INTERACTION_ID, TENANT_KEY, SOURCE_ADDRESS, TARGET_ADDRESS from INTERACTION_FACT
         where INTERACTION_ID in (select value from json_each(?))
         order by TENANT_KEY, INTERACTION_ID`,
        [ids],
      ),
    ),
    tableOf(
      'IRF_USER_DATA_CUST_1: data attached to their calls',
      await rowsOf(
        database,
        `select r.INTERACTION_ID, u.TENANT_KEY, CUSTOM_DATA_1 as AcctNum, CUSTOM_DATA_2 as CustomerName,
                CUSTOM_DATA_4 as Queue
         from IRF_USER_DATA_CUST_1 u join INTERACTION_RESOURCE_FACT r using (INTERACTION_RESOURCE_ID)
         where r.INTERACTION_ID in (select value from json_each(?)) order by u.TENANT_KEY, r.INTERACTION_ID limit 8`,
        [JSON.stringify([ada, ...strangers].flatMap(idsOf))],
      ),
    ),
    tableOf(
      'GIDB_GC_AGENT: the employee, a namesake of the other tenant, two colleagues',
      await rowsOf(database, 'select ID, TENANTID, USERNAME, FIRSTNAME, LASTNAME, EMAIL from GIDB_GC_AGENT', []),
    ),
  ]
}

export async function campaignViews(database: Database): Promise<readonly DemoScene[]> {
  return [
    tableOf(
      'cl_acme: chains of Ada, Ben and a look-alike; status 2 is held by the dialer',
      await rowsOf(
        database,
        `select chain_id, chain_n, record_status, contact_info, first_name, last_name, email from cl_acme
         where chain_id between 1501 and 1503 order by chain_id, chain_n`,
        [],
      ),
    ),
    tableOf(
      'dnc_acme: do not call',
      await rowsOf(database, 'select entry, phone, customer_id from dnc_acme limit 4', []),
    ),
  ]
}

interface Watched {
  readonly table: string
  /** The condition that a row of the original is one of the subjects'; `?` is the JSON list of their interactions. */
  readonly own: string
}

const ixn = 'INTERACTION_ID in (select value from json_each(?))'
const leg = `INTERACTION_RESOURCE_ID in (select INTERACTION_RESOURCE_ID from original.INTERACTION_RESOURCE_FACT where ${ixn})`
const employee = `'${sue.username}'`

const watched: readonly Watched[] = [
  { table: 'INTERACTION_FACT', own: ixn },
  { table: 'INTERACTION_RESOURCE_FACT', own: ixn },
  { table: 'IXN_RESOURCE_STATE_FACT', own: leg },
  { table: 'IRF_USER_DATA_CUST_1', own: leg },
  { table: 'CONTACT_ATTEMPT_FACT', own: `(CONTACT_ATTEMPT_FACT_KEY - 8000000) in (select value from json_each(?))` },
  { table: 'CALLBACK_FACT', own: 'DS_AUDIT_KEY in (select value from json_each(?))' },
  { table: 'GIDB_GC_AGENT', own: `USERNAME = ${employee} and TENANTID = ${acme.tenantDbid} and ? is not null` },
  { table: 'RESOURCE_', own: `RESOURCE_NAME = ${employee} and TENANT_KEY = ${acme.tenantKey} and ? is not null` },
  {
    table: 'ROUTING_TARGET',
    own: `TARGET_OBJECT_SELECTED = ${employee} and TENANT_KEY = ${acme.tenantKey} and ? is not null`,
  },
]

export interface TableChange {
  readonly table: string
  readonly rows: number
  readonly changed: number
  /** Changed rows of anybody else; anything but 0 is a defect. */
  readonly strangers: number
}

/** Compares every row of the fact tables with the original. */
export async function infoMartChanges(database: Database): Promise<readonly TableChange[]> {
  const ids = JSON.stringify([ada, ben].flatMap(idsOf))
  const changes: TableChange[] = []
  for (const { table, own } of watched) {
    const [row] = await rowsOf(
      database,
      `select (select count(*) from original.${table}) as n, count(*) as changed,
              coalesce(sum(case when ${own} then 0 else 1 end), 0) as others
       from (select * from original.${table} except select * from main.${table})`,
      [ids],
    )
    const count = (name: string): number => Number(row?.[name] ?? 0)
    changes.push({ table, rows: count('n'), changed: count('changed'), strangers: count('others') })
  }
  return changes
}

export async function rowsOf(database: Database, sql: string, bindings: Bindings): Promise<readonly Row[]> {
  const rows: unknown = await database.knex.raw(sql, [...bindings])
  return Array.isArray(rows) ? rows.filter(isRow) : []
}

function isRow(row: unknown): row is Row {
  return typeof row === 'object' && row !== null
}

function idsOf(person: Person): readonly number[] {
  return interactionsOf(person, demoSize.interactions, demoSize.cast)
}
