/** A tenant's outbound campaign: calling list with chains, do-not-call list, request log. */

import type { Dice } from './random.ts'
import { ada, type Person, type TenantOfWorld } from './people.ts'
import type { NewRow, RowOfWorld } from './rows.ts'

/** record_status of OCS: 1 is ready to be dialled, 2 is held by the dialer right now, 3 is updated after the call. */
export const recordStatus = { ready: 1, retrieved: 2, updated: 3 } as const

export interface Campaign {
  readonly tenant: TenantOfWorld
  /** Customers of the crowd, with one to three numbers each. */
  readonly chains: number
  readonly cast: readonly Person[]
  /** Whose record the dialer holds. */
  readonly held: readonly Person[]
}

const callWindow = { daily_from: 28_800, daily_till: 64_800, tz_dbid: 122 }

export function* campaignRows(campaign: Campaign, dice: Dice): Iterable<NewRow> {
  let record = 0
  for (let chain = 1; chain <= campaign.chains; chain += 1) {
    const numbers = dice.roll(3) + 1
    const user = crowdFields(chain)
    for (let n = 0; n < numbers; n += 1) {
      record += 1
      const number = `${407 + dice.roll(3)}55501${String(dice.roll(100)).padStart(2, '0')}`
      yield listRow(campaign.tenant, { ...user, contact_info: number, chain_id: chain, chain_n: n, record_id: record })
    }
  }
  for (const [n, person] of campaign.cast.entries()) {
    const place = { chain_id: campaign.chains + 1 + n, record_id: record + 1 + n * 2 }
    yield* personRows(campaign.tenant, person, place, campaign.held.includes(person))
  }
}

function* personRows(tenant: TenantOfWorld, person: Person, place: RowOfWorld, held: boolean): Iterable<NewRow> {
  const [first = '', last = ''] = person.name.split(' ')
  const user = { ...place, first_name: first, last_name: last, email: person.email, account: person.account }
  const status = { record_status: held ? recordStatus.retrieved : recordStatus.updated }
  yield listRow(tenant, { ...user, ...status, contact_info: person.phone, chain_n: 0 })
  // The same customer's second number: reached through the chain only.
  const second = `64655501${String(Number(place['chain_id']) % 100).padStart(2, '0')}`
  yield listRow(tenant, { ...user, contact_info: second, chain_n: 1, record_id: Number(place['record_id']) + 1 })
  yield {
    table: `dnc_${tenant.name}`,
    row: { entry: place['record_id'] ?? null, phone: person.phone, customer_id: person.account, tenant_dbid: tenant.tenantDbid, is_internal: 0 },
  }
  yield {
    table: `gsw_request_log_${tenant.name}`,
    row: { entry: place['record_id'] ?? null, request_type: person === ada ? 15 : 10, phone: person.phone, call_id: 1, agent_id: '7042' },
  }
}

function listRow(tenant: TenantOfWorld, row: RowOfWorld): NewRow {
  const defaults = { contact_info_type: 1, record_type: 2, record_status: recordStatus.ready, call_result: 28 }
  return { table: `cl_${tenant.name}`, row: { ...defaults, attempt: 0, ...callWindow, ...row } }
}

function crowdFields(chain: number): RowOfWorld {
  const account = `C-${String(chain).padStart(6, '0')}`
  return { first_name: 'Pat', last_name: 'Bystander', email: `customer.${chain}@example.net`, account }
}
