/** Settings that are changed while a run is open: what was recorded in one database is erased there and nowhere else. */

import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { expect, test } from 'vitest'

import { readExecutionLog } from '../support/execution-log.ts'
import { ann, sandbox, submit } from './sandbox.ts'
import { lethe, linesOf, type Ended } from './support.ts'

const table = `
        tables:
          - table: CUSTOMER
            key: [ID]
            tenant: { column: TENANT_KEY }
            hold: { column: STATUS, values: [2], reason: held by the dialer }
            columns: [{ column: PHONE, identifies: [phone] }]`

function settingsOf(...databases: readonly string[]): string {
  const entries = databases.map((name) => `      - product: tables\n        database: ${name}${table}`)
  const head = 'name: acme, tenantKey: 1, directory: ./inbox, country: US, timeZone: America/New_York'
  return `
settle: 50ms
databases:
  crm: { client: better-sqlite3, filename: ./crm.db }
  other: { client: better-sqlite3, filename: ./other.db }
tenants:
  - ${head.split(', ').join('\n    ')}
    products:
${entries.join('\n')}
`
}

const write = (folder: string, text: string) => {
  writeFileSync(join(folder, 'lethe.yaml'), text)
}

function change(folder: string, file: string, statement: string): void {
  const database = new Database(join(folder, file))
  database.exec(statement)
  database.close()
}

function phonesIn(folder: string, file: string): readonly unknown[] {
  const database = new Database(join(folder, file), { readonly: true })
  try {
    return database.prepare('select PHONE from CUSTOMER order by ID').pluck().all()
  } finally {
    database.close()
  }
}

/** Ann stands in `crm`, held by the dialer; `other` has the same table with nobody in it. */
async function openRun(): Promise<{ readonly folder: string; readonly run: string }> {
  const folder = sandbox()
  change(folder, 'crm.db', 'alter table CUSTOMER add column STATUS integer; update CUSTOMER set STATUS = 2')
  copyFileSync(join(folder, 'crm.db'), join(folder, 'other.db'))
  change(folder, 'other.db', "update CUSTOMER set PHONE = '7815550199'")
  write(folder, settingsOf('crm', 'other'))
  submit(folder, 'forget-25052018-a.json', { phone: ann.phone })
  const ended = await lethe(folder, ['run'])
  expect(ended.code).toBe(1)
  change(folder, 'crm.db', 'update CUSTOMER set STATUS = 1')
  return { folder, run: String(linesOf(ended).find(({ event }) => event === 'run')?.['run']) }
}

const answerIn = (folder: string) =>
  readExecutionLog(join(folder, 'inbox/forget-25052018-a-execution-log.json')).responses

const outcomeOf = (ended: Ended) => linesOf(ended).find(({ event }) => event === 'file')?.['outcome']

test('entries that changed places are told apart, by a run and by its verification', async () => {
  const { folder, run } = await openRun()
  write(folder, settingsOf('other', 'crm'))
  expect(linesOf(await lethe(folder, ['verify', run])).at(-1)).toMatchObject({ event: 'verify-ended', clean: false })
  expect(outcomeOf(await lethe(folder, ['run']))).toBe('done')
  expect(answerIn(folder)).toEqual(['SUCCESS'])
  expect(phonesIn(folder, 'crm.db')).toEqual(['***', '7815550124', '7815550123'])
  expect((await lethe(folder, ['verify', run])).code).toBe(0)
})

test('a name that stands for another database now stops the product until it is put back', async () => {
  const { folder } = await openRun()
  write(folder, settingsOf('crm').replace('./crm.db', './other.db'))
  expect(outcomeOf(await lethe(folder, ['run']))).toBe('failed')
  expect(answerIn(folder)[0]).toMatch(
    /^ERROR: tables: the entry of the settings is another one than this run began with/,
  )
  expect(phonesIn(folder, 'crm.db')[0]).toBe('7815550123')
  write(folder, settingsOf('crm', 'other'))
  expect(outcomeOf(await lethe(folder, ['run']))).toBe('done')
  expect(phonesIn(folder, 'crm.db')[0]).toBe('***')
})

test('other changes of an entry do not stop an open run', async () => {
  const { folder } = await openRun()
  write(folder, settingsOf('crm', 'other').replace('database: crm\n', 'database: crm\n        fullScan: allow\n'))
  expect(outcomeOf(await lethe(folder, ['run']))).toBe('done')
  expect(phonesIn(folder, 'crm.db')[0]).toBe('***')
})
