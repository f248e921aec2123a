/** A small site of chance: people in overlapping entries, in rows and in logs, beside strangers who look much like them. */

import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Chance } from '../soak/random.ts'
import { withSqliteFile, type Connection } from '../support/sqlite-site.ts'
import { tablesIn, writtenSettings } from '../support/written-settings.ts'

/** One table under two entries, one database under two names, and one log under two patterns. */
const settings = writtenSettings({
  head: `journal: { client: better-sqlite3, filename: ./lethe.db }
settle: 0
log: { level: error }
databases:
  crm: { client: better-sqlite3, filename: ./crm.db, rowsPerTransaction: 2, lockTimeoutMs: 50 }
  same: { client: better-sqlite3, filename: ./crm.db, lockTimeoutMs: 50 }
  records: { client: better-sqlite3, filename: ./records.db }
history: { database: records, daysToKeep: 15 }`,
  products: `${tablesIn('crm', {
    CUSTOMER: ['PHONE, identifies: [phone]', 'NOTE, comesWithRow: true'],
    TICKET: ['PHONE, identifies: [phone], redact: delete', 'EMAIL, identifies: [email]'],
  })}
${tablesIn('same', { CUSTOMER: ['PHONE, identifies: [phone]', 'EMAIL, identifies: [email]'] })}
- product: log-files
  root: "."
  paths: ["logs/*.log*", "logs/server*"]`,
})

export const peopleOfSite = 5
export const tables = ['CUSTOMER', 'TICKET'] as const
export type Table = (typeof tables)[number]

export interface Person {
  readonly phone: string
  readonly email: string
}

/** Even numbers are asked for, odd ones are strangers: each has the number beside somebody's. */
export const personOf = (n: number): Person => ({ phone: `212555${String(1000 + n)}`, email: `p${n}@example.com` })

const spellings = [
  (phone: string) => phone,
  (phone: string) => `+1${phone}`,
  (phone: string) => `(${phone.slice(0, 3)}) ${phone.slice(3, 6)}-${phone.slice(6)}`,
] as const

export function spelled(chance: Chance, phone: string): string {
  return chance.oneOf(spellings)(phone)
}

export interface Site {
  readonly folder: string
  readonly chance: Chance
  /** Rows and lines that are nobody's who is asked for, as they must stay. */
  readonly strangers: { readonly rows: Map<string, string>; readonly lines: Set<string> }
  nextId: number
}

export const crmOf = ({ folder }: Pick<Site, 'folder'>): string => join(folder, 'crm.db')
export const logOf = ({ folder }: Pick<Site, 'folder'>, name = 'server.log'): string => join(folder, 'logs', name)

export function createSite(folder: string, chance: Chance): Site {
  for (const name of ['gdpr', 'logs']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'lethe.yaml'), settings)
  const site: Site = { folder, chance, strangers: { rows: new Map(), lines: new Set() }, nextId: 1 }
  withSqliteFile(crmOf(site), (database) => {
    database.pragma('journal_mode = WAL')
    for (const table of tables) {
      database.exec(`create table ${table} (ID integer primary key, PHONE text, EMAIL text, NOTE text)`)
    }
    database.transaction(() => {
      for (let n = 0; n < peopleOfSite * 2; n += 1) {
        for (let rows = chance.below(4); rows > 0; rows -= 1) plantRow(site, database, n)
      }
    })()
  })
  for (let lines = 4 + chance.below(8); lines > 0; lines -= 1) plantLine(site, chance.below(peopleOfSite * 2))
  return site
}

/** Odd people are strangers. */
export const isStranger = (n: number): boolean => n % 2 === 1

export function plantRow(site: Site, database: Connection, n: number, table: Table = site.chance.oneOf(tables)): void {
  const { chance } = site
  const { phone, email } = personOf(n)
  const id = site.nextId++
  const row = {
    ID: id,
    PHONE: chance.happens(0.8) ? spelled(chance, phone) : null,
    EMAIL: chance.happens(0.6) ? email : null,
    NOTE: `note ${id}`,
  }
  database.prepare(`insert into ${table} (ID, PHONE, EMAIL, NOTE) values (@ID, @PHONE, @EMAIL, @NOTE)`).run(row)
  if (isStranger(n)) site.strangers.rows.set(`${table} ${id}`, JSON.stringify(row))
}

export function plantLine(site: Site, n: number): void {
  const line = `2026-03-01 10:00:00 INFO ${site.nextId++} call from ${personOf(n).phone} ended`
  appendFileSync(logOf(site), `${line}\n`)
  if (isStranger(n)) site.strangers.lines.add(line)
}
