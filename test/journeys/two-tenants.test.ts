/** Two tenants in the same databases: one's requests never touch the other's rows, one's failures never stop the other. */

import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { createCampaigns, createInfoMart, plantContact, plantRecord } from '../support/contact-center.ts'
import { withFolder } from '../support/databases.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { eventsOf, runLethe, type Ended } from '../support/lethe-process.ts'
import { quiet } from '../support/quiet.ts'
import { readZip } from '../support/read-zip.ts'
import { contentOf, insertRow, rowsOf, type SqlRow } from '../support/sqlite-site.ts'
import { portraitsOf } from '../support/untouched.ts'

const settings = `
journal: { client: better-sqlite3, filename: ./lethe.db }
databases:
  gim: { client: better-sqlite3, filename: ./gim.db }
  ocs: { client: better-sqlite3, filename: ./ocs.db }
history: { daysToKeep: 15 }
settle: 20ms
tenants:
  - name: acme
    tenantKey: 1
    directory: ./sftp/acme
    country: US
    timeZone: America/New_York
    products:
      - { product: info-mart, database: gim, tenantDbid: 101, exclude: [LDR_FACT, CDR_FACT] }
      - product: outbound
        database: ocs
        callingLists: [ { table: cl_acme, userFields: [email] } ]
        doNotCall: [ { table: dnc_shared } ]
        tenantDbid: 101
  - name: orion
    tenantKey: 2
    directory: ./sftp/orion
    layout: submit-result
    country: US
    timeZone: America/Chicago
    products:
      - { product: info-mart, database: gim, tenantDbid: 102, exclude: [LDR_FACT, CDR_FACT] }
      - product: outbound
        database: ocs
        callingLists: [ { table: cl_orion, userFields: [email] } ]
        doNotCall: [ { table: dnc_shared } ]
        tenantDbid: 102
`

const phone = '2125550142'
const email = 'ada.sample@example.com'
const tenants = ['acme', 'orion'] as const
const inboxOf = { acme: 'sftp/acme', orion: 'sftp/orion/GDPR_Submit' }
const resultsOf = { acme: 'sftp/acme', orion: 'sftp/orion/GDPR_Result' }

/** The same numbers and addresses in both tenants, in every table. */
function prepare(folder: string): void {
  for (const inbox of Object.values(inboxOf)) mkdirSync(join(folder, inbox), { recursive: true })
  writeFileSync(join(folder, 'lethe.yaml'), settings)
  createInfoMart(join(folder, 'gim.db'), (database) => {
    for (const [n] of tenants.entries()) {
      plantContact(database, { id: 10 + n, tenantKey: n + 1, address: phone, account: `A-${n}` })
      plantContact(database, { id: 20 + n, tenantKey: n + 1, address: email, inbound: false })
      insertRow(database, 'GIDB_GC_AGENT', { ID: n, TENANTID: 101 + n, USERNAME: 'sue', EMPLOYEEID: `E-${n}` })
    }
  })
  createCampaigns(join(folder, 'ocs.db'), tenants, (database) => {
    database.exec(
      'create table dnc_shared (entry integer primary key, phone varchar(64), customer_id varchar(64), tenant_dbid integer)',
    )
    for (const [n, tenant] of tenants.entries()) {
      plantRecord(database, tenant, { chain: 1, n: 0, contact: phone, email })
      plantRecord(database, tenant, { chain: 2, n: 0, contact: '3035550107' })
      insertRow(database, 'dnc_shared', { entry: n, phone, tenant_dbid: 101 + n })
    }
  })
}

const request = (...identifiers: readonly object[]): string =>
  JSON.stringify({
    consumers: [{ consumer: identifiers }],
    employees: [{ employee: [{ username: 'sue' }] }],
    'gim-attached-data': { kvlist: ['AcctNum'] },
  })

async function withSite(work: (site: Site) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    prepare(folder)
    await work({
      folder,
      run: (...operands) => runLethe(folder, ['run', ...operands]),
      drop: (tenant, name, content = request({ phone }, { email })) => {
        writeFileSync(join(folder, inboxOf[tenant], `${name}.json`), content)
      },
      log: (tenant, name) => readExecutionLog(join(folder, resultsOf[tenant], `${name}-execution-log.json`)),
      history: () => rowsOf(join(folder, 'lethe-history.db'), 'select * from CTL_GDPR_HISTORY order by rowid'),
    })
  })
}

interface Site {
  readonly folder: string
  readonly run: (...operands: readonly string[]) => Promise<Ended>
  readonly drop: (tenant: (typeof tenants)[number], name: string, content?: string) => void
  readonly log: (tenant: (typeof tenants)[number], name: string) => ReturnType<typeof readExecutionLog>
  readonly history: () => readonly SqlRow[]
}

const outcomesOf = (ended: Ended) =>
  eventsOf(ended, 'file').map(({ tenant, fileName, outcome }) => [tenant, fileName, outcome])

test('the same person in two tenants is forgotten in one and stays in the other', async () => {
  await withSite(async ({ folder, run, drop, log, history }) => {
    const others = (rows: readonly SqlRow[], column: string, own: number) => rows.filter((row) => row[column] !== own)
    const gim = contentOf(join(folder, 'gim.db'))
    const ocs = contentOf(join(folder, 'ocs.db'))
    drop('acme', 'forget-25052018-a')
    expect(await run()).toMatchObject({ code: 0, err: quiet })
    const products = [
      { found: 7, erased: 7, left: 0 },
      { found: 5, erased: 5, left: 0 },
    ]
    expect(log('acme', 'forget-25052018-a').run.products).toMatchObject(products)
    const gimAfter = contentOf(join(folder, 'gim.db'))
    for (const [table, rows] of gim) {
      const column = table === 'GIDB_GC_AGENT' ? 'TENANTID' : 'TENANT_KEY'
      const own = table === 'GIDB_GC_AGENT' ? 101 : 1
      if (table === 'CTL_UD_TO_UDE_MAPPING') expect(gimAfter.get(table)).toEqual(rows)
      else expect(others(gimAfter.get(table) ?? [], column, own)).toEqual(others(rows, column, own))
    }
    const ocsAfter = contentOf(join(folder, 'ocs.db'))
    expect(ocsAfter.get('cl_orion')).toEqual(ocs.get('cl_orion'))
    expect(ocsAfter.get('dnc_shared')?.map((row) => row['phone'])).toEqual(['***', phone])
    expect(new Set(history().map((row) => row['TENANT_KEY']))).toEqual(new Set([1]))

    drop('orion', 'export-25052018-b')
    drop('acme', 'export-25052018-b')
    expect(await run()).toMatchObject({ code: 0, err: quiet })
    expect(log('orion', 'export-25052018-b').responses).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS'])
    expect(log('acme', 'export-25052018-b').responses).toEqual(Array<string>(3).fill('SUCCESS: not found'))
    const archive = await readZip(join(folder, resultsOf.orion, 'export-25052018-b-archive.zip'))
    expect([...archive.values()].join()).not.toContain('A-0')
    expect([...archive.values()].join()).toContain('A-1')
    expect(existsSync(join(folder, 'sftp/orion/GDPR_Submit/export-25052018-b-execution-log.json'))).toBe(false)
  })
})

for (const [what, breakIt] of Object.entries({
  missing: (path: string) => {
    renameSync(path, `${path}.away`)
  },
  corrupt: (path: string) => {
    renameSync(path, `${path}.away`)
    writeFileSync(path, 'this is no database at all, not even a header'.repeat(200))
  },
})) {
  test(`a ${what} database leaves the file open; the other products are done, and the next run does only what is left`, async () => {
    await withSite(async ({ folder, run, drop, log, history }) => {
      const ocs = join(folder, 'ocs.db')
      // The run before has made the connections and tables that exist from then on.
      drop('acme', 'export-25052018-first', request({ phone: '3035550107' }))
      expect(await run()).toMatchObject({ code: 0 })
      drop('acme', 'forget-25052018-a')
      drop('orion', 'export-25052018-b')
      breakIt(ocs)
      const failed = await run()
      expect(failed.code).toBe(1)
      expect(outcomesOf(failed)).toEqual([
        ['acme', 'forget-25052018-a.json', 'failed'],
        ['orion', 'export-25052018-b.json', 'failed'],
      ])
      const first = log('acme', 'forget-25052018-a')
      expect(first.run).toMatchObject({ outcome: 'failed', attempt: 1 })
      expect(first.run.products).toMatchObject([
        { product: 'info-mart', outcome: 'done', found: 7, erased: 7, left: 0 },
        { product: 'outbound', outcome: 'failed', found: 0, erased: 0 },
      ])
      expect(first.responses.slice(0, 2)).toEqual([
        expect.stringMatching(/^ERROR: outbound: /),
        expect.stringMatching(/^ERROR: outbound: /),
      ])
      expect(existsSync(`${ocs}.away`)).toBe(true)
      const gim = await portraitsOf(folder, ['gim.db'])
      const before = history()

      // Nobody has mended it: the same again, nothing twice.
      const again = await run()
      expect(again.code).toBe(1)
      expect(history()).toEqual(before)
      expect(log('acme', 'forget-25052018-a').run).toMatchObject({ id: first.run.id, attempt: 2 })

      renameSync(`${ocs}.away`, ocs)
      const mended = await run()
      expect(mended).toMatchObject({ code: 0, err: quiet })
      expect(eventsOf(mended, 'product').map(({ tenant, product }) => [tenant, product])).toEqual([
        ['acme', 'outbound'],
        ['orion', 'outbound'],
      ])
      const last = log('acme', 'forget-25052018-a')
      expect(last.run).toMatchObject({ id: first.run.id, outcome: 'done', attempt: 3 })
      expect(last.run.products).toMatchObject([
        { found: 7, erased: 7, left: 0 },
        { found: 5, erased: 5, left: 0 },
      ])
      expect(last.responses).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS'])
      expect(await portraitsOf(folder, ['gim.db'])).toEqual(gim)
      expect(history().slice(0, before.length)).toEqual(before)
      expect(
        new Set(
          history()
            .slice(before.length)
            .map((row) => row['PRODUCT']),
        ),
      ).toEqual(new Set(['outbound']))
      const archive = await readZip(join(folder, resultsOf.orion, 'export-25052018-b-archive.zip'))
      expect([...archive.keys()].some((path) => path.includes('outbound'))).toBe(true)
      expect(await run()).toMatchObject({ code: 0, err: quiet })
    })
  })
}

test('a person is not forgotten while an export of the same person still fails', async () => {
  await withSite(async ({ folder, run, drop, log }) => {
    const ocs = join(folder, 'ocs.db')
    renameSync(ocs, `${ocs}.away`)
    drop('acme', 'export-25052018-a', request({ phone: '+1 212 555 0142' }))
    expect((await run()).code).toBe(1)
    // Written differently, and in a file of several people: the whole file waits. Another tenant's namesake does not.
    drop('acme', 'forget-25052018-b', request({ phone: '(212) 555-0142' }))
    drop('orion', 'forget-25052018-b', request({ phone }))
    const gim = contentOf(join(folder, 'gim.db')).get('INTERACTION_FACT')
    const held = await run()
    expect(held.code).toBe(1)
    expect(outcomesOf(held)).toContainEqual(['acme', 'forget-25052018-b.json', 'held'])
    expect(outcomesOf(held)).toContainEqual(['orion', 'forget-25052018-b.json', 'failed'])
    const own = (rows: readonly SqlRow[] | undefined) => rows?.filter((row) => row['TENANT_KEY'] === 1)
    expect(own(contentOf(join(folder, 'gim.db')).get('INTERACTION_FACT'))).toEqual(own(gim))
    expect(existsSync(join(folder, resultsOf.acme, 'forget-25052018-b-execution-log.json'))).toBe(false)

    renameSync(`${ocs}.away`, ocs)
    expect(await run()).toMatchObject({ code: 0, err: quiet })
    expect(log('acme', 'export-25052018-a').run.products).toMatchObject([{ found: 4 }, { found: 3 }])
    expect(log('acme', 'forget-25052018-b').run.products).toMatchObject([{ erased: 4 }, { erased: 3 }])
    const archive = await readZip(join(folder, resultsOf.acme, 'export-25052018-a-archive.zip'))
    expect([...archive.values()].join()).toContain(phone)
  })
})
