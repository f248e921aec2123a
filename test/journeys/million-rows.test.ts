/** One person in an Info Mart of a million rows: exported, forgotten, exported again, and proved at each step. */

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { company, createInfoMart, plantContact } from '../support/contact-center.ts'
import { withFolder } from '../support/databases.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { runLethe } from '../support/lethe-process.ts'
import { quiet } from '../support/quiet.ts'
import { readZip } from '../support/read-zip.ts'
import { changedCells, insertRow, rowsOf, type Connection } from '../support/sqlite-site.ts'
import { portraitOf, portraitsOf } from '../support/untouched.ts'

const settings = `
journal: { client: better-sqlite3, filename: ./lethe.db }
databases:
  gim: { client: better-sqlite3, filename: ./gim.db }
history: { database: gim, daysToKeep: 15 }
settle: 50ms
tenants:
  - name: acme
    tenantKey: 1
    directory: ./gdpr
    layout: shared
    country: US
    timeZone: America/New_York
    process: { export: on-arrival, forget: scheduled }
    schedule: "0 3 * * *"
    products:
      - product: info-mart
        database: gim
        tenantDbid: 101
        exclude: [LDR_FACT, CDR_FACT]
        recordFields: { AcctNum: RECORD_FIELD_15 }
`

const phone = '+1 (212) 555-0142'
const email = 'nora.sample@example.com'
const request = JSON.stringify({
  caseid: '4711',
  consumers: [{ consumer: [{ phone }, { email }] }],
  'gim-attached-data': { kvlist: ['AcctNum'] },
})

/** Area codes from 301 to 890: none is Nora's. Every tenth row is the other tenant's. */
const stranger = `printf('%03d55501%02d', 301 + n.i % 590, n.i / 590 % 100)`
const count = (rows: number) => `with recursive n(i) as (select 0 union all select i + 1 from n where i < ${rows - 1})`
const tenant = 'case n.i % 10 when 0 then 2 else 1 end'

const crowd: readonly (readonly [rows: number, insert: string])[] = [
  [
    400_000,
    `insert into INTERACTION_FACT (INTERACTION_ID, TENANT_KEY, MEDIA_TYPE_KEY, MEDIA_SERVER_IXN_GUID, SOURCE_ADDRESS,
       TARGET_ADDRESS, SUBJECT, START_DATE_TIME_KEY)
     select 1000000 + n.i, ${tenant}, 1, 'ixn-' || n.i, case n.i % 3 when 0 then '${company}' else ${stranger} end,
       case n.i % 3 when 0 then ${stranger} else '${company}' end, null, 1 from n`,
  ],
  [
    400_000,
    `insert into INTERACTION_RESOURCE_FACT (INTERACTION_RESOURCE_ID, TENANT_KEY, INTERACTION_ID, TARGET_ADDRESS,
       START_DATE_TIME_KEY)
     select 5000000 + n.i, ${tenant}, 1000000 + n.i, case n.i % 3 when 0 then ${stranger} else '7042' end, 1 from n`,
  ],
  [
    100_000,
    `insert into IXN_RESOURCE_STATE_FACT (IXN_RESOURCE_STATE_FACT_KEY, TENANT_KEY, INTERACTION_RESOURCE_ID,
       TARGET_ADDRESS, START_DATE_TIME_KEY)
     select 9000000 + n.i, ${tenant}, 5000000 + n.i, ${stranger}, 1 from n`,
  ],
  [
    50_000,
    `insert into IRF_USER_DATA_CUST_1 (INTERACTION_RESOURCE_ID, TENANT_KEY, START_DATE_TIME_KEY, CUSTOM_DATA_1,
       CUSTOM_DATA_2)
     select 5000000 + n.i, ${tenant}, 1, 'B-' || n.i, 'Pat Bystander' from n`,
  ],
  [
    50_000,
    `insert into CONTACT_ATTEMPT_FACT (CONTACT_ATTEMPT_FACT_KEY, TENANT_KEY, CONTACT_INFO, START_DATE_TIME_KEY,
       RECORD_FIELD_15)
     select 7000000 + n.i, ${tenant}, ${stranger}, 1, 'B-' || n.i from n`,
  ],
  [
    20_000,
    `insert into CALLBACK_FACT (ADDED_TS, DS_AUDIT_KEY, EVENT_SEQUENCE, TENANT_KEY, SERVICE_ID, CUSTOMER_ANI,
       CUSTOMER_PHONE_NUMBER)
     select 1735689600 + n.i, n.i, 1, ${tenant}, 'cb-' || n.i, ${stranger}, ${stranger} from n`,
  ],
]

const forms = ['2125550142', '+12125550142', '12125550142', '(212) 555-0142', '212-555-0142', '0012125550142']
const calls = 24
const mails = 6
/** Cells of Nora's, by place: each is found, erased, and in the archive. */
const noras = {
  'CALLBACK_FACT.CUSTOMER_ANI': 2,
  'CONTACT_ATTEMPT_FACT.CONTACT_INFO': 5,
  'CONTACT_ATTEMPT_FACT.RECORD_FIELD_15': 5,
  'INTERACTION_FACT.SOURCE_ADDRESS': calls / 2 + mails,
  'INTERACTION_FACT.TARGET_ADDRESS': calls / 2,
  'INTERACTION_RESOURCE_FACT.TARGET_ADDRESS': calls / 2,
  'IRF_USER_DATA_CUST_1.CUSTOM_DATA_1': calls + mails,
  'IXN_RESOURCE_STATE_FACT.TARGET_ADDRESS': calls / 2,
}
const total = Object.values(noras).reduce((sum, cells) => sum + cells, 0)

function fill(database: Connection): void {
  for (const [rows, insert] of crowd) database.exec(`${count(rows)} ${insert}`)
  const account = 'N-0142'
  for (let id = 0; id < calls; id += 1) {
    plantContact(database, { id, address: forms[id % forms.length] ?? '', inbound: id % 2 === 0, account })
  }
  for (let id = calls; id < calls + mails; id += 1) {
    plantContact(database, { id, address: 'Nora <Nora.Sample@EXAMPLE.com>', account })
  }
  for (let n = 0; n < 5; n += 1) {
    const row = { CONTACT_ATTEMPT_FACT_KEY: 500 + n, CONTACT_INFO: forms[n] ?? '', RECORD_FIELD_15: account }
    insertRow(database, 'CONTACT_ATTEMPT_FACT', { ...row, TENANT_KEY: 1, START_DATE_TIME_KEY: 1 })
  }
  for (let n = 0; n < 2; n += 1) {
    const row = { ADDED_TS: 5, DS_AUDIT_KEY: -1 - n, EVENT_SEQUENCE: 1, SERVICE_ID: `cb-${n}`, TENANT_KEY: 1 }
    insertRow(database, 'CALLBACK_FACT', { ...row, CUSTOMER_ANI: forms[n] ?? '', CUSTOMER_PHONE_NUMBER: null })
  }
  // The same number in the other tenant is somebody else's.
  plantContact(database, { id: 900, address: '2125550142', tenantKey: 2, account: 'O-0142' })
}

const query = (name: string): string =>
  readFileSync(new URL(`../../sql/queries/${name}.sql`, import.meta.url), 'utf8').trim()

test('exported, forgotten and exported again, a person is gone, and everything else is as it was', async () => {
  await withFolder(async (folder) => {
    const inbox = join(folder, 'gdpr')
    const gim = join(folder, 'gim.db')
    mkdirSync(inbox)
    writeFileSync(join(folder, 'lethe.yaml'), settings)
    createInfoMart(gim, fill)
    expect(crowd.reduce((sum, [rows]) => sum + rows, 0)).toBeGreaterThan(1_000_000)
    const before = join(folder, 'before.db')
    copyFileSync(gim, before)

    const submit = async (name: string): Promise<string> => {
      writeFileSync(join(inbox, name), request)
      const portrait = await portraitOf(join(inbox, name))
      const ended = await runLethe(folder, ['run'])
      expect(ended).toMatchObject({ code: 0, err: quiet })
      return portrait
    }
    const log = (name: string) => readExecutionLog(join(inbox, `${name}-execution-log.json`))

    const portraits = [await submit('export-25052018-1.json')]
    expect(changedCells(before, gim)).toEqual({})
    expect(log('export-25052018-1').responses).toEqual(['SUCCESS', 'SUCCESS'])
    expect(log('export-25052018-1').run.products).toMatchObject([{ found: total, erased: 0, left: 0 }])
    const archive = await readZip(join(inbox, 'export-25052018-1-archive.zip'))
    const manifest = JSON.parse(archive.get('manifest.json')?.toString() ?? '')
    expect(manifest.subjects).toMatchObject([{ folder: 'consumer-1', rows: total }])

    portraits.push(await submit('forget-25052018-2.json'))
    const forgotten = log('forget-25052018-2')
    expect(forgotten.responses).toEqual(['SUCCESS', 'SUCCESS'])
    expect(forgotten.run.products).toMatchObject([{ found: total, erased: total, left: 0, outcome: 'done' }])
    expect(changedCells(before, gim)).toEqual(noras)
    expect(await runLethe(folder, ['verify', forgotten.run.id])).toMatchObject({ code: 0, err: quiet })

    portraits.push(await submit('export-25052018-3.json'))
    const last = log('export-25052018-3')
    expect(last.responses).toEqual(['SUCCESS: not found', 'SUCCESS: not found'])
    expect(last.run.products).toMatchObject([{ found: 0 }])
    const empty = await readZip(join(inbox, 'export-25052018-3-archive.zip'))
    expect([...empty.keys()]).toEqual(['manifest.json'])
    expect(JSON.parse(empty.get('manifest.json')?.toString() ?? '').subjects).toEqual([
      { folder: 'consumer-1', rows: 0, entries: [] },
    ])

    const inputs = ['export-25052018-1.json', 'forget-25052018-2.json', 'export-25052018-3.json']
    expect([...(await portraitsOf(inbox, inputs)).values()]).toEqual(portraits)

    auditorsAsk(gim)
    const consumer = ['history', '--consumer', phone]
    const exported = await runLethe(folder, [...consumer, '--format', 'csv'])
    expect(exported).toMatchObject({ code: 0, err: quiet })
    expect(exported.out.split('\r\n')[0]).toBe('TENANT_KEY,FORGET,CONSUMER_ID,TABLE_NAME,COLUMN_NAME,KEY_VALUE')

    const everything = await portraitsOf(inbox)
    const history = rowsOf(gim, 'select * from CTL_GDPR_HISTORY order by rowid')
    const database = await portraitOf(gim)
    expect(await runLethe(folder, ['run'])).toMatchObject({ code: 0, err: quiet })
    expect(await portraitsOf(inbox)).toEqual(everything)
    expect(rowsOf(gim, 'select * from CTL_GDPR_HISTORY order by rowid')).toEqual(history)
    expect((await portraitOf(gim)).split(' ').at(-1)).toBe(database.split(' ').at(-1))
  })
}, 300_000)

/** The two documented queries, as an auditor types them. */
function auditorsAsk(gim: string): void {
  const when = { tenant: 1, from: 0, to: 4_000_000_000 }
  const audit = rowsOf(gim, query('audit'), { ...when, consumer: phone })
  const trail = (forget: number, empty: boolean) =>
    audit.filter((row) => row['FORGET'] === forget && (row['FACT_ID'] === null) === empty)
  expect(trail(1, false)).not.toEqual([])
  // The last export looked everywhere and found nothing.
  expect(new Set(trail(0, true).map((row) => `${row['TABLE_NAME']}.${row['COLUMN_NAME']}`))).toEqual(
    new Set([...Object.keys(noras), 'CALLBACK_FACT.CUSTOMER_PHONE_NUMBER']),
  )
  expect(new Set(audit.map((row) => row['CONSUMER_ID']))).toEqual(new Set([phone]))
  const exported = rowsOf(gim, query('export'), { ...when, consumer: phone })
  const values = exported.filter((row) => row['COLUMN_NAME'] === 'TARGET_ADDRESS').map((row) => row['KEY_VALUE'])
  expect(values).toContain('+12125550142')
  expect(exported.every((row) => row['FORGET'] === 0 && row['KEY_VALUE'] !== null)).toBe(true)
  expect(rowsOf(gim, query('export'), { ...when, tenant: 2, consumer: phone })).toEqual([])
}
