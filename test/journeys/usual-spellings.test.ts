/** Whoever was looked for in the usual spellings only, by `match: written`, is answered so in every execution log. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { lethe } from '../cli/in-process.ts'
import { withFolder } from '../support/databases.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { withSqliteFile } from '../support/sqlite-site.ts'
import { tablesIn, writtenSettings } from '../support/written-settings.ts'

const settings = writtenSettings({
  head: `journal: { client: better-sqlite3, filename: ./lethe.db }
databases:
  crm: { client: better-sqlite3, filename: ./crm.db }
settle: 20ms`,
  products: `${tablesIn('crm', {
    CUSTOMER: [
      'PHONE, identifies: [phone], match: written',
      'MOBILE, identifies: [phone], match: written',
      'CONTACT, identifies: [phone, email], match: written',
      'LOGIN, identifies: [username]',
    ],
  })}
${tablesIn('crm', { TICKET: ['PHONE, identifies: [phone]'] })}`,
})

interface Site {
  readonly submit: (stem: string, document: object) => void
  readonly run: () => ReturnType<typeof lethe>
  readonly answerTo: (stem: string) => ReturnType<typeof readExecutionLog>
  readonly createTickets: () => void
  readonly loseJournal: () => void
}

async function withSite(work: (site: Site) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    mkdirSync(join(folder, 'gdpr'))
    writeFileSync(join(folder, 'lethe.yaml'), settings)
    const execute = (sql: string) => withSqliteFile(join(folder, 'crm.db'), (database) => database.exec(sql))
    execute(`create table CUSTOMER (ID integer primary key, PHONE text, MOBILE text, CONTACT text, LOGIN text);
      create index CUSTOMER_PHONE on CUSTOMER (PHONE);
      insert into CUSTOMER values (1, '2125550142', null, 'ada@example.com', 'ada'), (2, 'tel:212.555.0142', null, null, null)`)
    await work({
      submit: (stem, document) => {
        writeFileSync(join(folder, 'gdpr', `${stem}.json`), JSON.stringify(document))
      },
      run: () => lethe(folder, ['run']),
      answerTo: (stem) => readExecutionLog(join(folder, 'gdpr', `${stem}-execution-log.json`)),
      createTickets: () => {
        execute('create table TICKET (ID integer primary key, PHONE text)')
      },
      loseJournal: () => {
        for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `lethe.db${end}`), { force: true })
      },
    })
  })
}

const employees = [{ employee: [{ username: 'ada' }] }]
const consumers = [
  { consumer: [{ phone: '212-555-0142' }] },
  { consumer: [{ email: 'bob@example.com' }, { phone: '12' }] },
]
const ofPhones = ['CUSTOMER.PHONE', 'CUSTOMER.MOBILE']
const spelled = [
  { columns: ofPhones, kinds: ['phone'], identifiers: ['/consumers/0/consumer/0'] },
  {
    columns: ['CUSTOMER.CONTACT'],
    kinds: ['phone', 'email'],
    identifiers: ['/consumers/0/consumer/0', '/consumers/1/consumer/0'],
  },
]

test('the answer names the columns and each identifier that was looked for in them, found or not', async () => {
  await withSite(async ({ submit, run, answerTo, createTickets }) => {
    createTickets()
    submit('export-25052018-a', { consumers, employees })
    submit('export-25052018-b', { employees })
    submit('export-20180525_c', { requests: [{ type: 'EXPORT', contacts: [{ email: 'ada@example.com' }] }] })
    await run()
    const { run: told, responses } = answerTo('export-25052018-a')
    // The documented responses stay as they are.
    expect(responses).toEqual(['SUCCESS', 'SUCCESS: not found', 'ERROR: incorrect device format', 'SUCCESS'])
    expect(told.products.map(({ usualSpellings }) => usualSpellings)).toEqual([spelled, undefined])
    expect(answerTo('export-25052018-b').run.products[0]).not.toHaveProperty('usualSpellings')
    expect(answerTo('export-20180525_c').run.products[0]?.usualSpellings).toEqual([
      { columns: ['CUSTOMER.CONTACT'], kinds: ['phone', 'email'], identifiers: ['/requests/0/contacts/0'] },
    ])
  })
})

test('a forget says so too, although its verification reads every spelling', async () => {
  await withSite(async ({ submit, run, answerTo, createTickets }) => {
    createTickets()
    submit('forget-25052018-a', { consumers: [{ consumer: [{ email: 'ada@example.com' }] }] })
    await run()
    const { run: told, responses } = answerTo('forget-25052018-a')
    expect(responses).toEqual(['SUCCESS'])
    expect(told.products[0]?.usualSpellings).toEqual([
      { columns: ['CUSTOMER.CONTACT'], kinds: ['phone', 'email'], identifiers: ['/consumers/0/consumer/0'] },
    ])
  })
})

test.each([
  ['a later attempt, in which the product is not searched again', false],
  ['an attempt after the journal was lost', true],
])('%s says so still', async (_, isLost) => {
  await withSite(async ({ submit, run, answerTo, createTickets, loseJournal }) => {
    submit('export-25052018-a', { consumers })
    await run()
    expect(answerTo('export-25052018-a').run.products.map(({ outcome }) => outcome)).toEqual(['done', 'failed'])
    if (isLost) loseJournal()
    createTickets()
    await run()
    const { run: told } = answerTo('export-25052018-a')
    expect(told).toMatchObject({ attempt: 2, outcome: 'done' })
    expect(told.products[0]?.usualSpellings).toEqual(spelled)
  })
})
