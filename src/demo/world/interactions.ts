/** Interactions of the Info Mart: a crowd of callers, and the cast's own contacts scattered among them. */

import type { Dice } from './random.ts'
import { acme, orion, type Person, type TenantOfWorld } from './people.ts'
import type { NewRow, RowOfWorld } from './rows.ts'

/** Who one interaction is with, and how the address stands in the tables. */
interface Contact {
  readonly tenant: TenantOfWorld
  readonly address: string
  readonly name: string
  readonly account: string
  /** Null for somebody of the crowd. */
  readonly person: Person | null
}

interface Interaction {
  readonly contact: Contact
  readonly id: number
  readonly inbound: boolean
  readonly email: boolean
  readonly startTs: number
}

/** 2025-01-01T00:00:00Z; one interaction every 40 seconds from there. */
const firstTs = 1_735_689_600
const secondsApart = 40
const firstId = 1_000_000
/** Area codes of the crowd; those of the cast are not among them. */
const areaCodes = ['303', '317', '404', '503', '512', '602', '614', '702', '713', '804', '816', '904', '919'] as const
const firstNames = ['Alex', 'Bo', 'Chris', 'Dana', 'Elia', 'Frankie', 'Gabi', 'Hayden', 'Ira', 'Jo'] as const
const lastNames = ['Anyone', 'Nobody', 'Someone', 'Public', 'Passerby', 'Bystander', 'Roe', 'Doe'] as const

/** Rows of all fact tables for `count` interactions; the cast's are among them, evenly spread. */
export function* interactionRows(count: number, cast: readonly Person[], dice: Dice): Iterable<NewRow> {
  const planted = plantedContacts(count, cast)
  let resource = 5_000_000
  for (let n = 0; n < count; n += 1) {
    const contact = planted.get(n) ?? strangerContact(dice)
    const email = contact.address.includes('@')
    const inbound = dice.chance(70)
    const interaction = { contact, id: firstId + n, inbound, email, startTs: firstTs + n * secondsApart }
    yield { table: 'INTERACTION_FACT', row: interactionRow(interaction) }
    const legs = dice.chance(20) ? 2 : 1
    for (let leg = 0; leg < legs; leg += 1) yield* legRows(interaction, (resource += 1), dice)
    if (!email && !inbound) yield attemptRow(interaction)
    if (!email && inbound && (contact.person !== null || dice.chance(4))) yield callbackRow(interaction)
  }
}

/** INTERACTION_ID of every interaction that was planted for the person. */
export function interactionsOf(person: Person, count: number, cast: readonly Person[]): readonly number[] {
  const planted = [...plantedContacts(count, cast)]
  return planted.flatMap(([n, contact]) => (contact.person === person ? [firstId + n] : []))
}

/** Each person's contacts at even distances; the written forms of the number take turns, every fourth is an e-mail. */
function plantedContacts(count: number, cast: readonly Person[]): ReadonlyMap<number, Contact> {
  const contacts = cast.flatMap((person) =>
    Array.from({ length: person.interactions }, (_, n) => ({
      tenant: person.tenant,
      address: n % 4 === 3 ? person.email : (person.phoneForms[n % person.phoneForms.length] ?? person.phone),
      name: person.name,
      account: person.account,
      person,
    })),
  )
  const distance = count / contacts.length
  if (distance < 1) throw new Error(`the cast alone has ${contacts.length} interactions`)
  return new Map(contacts.map((contact, n) => [Math.floor(n * distance), contact]))
}

function strangerContact(dice: Dice): Contact {
  const digits = String(dice.roll(100)).padStart(2, '0')
  const number = `${dice.pick(areaCodes)}55501${digits}`
  const [first, last] = [dice.pick(firstNames), dice.pick(lastNames)]
  const account = `B-${String(dice.roll(1_000_000)).padStart(6, '0')}`
  const tenant = dice.chance(30) ? orion : acme
  const mail = `${first}.${last}.${account.slice(2)}@example.net`.toLowerCase()
  return { tenant, address: dice.chance(12) ? mail : number, name: `${first} ${last}`, account, person: null }
}

function interactionRow({ contact, id, inbound, email, startTs }: Interaction): RowOfWorld {
  const own = email ? contact.tenant.ownEmail : contact.tenant.ownNumber
  return {
    INTERACTION_ID: id,
    TENANT_KEY: contact.tenant.tenantKey,
    MEDIA_TYPE_KEY: email ? 2 : 1,
    MEDIA_SERVER_IXN_GUID: `ixn-${id}`,
    SOURCE_ADDRESS: inbound ? contact.address : own,
    TARGET_ADDRESS: inbound ? own : contact.address,
    SUBJECT: email ? 'Your invoice' : null,
    ...interval(startTs),
  }
}

/** One leg: the resource fact, its state, and for every third the attached data. */
function* legRows({ contact, id, inbound, startTs }: Interaction, resource: number, dice: Dice): Iterable<NewRow> {
  const own = { TENANT_KEY: contact.tenant.tenantKey, INTERACTION_RESOURCE_ID: resource, ...interval(startTs) }
  const address = inbound ? `70${dice.roll(90) + 10}` : contact.address
  const agent = { RESOURCE_KEY: dice.roll(4) + 1, ROUTING_TARGET_KEY: dice.roll(4) + 1 }
  yield {
    table: 'INTERACTION_RESOURCE_FACT',
    row: { ...own, ...agent, INTERACTION_ID: id, TARGET_ADDRESS: address },
  }
  yield {
    table: 'IXN_RESOURCE_STATE_FACT',
    row: { ...own, IXN_RESOURCE_STATE_FACT_KEY: resource + 4_000_000, TARGET_ADDRESS: address, TOTAL_DURATION: 180 },
  }
  if (resource % 3 !== 0) return
  yield {
    table: 'IRF_USER_DATA_CUST_1',
    row: {
      ...own,
      CUSTOM_DATA_1: contact.account,
      CUSTOM_DATA_2: contact.name,
      CUSTOM_DATA_3: dice.chance(50) ? `asked for ${contact.name}` : null,
      CUSTOM_DATA_4: dice.pick(['sales', 'service', 'billing']),
    },
  }
}

function attemptRow({ contact, id, startTs }: Interaction): NewRow {
  return {
    table: 'CONTACT_ATTEMPT_FACT',
    row: {
      CONTACT_ATTEMPT_FACT_KEY: id + 8_000_000,
      TENANT_KEY: contact.tenant.tenantKey,
      CALL_ATTEMPT_ID: `attempt-${id}`,
      CONTACT_INFO: contact.address,
      START_DATE_TIME_KEY: interval(startTs).START_DATE_TIME_KEY,
      RECORD_FIELD_1: id % 100,
      RECORD_FIELD_15: contact.account,
      RECORD_FIELD_16: contact.name,
    },
  }
}

function callbackRow({ contact, id, startTs }: Interaction): NewRow {
  return {
    table: 'CALLBACK_FACT',
    row: {
      ADDED_TS: startTs,
      DS_AUDIT_KEY: id,
      EVENT_SEQUENCE: 1,
      TENANT_KEY: contact.tenant.tenantKey,
      SERVICE_ID: `callback-${id}`,
      CUSTOMER_ANI: contact.address,
      CUSTOMER_PHONE_NUMBER: contact.address,
    },
  }
}

function interval(startTs: number) {
  return { START_DATE_TIME_KEY: startTs - (startTs % 900), START_TS: startTs, END_TS: startTs + 300 }
}
