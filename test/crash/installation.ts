/** A small installation with every product of the index in it, and two people who stand in all of them. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import {
  createAnnexTable,
  createSessions,
  createCallViews,
  createTables,
  entriesOfAllProducts,
  favorite,
  installVoicemail,
  password,
  plantCall,
  plantSession,
  writeInsightsLogs,
  writeProperties,
  type Surroundings,
} from '../support/all-products.ts'
import { createTaskFolders } from '../support/automation-task.ts'
import type { Canaries } from '../support/canaries.ts'
import { createCampaigns, createInfoMart, plantContact, plantRecord } from '../support/contact-center.ts'
import { insertRow, withSqliteFile, type Connection } from '../support/sqlite-site.ts'
import type { Store } from '../support/web-services-server.ts'
import { writtenSettings } from '../support/written-settings.ts'

/** Databases of the products, by name in the settings; `records` holds the history. */
export const databases = ['gim', 'ocs', 'own', 'annex', 'rs', 'ia'] as const

export const stems = { export: 'export-25052018-a', forget: 'forget-25052018-a' } as const

const nora = { phone: '2125550142', email: 'nora@example.com' } as const
const ben = { phone: '2125550107', email: 'ben@example.com' } as const
const stranger = { phone: '3035550199', email: 'pat@example.com' } as const

/** Everybody, and the password, as a search for leaks needs them. */
export const canaries: Canaries = [
  ...[nora, ben, stranger].flatMap(({ phone, email }): readonly string[] => [phone, email]),
  'sue.sample',
  'tom.sample',
  password.GWS_PASSWORD,
]

const request = JSON.stringify({
  caseid: '1',
  consumers: [
    { consumer: [{ phone: nora.phone }, { email: nora.email }] },
    { consumer: [{ phone: ben.phone }, { email: ben.email }, { phone: '12' }] },
  ],
  employees: [{ employee: [{ username: 'sue.sample' }] }, { employee: [{ username: 'tom.sample' }] }],
  'gim-attached-data': { kvlist: ['AcctNum'] },
})

/** Small transactions, so that there are several of each kind. */
export function settingsFor(place: Surroundings): string {
  const sqlite = (name: string) =>
    `  ${name}: { client: better-sqlite3, filename: ./${name}.db, rowsPerTransaction: ${name === 'own' ? 150 : 4} }`
  return writtenSettings({
    head: `journal: { client: better-sqlite3, filename: ./lethe.db }
databases:
${[...databases, 'records'].map(sqlite).join('\n')}
history: { database: records, daysToKeep: 15 }
settle: 10ms`,
    products: entriesOfAllProducts(place),
  })
}

/** Everything but the settings file, which names the port of Web Services. */
export function install(folder: string): void {
  mkdirSync(join(folder, 'gdpr'))
  for (const stem of Object.values(stems)) writeFileSync(join(folder, 'gdpr', `${stem}.json`), request)
  createInfoMart(join(folder, 'gim.db'), fillInfoMart)
  createCampaigns(join(folder, 'ocs.db'), ['acme'], fillCampaigns)
  withSqliteFile(join(folder, 'own.db'), (database) => {
    database.transaction(fillOwnTables)(database)
  })
  withSqliteFile(join(folder, 'annex.db'), createAnnexes)
  withSqliteFile(join(folder, 'rs.db'), (database) => {
    createSessions(database)
    for (const [n, { phone }] of [nora, stranger, ben, nora].entries()) plantSession(database, n, phone, `A-${n}`)
  })
  const phones = [nora, ben, stranger].map(({ phone }) => phone)
  installVoicemail(folder, phones, [nora.phone, stranger.phone])
  createTaskFolders(join(folder, 'ia'))
  withSqliteFile(join(folder, 'ia.db'), (database) => {
    createCallViews(database)
    for (const [n, { phone }] of [nora, stranger, ben, nora].entries()) plantCall(database, n, phone, `A-${n}`)
  })
  writeInsightsLogs(folder)
  writeProperties(folder, [stranger.email, nora.email, ben.email])
  writeProfiles(join(folder, 'share'))
  writeLogs(join(folder, 'logs'))
}

function fillInfoMart(database: Connection): void {
  for (const [id, address] of [nora.phone, stranger.phone, ben.email, nora.phone, ben.phone].entries()) {
    plantContact(database, { id, address, inbound: id % 2 === 0, account: `A-${id}` })
  }
  for (const [n, username] of ['sue.sample', 'tom.sample', 'una.sample'].entries()) {
    insertRow(database, 'GIDB_GC_AGENT', { ID: n, TENANTID: 101, USERNAME: username, EMPLOYEEID: `E-${n}` })
    const own = { TENANT_KEY: 1, RESOURCE_KEY: n }
    insertRow(database, 'RESOURCE_', { ...own, RESOURCE_NAME: username, EMPLOYEE_ID: `E-${n}` })
    const target = { TENANT_KEY: 1, ROUTING_TARGET_KEY: n, TARGET_OBJECT_SELECTED: username }
    insertRow(database, 'ROUTING_TARGET', target)
  }
}

function fillCampaigns(database: Connection): void {
  for (const [chain, contact] of [nora.phone, stranger.phone, ben.phone].entries()) {
    plantRecord(database, 'acme', { chain, n: 0, contact })
    plantRecord(database, 'acme', { chain, n: 1, contact: '6465550142', email: `home.${chain}@example.com` })
  }
}

/** So many that what is found comes in several batches of the history: a search can be cut off in the middle. */
const customers = 600

function fillOwnTables(database: Connection): void {
  createTables(database)
  const people = [nora, ben, stranger]
  for (let id = 0; id < customers; id += 1) {
    const { phone, email } = people[id % people.length] ?? stranger
    insertRow(database, 'customer', { id, tenant: 1, phone, email, note: `called ${id}` })
  }
  for (const [id, login] of ['sue.sample', 'una.sample', 'tom.sample'].entries()) {
    insertRow(database, 'agent', { id, login })
  }
}

function createAnnexes(database: Connection): void {
  createAnnexTable(database)
  for (const [index, phone] of [nora.phone, ben.phone].entries()) {
    insertRow(database, 'person_annex', {
      person_dbid: index + 1,
      section_name: 'interaction-workspace',
      option_name: 'favorites',
      option_value: `<profile><Favorites>${favorite(phone)} ${favorite(stranger.phone)}</Favorites></profile>`,
    })
  }
}

function writeProfiles(share: string): void {
  const profiles = {
    'agent.one/settings.xml': `<profile><Favorites>${favorite(nora.phone)}\n${favorite(stranger.phone)}</Favorites></profile>\n`,
    'agent.two/profile.json': JSON.stringify({ Favorites: [{ Phone: ben.phone }, { Email: stranger.email }] }),
    'agent.three/settings.xml': `<profile><Favorites>${favorite(stranger.phone)}</Favorites></profile>\n`,
  }
  for (const [name, text] of Object.entries(profiles)) {
    mkdirSync(join(share, name, '..'), { recursive: true })
    writeFileSync(join(share, name), text)
  }
}

function writeLogs(folder: string): void {
  const message = (ani: string, account: string) =>
    `@10:15:30.1230 [0] message EventRinging\n\tAttributeANI\t'${ani}'\n\t\t'AcctNum'\t'${account}'\n`
  const text = [nora.phone, stranger.phone, ben.phone].map((phone, n) => message(phone, `A-${n}`)).join('')
  mkdirSync(folder)
  writeFileSync(join(folder, 'main.log'), text)
  writeFileSync(join(folder, 'main.1.log.gz'), gzipSync(text))
}

/** Settings in Web Services: one that is written back without the favorite, one that is one favorite. */
export function favoritesOnline(): Store {
  const group = 'interaction-workspace-personal-favorites'
  const phones = (phone: string) => `{"phones":["${phone}"]}`
  const list = `{"name":"agent-1","value":[${phones(nora.phone)}, ${phones(stranger.phone)}]}`
  const settings = [list, `{"name":"f1","phone":"${ben.phone}"}`, `{"name":"f2","phone":"${stranger.phone}"}`]
  const recent = `{"name":"list","value":[${phones(ben.phone)},${phones(stranger.phone)}]}`
  return new Map([
    ['', new Map([[group, { keyName: 'name', settings }]])],
    ['u1', new Map([['interaction-workspace-recents', { keyName: 'name', settings: [recent] }]])],
  ])
}
