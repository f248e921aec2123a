/** Rows of a contact center, planted one fact at a time: who called whom, and who stands in a campaign. */

import { infoMartTables, outboundTables } from '../../src/demo/world/tables.ts'
import { createSqlite, insertRow, type Connection } from './sqlite-site.ts'

/** The company's number stands in the other column of every call and is nobody's. */
export const company = '8005550100'

export interface Contact {
  /** Names the interaction and its leg. */
  readonly id: number
  /** The customer's number or e-mail address, as it was stored. */
  readonly address: string
  readonly inbound?: boolean
  readonly tenantKey?: number
  /** Attached data under the key AcctNum. */
  readonly account?: string
}

/** An Info Mart in which the attached key AcctNum stands in CUSTOM_DATA_1. */
export function createInfoMart(path: string, fill: (database: Connection) => void): void {
  createSqlite(path, infoMartTables, (database) => {
    insertRow(database, 'CTL_UD_TO_UDE_MAPPING', {
      ID: 1,
      UD_KEY_NAME: 'AcctNum',
      UDE_TABLE_NAME: 'IRF_USER_DATA_CUST_1',
      UDE_COLUMN_NAME: 'CUSTOM_DATA_1',
      PROPAGATION_RULE: 'CALL',
      ACTIVE_FLAG: 1,
    })
    fill(database)
  })
}

/** An interaction with its leg and state, and attached data when there is an account. */
export function plantContact(database: Connection, contact: Contact): void {
  const { id, address, inbound = true, tenantKey = 1, account } = contact
  const own = { TENANT_KEY: tenantKey, START_DATE_TIME_KEY: 1 }
  const [source, target] = inbound ? [address, company] : [company, address]
  insertRow(database, 'INTERACTION_FACT', {
    ...own,
    INTERACTION_ID: id,
    SOURCE_ADDRESS: source,
    TARGET_ADDRESS: target,
  })
  const leg = { ...own, INTERACTION_RESOURCE_ID: id, TARGET_ADDRESS: inbound ? '7042' : address }
  insertRow(database, 'INTERACTION_RESOURCE_FACT', { ...leg, INTERACTION_ID: id })
  insertRow(database, 'IXN_RESOURCE_STATE_FACT', { ...leg, IXN_RESOURCE_STATE_FACT_KEY: id })
  if (account === undefined) return
  const data = { ...own, INTERACTION_RESOURCE_ID: id, CUSTOM_DATA_1: account, CUSTOM_DATA_2: 'Pat Bystander' }
  insertRow(database, 'IRF_USER_DATA_CUST_1', data)
}

export interface CampaignRecord {
  readonly chain: number
  /** Number within the chain, from 0. */
  readonly n: number
  readonly contact: string
  /** 1 ready, 2 held by the dialer, 3 updated. Default 1. */
  readonly status?: number
  readonly email?: string | null
  readonly name?: string
}

/** The tables `cl_NAME`, `dnc_NAME` and `gsw_request_log_NAME` of one tenant or several. */
export function createCampaigns(path: string, tenants: readonly string[], fill: (database: Connection) => void): void {
  createSqlite(path, tenants.flatMap(outboundTables), fill)
}

export function plantRecord(database: Connection, tenant: string, record: CampaignRecord): void {
  const { chain, n, contact, status = 1, email = null, name = 'Pat' } = record
  insertRow(database, `cl_${tenant}`, {
    record_id: chain * 10 + n,
    contact_info: contact,
    contact_info_type: 1,
    record_type: 2,
    record_status: status,
    attempt: 0,
    daily_from: 28_800,
    daily_till: 64_800,
    tz_dbid: 122,
    chain_id: chain,
    chain_n: n,
    first_name: name,
    email,
  })
}
