/** A folder with settings, an inbox and a small customer database. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'

import { temporaryFolder } from './support.ts'
import { writtenSettings } from '../support/written-settings.ts'

const settings = writtenSettings({
  head: `settle: 50ms
databases: { crm: { client: better-sqlite3, filename: ./crm.db } }`,
  directory: './inbox',
  products: `- product: tables
  database: crm
  tables:
    - table: CUSTOMER
      key: [ID]
      tenant: { column: TENANT_KEY }
      columns:
        - { column: PHONE, identifies: [phone] }
        - { column: EMAIL, identifies: [email] }`,
})

export const ann = { phone: '+1 781 555 0123', email: 'ann@example.com' }

/** Without a folder in one that goes with the test. */
export function sandbox(folder = temporaryFolder()): string {
  mkdirSync(join(folder, 'inbox'))
  writeFileSync(join(folder, 'lethe.yaml'), settings)
  const database = new Database(join(folder, 'crm.db'))
  database.exec('create table CUSTOMER (ID integer primary key, TENANT_KEY integer, PHONE text, EMAIL text)')
  const insert = database.prepare('insert into CUSTOMER (TENANT_KEY, PHONE, EMAIL) values (?, ?, ?)')
  insert.run(1, '7815550123', 'Ann@Example.com')
  insert.run(1, '7815550124', 'ben@example.com')
  insert.run(2, '7815550123', 'ann@example.com')
  database.close()
  return folder
}

export function submit(
  folder: string,
  name: string,
  ...identifiers: readonly Readonly<Record<string, string>>[]
): void {
  const document = { caseid: 'case-1', consumers: [{ consumer: identifiers }] }
  writeFileSync(join(folder, 'inbox', name), JSON.stringify(document))
}

export function customers(folder: string): readonly unknown[] {
  const database = new Database(join(folder, 'crm.db'), { readonly: true })
  try {
    return database.prepare('select ID, TENANT_KEY, PHONE, EMAIL from CUSTOMER order by ID').all()
  } finally {
    database.close()
  }
}

/** A product that names the table fails until it is renamed again. */
export function renameTable(folder: string, from: string, to: string): void {
  const database = new Database(join(folder, 'crm.db'))
  database.exec(`alter table ${from} rename to ${to}`)
  database.close()
}
