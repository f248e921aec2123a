/** Two tenants under one daemon: the folder of one belongs to somebody who cheats, the other's is what he is after. */

import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { withSqliteFile } from '../support/sqlite-site.ts'

export const ownPhone = (n: number): string => `781555${String(n % 10_000).padStart(4, '0')}`
const victims = 40
const victimPhone = (n: number): string => `617555${String(n).padStart(4, '0')}`

export interface Places {
  readonly home: string
  /** Where the cheat may write. */
  readonly own: string
  readonly victim: string
  /** Belongs to nobody, and holds what must not be read or written. */
  readonly outside: string
}

export const victimRequest = (n: number): string => `forget-25052018-orion-${n}.json`
export const secretFile = 'secret.json'

/** What stands in the victim's folder and outside, and nowhere else. */
const foreign = ['orion-case', '617555', 'outside-secret'] as const

export function requestOf(caseid: string, ...phones: readonly string[]): string {
  return JSON.stringify({ caseid, consumers: phones.map((phone) => ({ consumer: [{ phone }] })) })
}

export function prepare({ home, own, victim, outside }: Places): void {
  mkdirSync(outside, { recursive: true })
  writeFileSync(join(outside, secretFile), requestOf('outside-secret', victimPhone(0)))
  withSqliteFile(join(home, 'crm.db'), (database) => {
    database.pragma('journal_mode = WAL')
    database.exec('create table CUSTOMER (ID integer primary key, TENANT_KEY integer, PHONE text)')
    database.exec('create index CUSTOMER_PHONE on CUSTOMER (PHONE)')
    const insert = database.prepare('insert into CUSTOMER (TENANT_KEY, PHONE) values (?, ?)')
    database.transaction(() => {
      for (let n = 0; n < victims; n += 1) insert.run(2, victimPhone(n))
      // Whoever reads the other's request as this tenant's would find somebody.
      for (let n = 0; n < victims; n += 1) insert.run(1, victimPhone(n))
      for (let n = 0; n < 10_000; n += 1) insert.run(1, ownPhone(n))
    })()
  })
  writeFileSync(join(home, 'lethe.yaml'), settingsFor(own, victim))
}

export function submitVictims({ victim }: Pick<Places, 'victim'>): void {
  for (let n = 0; n < victims; n += 1) {
    writeFileSync(join(victim, victimRequest(n)), requestOf(`orion-case-${n}`, victimPhone(n)))
  }
}

function settingsFor(own: string, victim: string): string {
  const tenant = (name: string, tenantKey: number, directory: string, layout: string) => `  - name: ${name}
    tenantKey: ${tenantKey}
    directory: ${directory}
    layout: ${layout}
    country: US
    timeZone: America/New_York
    process: { export: on-arrival, forget: on-arrival }
    schedule: "*/10 * * * * *"
    products:
      - product: tables
        database: crm
        tables:
          - { table: CUSTOMER, key: [ID], tenant: { column: TENANT_KEY }, columns: [ { column: PHONE, identifies: [phone] } ] }`
  return `settle: 50ms
patience: 1s
databases: { crm: { client: better-sqlite3, filename: ./crm.db } }
tenants:
${tenant('acme', 1, own, 'submit-result')}
${tenant('orion', 2, victim, 'shared')}
`
}

export interface Harm {
  readonly faults: readonly string[]
  readonly answers: number
  readonly bytes: number
}

/** Looks through everything that stands in the three places. */
export function harmIn({ home, own, victim, outside }: Places): Harm {
  const faults: string[] = []
  const originals = new Set([
    ...Array.from({ length: victims }, (_, n) => inodeOf(join(victim, victimRequest(n)))),
    inodeOf(join(outside, secretFile)),
  ])
  const counts = { answers: 0, bytes: 0 }
  for (const path of filesBelow(own)) {
    // A second name of the very file is the cheat's own work.
    if (originals.has(inodeOf(path))) continue
    const text = readFileSync(path, 'latin1')
    counts.bytes += text.length
    if (path.endsWith('-execution-log.json')) counts.answers += 1
    for (const secret of foreign) if (text.includes(secret)) faults.push(`${path} holds ${secret}`)
  }
  for (const path of filesBelow(victim)) {
    const text = readFileSync(path, 'latin1')
    if (/acme/.test(text) || text.includes('781555')) faults.push(`${path} holds what is the cheat's`)
    const isKnown = /forget-25052018-orion-\d+(-execution-log)?\.json$/.test(path)
    if (!isKnown) faults.push(`${path} stands in the victim's folder`)
  }
  const there = readdirSync(outside)
  if (there.length !== 1) faults.push(`outside stand ${there.join(', ')}`)
  if (readFileSync(join(outside, secretFile), 'utf8') !== requestOf('outside-secret', victimPhone(0))) {
    faults.push('the file outside was written')
  }
  return { faults: [...faults, ...harmInData(home)], ...counts }
}

/** The victim's people are forgotten in the victim's rows, and stand in the other's. */
function harmInData(home: string): readonly string[] {
  return withSqliteFile(join(home, 'crm.db'), (database) => {
    const count = (tenant: number): number =>
      database.prepare("select 1 from CUSTOMER where TENANT_KEY = ? and PHONE like '617555%'").all(tenant).length
    const [others, own] = [count(1), count(2)]
    return [
      ...(others === victims ? [] : [`${victims - others} rows were erased by requests of another tenant`]),
      ...(own === 0 ? [] : [`${own} people of the victim are not forgotten`]),
    ]
  })
}

const inodeOf = (path: string): number => statSync(path).ino

/** Plain files, without following links. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesBelow(path)
    return entry.isFile() ? [path] : []
  })
}
