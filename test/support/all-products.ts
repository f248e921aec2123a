/** An installation with every product of the index: what the settings say of each, and the tables that are a site's own. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { parseIdentifier } from '../../src/platform/match/identifier.ts'
import { products } from '../../src/products/index.ts'
import { rowsOfCall, viewStatements } from './automation-views.ts'
import { insertRow, type Connection } from './sqlite-site.ts'
import { login } from './web-services-server.ts'

/** For the environment of the command. */
export const password = { GWS_PASSWORD: login.password } as const

/** Paths of what is the customer's, of the answers in `gdpr` and of the history in `records`: there people belong. */
export const belongs = /^(gdpr|logs|share|conf|fs|ia)\/|^(gim|ocs|own|annex|rs|ia|records)\.db|^lethe\.yaml$/

/** What differs from site to site. */
export interface Surroundings {
  readonly folder: string
  /** Of Web Services. */
  readonly baseUrl: string
  /** Further settings of Web Services, as YAML's short form has them. */
  readonly webServices?: string
}

const entries: Readonly<Record<string, (place: Surroundings) => string>> = {
  declared: () =>
    `{ product: declared, system: Billing, disposition: retained, reason: billing records are kept as the tax code asks }`,
  'feature-server': ({ folder }) => `
        product: feature-server
        folder:
          requests: ${folder}/fs/requests
          logs: ${folder}/fs/logs
          recordings: ${folder}/fs/recordings
          results: { told: time }`,
  'info-mart': () => `{ product: info-mart, database: gim, tenantDbid: 101, exclude: [LDR_FACT, CDR_FACT] }`,
  outbound: () => `
        product: outbound
        database: ocs
        callingLists: [ { table: cl_acme, userFields: [email, first_name] } ]
        doNotCall: [ { table: dnc_acme } ]
        requestLogs: [ { table: gsw_request_log_acme } ]`,
  tables: () => `
        product: tables
        database: own
        tables:
          - table: customer
            tenant: { column: tenant }
            columns:
              - { column: phone, identifies: [phone] }
              - { column: email, identifies: [email], redact: "null" }
              - { column: note, comesWithRow: true }
          - table: agent
            tenant: null
            columns: [ { column: login, identifies: [username], redact: pseudonym } ]`,
  'workspace-desktop': ({ folder }) => `
        product: workspace-desktop
        recordLocation: ${folder}/share/$Agent.UserName$
        annex: { database: annex }`,
  'web-services': ({ baseUrl, webServices }) => {
    const more = webServices === undefined ? '' : `, ${webServices}`
    return `{ product: web-services, baseUrl: "${baseUrl}", user: ${login.user}, password: "\${env:GWS_PASSWORD}"${more} }`
  },
  'cx-insights': ({ folder }) => `
        product: cx-insights
        logs: { root: ${folder}/mstr }
        purge: { command: [/bin/true] }
        cubes: false`,
  'intelligent-automation': ({ folder }) => `
        product: intelligent-automation
        task: { requests: ${folder}/ia/import, results: ${folder}/ia/results, answers: ${folder}/ia/export }
        company: 2
        database: ia
        overnightJob: []
        historicalAfterDays: 0`,
  pulse: () => `{ product: pulse }`,
  'pulse-advisors': ({ folder }) => `
        product: pulse-advisors
        properties: [ { path: ${folder}/conf/XMLGen.properties } ]`,
  'voice-platform': () => `{ product: voice-platform, database: rs, exclude: [RM_CDR, CCP_CDR] }`,
  'log-files': ({ folder }) => `
        product: log-files
        root: ${folder}/logs
        paths: ["**/*.log*"]
        format: t-server
        assumeClosed: true`,
}

/** Lines below `products:`, in the order of the index; a product that has no entry here fails. */
export function entriesOfAllProducts(place: Surroundings): string {
  const listed = Object.keys(products).map((id) => {
    const entry = entries[id]
    if (entry === undefined) throw new Error(`there is no installation of ${id}`)
    return `      - ${entry(place).trim()}`
  })
  return listed.join('\n')
}

/** Those of the product `tables`. */
export function createTables(database: Connection): void {
  database.exec(`
    create table customer (id integer primary key, tenant integer, phone varchar(40), email varchar(80), note text);
    create table agent (id integer primary key, login varchar(40));
  `)
}

export function createAnnexTable(database: Connection): void {
  database.exec(`create table person_annex (person_dbid int not null, section_name varchar(64) not null,
    option_name varchar(64) not null, option_value text, primary key (person_dbid, section_name, option_name))`)
}

/** Sessions of the voice platform: `n` tells them apart. */
export function createSessions(database: Connection): void {
  database.exec(`
    create table mcp_cdr (session_id varchar(64) not null, remote_uri varchar(255), local_uri varchar(255));
    create table mcp_cdr_ext (session_id varchar(64) not null, ext varchar(255));
    create table custom_vars (session_id varchar(64) not null, name varchar(64), var_value varchar(255));
    create table var_cdrs (session_id varchar(64) not null, call_result varchar(255));
    create table event_logs (session_id varchar(64) not null, message varchar(500));
  `)
}

export function plantSession(database: Connection, n: number, phone: string, value: string): void {
  const own = { session_id: `018401A9-${n.toString(16).toUpperCase().padStart(8, '0')}` }
  insertRow(database, 'mcp_cdr', { ...own, remote_uri: `sip:+1${phone}@10.0.0.1:5060`, local_uri: 'sip:ivr@10.0.0.2' })
  insertRow(database, 'custom_vars', { ...own, name: 'account', var_value: value })
  insertRow(database, 'event_logs', { ...own, message: `incall from ${phone}` })
}

/** Calls of Intelligent Automation, of the company of the settings. */
export function createCallViews(database: Connection): void {
  database.exec(viewStatements(false).join(';'))
}

export function plantCall(database: Connection, id: number, phone: string, value: string): void {
  const call = {
    id,
    company: 2,
    number: phone,
    day: '2026-03-01',
    account: value,
    answer: value,
    details: `for ${value}`,
  }
  for (const [view, row] of Object.entries(rowsOfCall(call))) insertRow(database, view, row)
}

/** Addresses of support staff. */
export function writeProperties(folder: string, addresses: readonly string[]): void {
  mkdirSync(join(folder, 'conf'))
  const text = `port=8080\nconnectionFailureRetryParams.supportEmail=${addresses.join(', ')}\n`
  writeFileSync(join(folder, 'conf/XMLGen.properties'), text)
}

/** Folders of the logs of CX Insights, with one that is written. */
export function writeInsightsLogs(folder: string): void {
  for (const name of ['mstr', 'mstrWeb', 'tomcat', 'gcxi']) mkdirSync(join(folder, 'mstr', name), { recursive: true })
  writeFileSync(join(folder, 'mstr/mstr/Kernel_UserTrace.log'), 'started\n')
}

const dayMs = 86_400_000

/** A Feature Server whose tasks have told already: export-me of nobody, forget-me of whoever has a message. */
export function installVoicemail(folder: string, phones: readonly string[], withMessage: readonly string[]): void {
  for (const name of ['requests', 'logs', 'recordings']) mkdirSync(join(folder, 'fs', name), { recursive: true })
  const day = new Date(Math.floor(Date.now() / dayMs) * dayMs + 30 * dayMs).toISOString().slice(0, 10)
  const [year, month, date] = day.split('-')
  const tell = (task: string, told: (phone: string) => string): void => {
    const lines = phones.flatMap((phone) => formsOf(phone).map((form) => `${day} 12:00:00 ${form}: ${told(phone)}\n`))
    writeFileSync(join(folder, `fs/logs/sipfs-${task}-${date}${month}${year}.log`), lines.join(''))
  }
  tell('exportMe', () => 'no messages')
  tell('forgetMe', (phone) => (withMessage.includes(phone) ? 'success' : 'no messages'))
}

function formsOf(phone: string): readonly string[] {
  const parsed = parseIdentifier('phone', phone, { country: 'US', form: 'on-premises' })
  return parsed.ok ? parsed.identifier.digits : []
}

export const favorite = (phone: string): string => `<Favorite Phone="${phone}"/>`
