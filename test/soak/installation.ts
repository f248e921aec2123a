/** A site with every product in it, full of people: databases, favorites, logs, and what the settings say of them. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import type { Database } from '../../src/platform/sql/database.ts'
import type { DatabaseSettings } from '../../src/platform/sql/settings.ts'
import {
  createAnnexTable,
  createSessions,
  createCallViews,
  createTables,
  entriesOfAllProducts,
  favorite,
  installVoicemail,
  plantCall,
  plantSession,
  writeInsightsLogs,
  writeProperties,
} from '../support/all-products.ts'
import type { Surroundings } from '../support/all-products.ts'
import { createTaskFolders } from '../support/automation-task.ts'
import { createCampaigns, createInfoMart, plantContact, plantRecord } from '../support/contact-center.ts'
import { insertRow, withSqliteFile, type Connection } from '../support/sqlite-site.ts'
import type { Store } from '../support/web-services-server.ts'
import type { Neighbours, Person } from './people.ts'

/** SQLite files of the products, by name in the settings. */
export const databases = ['gim', 'ocs', 'own', 'annex', 'rs', 'ia'] as const

export const folders = { inbox: 'gdpr/GDPR_Submit', results: 'gdpr/GDPR_Result', logs: 'logs', share: 'share' } as const

export function settingsFor(place: Surroundings, postgres: DatabaseSettings): string {
  const { host, port, database, user } = postgres
  const sqlite = (name: string) => `  ${name}: { client: better-sqlite3, filename: ./${name}.db, lockTimeoutMs: 1000 }`
  return `
journal: { client: better-sqlite3, filename: ./lethe.db }
databases:
${[...databases, 'records'].map(sqlite).join('\n')}
  crm: ${JSON.stringify({ client: 'pg', host, port, database, user, password: '${env:CRM_PASSWORD}', tls: 'off', lockTimeoutMs: 1000 })}
history: { database: records, daysToKeep: 15 }
settle: 200ms
patience: 2s
tenants:
  - name: acme
    tenantKey: 1
    directory: ./gdpr
    layout: submit-result
    country: US
    timeZone: America/New_York
    process: { export: on-arrival, forget: on-arrival }
    schedule: "*/10 * * * * *"
    products:
${entriesOfAllProducts({ ...place, webServices: 'timeoutMs: 2000, callsPerSecond: 500' })}
      - product: tables
        database: crm
        tables:
          - table: lead
            key: [id]
            tenant: null
            columns:
              - { column: phone, identifies: [phone] }
              - { column: email, identifies: [email] }
              - { column: note, comesWithRow: true }
`
}

/** Everything but the settings file and the PostgreSQL database. */
export function install(folder: string, people: readonly Neighbours[]): void {
  for (const place of Object.values(folders)) mkdirSync(join(folder, place), { recursive: true })
  createInfoMart(join(folder, 'gim.db'), (database) => {
    forEachone(people, (person, id) => {
      fillInfoMart(database, person, id)
    })
  })
  createCampaigns(join(folder, 'ocs.db'), ['acme'], (database) => {
    forEachone(people, (person, id) => {
      fillCampaigns(database, person, id)
    })
  })
  withSqliteFile(join(folder, 'own.db'), (database) => {
    database.transaction(() => {
      createTables(database)
      forEachone(people, (person, id) => {
        fillTables(database, person, id)
      })
    })()
  })
  withSqliteFile(join(folder, 'rs.db'), (database) => {
    database.transaction(() => {
      createSessions(database)
      forEachone(people, ({ phone, marker }, id) => {
        if (isNth(id, 10)) plantSession(database, id, phone, marker)
      })
    })()
  })
  withSqliteFile(join(folder, 'annex.db'), (database) => {
    createAnnexTable(database)
    for (const { number, person, stranger } of people.filter(({ number }) => number % 25 === 1)) {
      insertRow(database, 'person_annex', {
        person_dbid: number,
        section_name: 'interaction-workspace',
        option_name: 'favorites',
        option_value: profileOf([person, stranger]),
      })
    }
  })
  // Nobody has left a message.
  const phones = people.flatMap(({ person, stranger }) => [person.phone, stranger.phone])
  installVoicemail(folder, phones, [])
  createTaskFolders(join(folder, 'ia'))
  withSqliteFile(join(folder, 'ia.db'), (database) => {
    database.transaction(() => {
      createCallViews(database)
      forEachone(people, ({ phone, marker }, id) => {
        if (isNth(id, 12)) plantCall(database, id, phone, marker)
      })
    })()
  })
  writeInsightsLogs(folder)
  // Nobody of the soak works in support: the file stays as it is.
  writeProperties(folder, ['support@example.com'])
  writeProfiles(join(folder, folders.share), people)
  writeLogs(join(folder, folders.logs), people)
}

/** Each person in some of the places, the stranger in the same ones; one in twenty stands nowhere at all. */
function forEachone(people: readonly Neighbours[], plant: (person: Person, id: number) => void): void {
  for (const { number, person, stranger } of people) {
    if (number % 20 === 19) continue
    plant(person, 2 * number)
    plant(stranger, 2 * number + 1)
  }
}

/** Whether the neighbours with this id, of whom there are two, belong to a share of everybody. */
const isNth = (id: number, period: number): boolean => (id >> 1) % period === 0

function fillInfoMart(database: Connection, { phone, email, ...own }: Person, id: number): void {
  if (!isNth(id, 4)) {
    const address = isNth(id, 5) ? email : phone
    plantContact(database, { id, address, inbound: isNth(id, 2), account: own.marker })
  }
  if (!isNth(id, 6)) return
  insertRow(database, 'GIDB_GC_AGENT', { ID: id, TENANTID: 101, USERNAME: own.username, EMPLOYEEID: own.employeeId })
  const resource = { RESOURCE_NAME: own.username, EMPLOYEE_ID: own.employeeId }
  insertRow(database, 'RESOURCE_', { TENANT_KEY: 1, RESOURCE_KEY: id, ...resource })
  const target = { TENANT_KEY: 1, ROUTING_TARGET_KEY: id, TARGET_OBJECT_SELECTED: own.username }
  insertRow(database, 'ROUTING_TARGET', target)
}

function fillCampaigns(database: Connection, { phone, email, marker }: Person, id: number): void {
  if (isNth(id, 3)) plantRecord(database, 'acme', { chain: id, n: 0, contact: phone, email, name: marker })
  if (isNth(id, 9)) plantRecord(database, 'acme', { chain: id, n: 1, contact: email, name: marker })
  if (isNth(id, 7)) insertRow(database, 'dnc_acme', { entry: id, phone, customer_id: email })
  if (isNth(id, 8)) insertRow(database, 'gsw_request_log_acme', { entry: id, request_type: 1, phone })
}

function fillTables(database: Connection, { phone, email, marker, username }: Person, id: number): void {
  insertRow(database, 'customer', { id, tenant: 1, phone, email, note: `called ${marker}` })
  if (isNth(id, 6)) insertRow(database, 'agent', { id, login: username })
}

export const leadColumns = ['id', 'phone', 'email', 'note'] as const

/** On PostgreSQL. */
export async function installLeads({ knex }: Database, people: readonly Neighbours[]): Promise<void> {
  await knex.raw('create table lead (id int primary key, phone varchar(40), email varchar(80), note text)')
  await knex.raw('create index lead_phone on lead (phone)')
  const rows: Readonly<Record<string, string | number>>[] = []
  forEachone(people, ({ phone, email, marker }, id) => {
    if (isNth(id, 2)) rows.push({ id, phone, email, note: `asked by ${marker}` })
  })
  await knex.batchInsert('lead', rows, 1000)
}

function profileOf(people: readonly Person[]): string {
  return `<profile><Favorites>${people.map(({ phone }) => favorite(phone)).join(' ')}</Favorites></profile>`
}

function writeProfiles(share: string, people: readonly Neighbours[]): void {
  const chosen = people.filter(({ number }) => number % 25 === 2)
  for (let agent = 0; agent * 10 < chosen.length; agent += 1) {
    const folder = join(share, `agent.${agent}`)
    mkdirSync(folder)
    const listed = chosen.slice(agent * 10, agent * 10 + 10).flatMap(({ person, stranger }) => [person, stranger])
    writeFileSync(join(folder, 'settings.xml'), profileOf(listed))
    const favorites = listed.map(({ phone }) => ({ Phone: phone }))
    writeFileSync(join(folder, 'profile.json'), JSON.stringify({ Favorites: favorites }))
  }
}

/** A message of a server; the account comes with whoever is calling. */
export function messageOf({ phone, marker }: Person): string {
  return `@10:15:30.1230 [0] message EventRinging\n\tAttributeANI\t'${phone}'\n\t\t'AcctNum'\t'${marker}'\n`
}

function writeLogs(folder: string, people: readonly Neighbours[]): void {
  for (const [n, name] of ['main.log', 'main.1.log', 'other/side.log', 'main.2.log.gz'].entries()) {
    const chosen = people.filter(({ number }) => number % 28 === n * 7)
    const text = chosen.map(({ person, stranger }) => messageOf(person) + messageOf(stranger)).join('')
    const path = join(folder, name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text)
  }
}

/** Favorites in Web Services: lists that are written back without one of them, and settings that are one favorite. */
export function favoritesOnline(people: readonly Neighbours[]): Store {
  const group = 'interaction-workspace-personal-favorites'
  const chosen = people.filter(({ number }) => number % 100 === 50)
  const users = Array.from({ length: 4 }, (_, user) => {
    const mine = chosen.filter((_one, n) => n % 4 === user)
    const phones = mine.flatMap(({ person, stranger }) => [person, stranger]).map(({ phone }) => ({ phones: [phone] }))
    const settings = [JSON.stringify({ name: 'list', value: phones })]
    return [`u${user}`, new Map([[group, { keyName: 'name', settings }]])] as const
  })
  const single = people.filter(({ number }) => number % 200 === 51)
  const alone = single.flatMap(({ person, stranger }) => [person, stranger])
  const settings = alone.map(({ phone }, n) => JSON.stringify({ name: `f${n}`, phone }))
  return new Map([['', new Map([[group, { keyName: 'name', settings }]])], ...users])
}
