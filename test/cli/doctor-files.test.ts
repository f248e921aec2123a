/** `lethe doctor`, under an account that may not do everything, says what of the disk a run would fail at; and makes no file. */

import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

import { asService } from '../support/service-account.ts'
import { withSqliteFile } from '../support/sqlite-site.ts'
import { temporaryFolder, type Ended } from './support.ts'

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

function lethe(folder: string, operands: readonly string[]): Promise<Ended> {
  const [program, all] = asService(process.execPath, [main, ...operands])
  return new Promise((resolve) => {
    const child = execFile(program, all, { cwd: folder }, (_error, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err })
    })
  })
}

const settings = (layout: string) => `
journal: { client: better-sqlite3, filename: ./own/lethe.db }
databases:
  crm: { client: better-sqlite3, filename: ./data/crm.db }
  history: { client: better-sqlite3, filename: ./own/history.db }
tenants:
  - name: acme
    tenantKey: 1
    directory: ./gdpr
    layout: ${layout}
    country: US
    timeZone: America/New_York
    approval: { unsigned: true }
    products:
      - product: tables
        database: crm
        tables:
          - { table: CUSTOMER, tenant: null, key: [ID], columns: [{ column: PHONE, identifies: [phone] }] }
`

function site(layout = 'shared'): string {
  const folder = temporaryFolder()
  for (const name of ['own', 'data', 'gdpr']) mkdirSync(join(folder, name))
  withSqliteFile(join(folder, 'data/crm.db'), (database) => {
    database.exec('create table CUSTOMER (ID integer primary key, PHONE text)')
    database.exec("insert into CUSTOMER values (1, '212-555-0142')")
  })
  writeFileSync(join(folder, 'lethe.yaml'), settings(layout))
  return folder
}

it('a site in order is told so, and nothing is made for the look', async () => {
  const folder = site()
  const { code, out } = await lethe(folder, ['doctor', '--text'])
  expect(out.split('\n').filter((line) => line !== '' && !/^ok |: systems: /.test(line))).toEqual([])
  expect(code).toBe(0)
  expect([readdirSync(join(folder, 'own')), readdirSync(join(folder, 'data'))]).toEqual([[], ['crm.db']])
})

const runBefore = 'after a first run'
const ill: readonly (readonly [string, string, readonly (readonly [number, string])[], RegExp])[] = [
  [
    'a product database that is read-only',
    '',
    [[0o444, 'data/crm.db']],
    /^error {4}acme: tables: CUSTOMER: .*cannot be written/m,
  ],
  [
    'the folder of a product database that is read-only',
    '',
    [[0o555, 'data']],
    /^error {4}acme: tables: CUSTOMER: .*cannot be written/m,
  ],
  [
    'a product database that may not be read',
    '',
    [[0o000, 'data/crm.db']],
    /^error {4}database crm: .*the file cannot be opened/m,
  ],
  [
    'the folder of the journal that is read-only',
    '',
    [[0o555, 'own']],
    /^error {4}journal: .*own: the folder cannot be written to/m,
  ],
  [
    'a journal that is read-only',
    runBefore,
    [[0o444, 'own/lethe.db']],
    /^error {4}journal: .*lethe\.db: the file cannot be written to/m,
  ],
  [
    'a history that is read-only',
    runBefore,
    [[0o444, 'own/history.db']],
    /^error {4}history: .*history\.db: the file cannot be written to/m,
  ],
  [
    'a record that is read-only',
    runBefore,
    [[0o444, 'own/history.db']],
    /^error {4}record: .*history\.db: the file cannot be written to/m,
  ],
  [
    'a state folder that is read-only',
    runBefore,
    [[0o555, 'own/lethe-state']],
    /^error {4}state folder: .*lethe-state: the folder cannot be written to/m,
  ],
  [
    'a secret that may not be read',
    runBefore,
    [[0o000, 'own/lethe-state/secret']],
    /^error {4}state folder: .*secret: the file cannot be read/m,
  ],
  [
    'a tenant folder that is read-only',
    '',
    [[0o555, 'gdpr']],
    /^error {4}acme: folder: .*gdpr: the folder cannot be written to/m,
  ],
  [
    'a tenant folder that may not be read',
    '',
    [[0o300, 'gdpr']],
    /^error {4}acme: folder: .*gdpr: the folder cannot be/m,
  ],
]

it.each(ill)('%s %s is told', async (_, before, rights, told) => {
  const folder = site()
  if (before === runBefore) {
    const request = { caseid: '1', consumers: [{ consumer: [{ phone: '2125550143' }] }] }
    writeFileSync(join(folder, 'gdpr/export-14032025-a.json'), JSON.stringify(request))
    expect((await lethe(folder, ['run'])).code).toBe(0)
  }
  for (const [mode, name] of rights) chmodSync(join(folder, name), mode)
  const { code, out, err } = await lethe(folder, ['doctor', '--text'])
  for (const [, name] of rights) chmodSync(join(folder, name), 0o755)
  expect(out + err).toMatch(told)
  expect(out + err).not.toContain('lethe doctor')
  expect(code).toBe(1)
  expect((await lethe(folder, ['doctor'])).code).toBe(0)
})

it('the folders of requests and answers are told by name', async () => {
  const folder = site('submit-result')
  const missing = await lethe(folder, ['doctor', '--text'])
  expect(missing.out).toMatch(
    /^error {4}acme: folder: .*GDPR_Submit: the folder is missing.*\n {11}mkdir -p \S+GDPR_Submit$/m,
  )
  mkdirSync(join(folder, 'gdpr/GDPR_Submit'))
  mkdirSync(join(folder, 'gdpr/GDPR_Result'))
  expect((await lethe(folder, ['doctor'])).code).toBe(0)
  chmodSync(join(folder, 'gdpr/GDPR_Result'), 0o555)
  const refused = await lethe(folder, ['doctor', '--text'])
  expect(refused.out).toMatch(/^error {4}acme: folder: .*GDPR_Result: the folder cannot be written to/m)
  rmSync(join(folder, 'gdpr/GDPR_Result'), { recursive: true })
})

it.each([
  [
    'no database',
    'not a database at all, but a text of some length that nobody would take for one',
    /no SQLite database/,
  ],
  ['cut', 'SQLite format 3\0 and then nothing of it', /damaged|no SQLite database/],
])('a product database that is %s, and a journal that is, are told as that', async (_, text, told) => {
  const folder = site()
  writeFileSync(join(folder, 'data/crm.db'), text)
  const product = await lethe(folder, ['doctor', '--text'])
  expect(product.out).toMatch(new RegExp(`^error {4}database crm: .*(${told.source})`, 'm'))
  writeFileSync(join(folder, 'own/lethe.db'), text)
  expect((await lethe(folder, ['doctor', '--text'])).out).toMatch(/^error {4}journal: the journal is damaged/m)
})
