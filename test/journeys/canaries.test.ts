/** Nothing personal stands where it does not belong, whatever happens: every byte that Lethe wrote or printed is searched. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, inject, test } from 'vitest'

import { filesBelow, searchFor } from '../support/canaries.ts'
import { createCampaigns, createInfoMart, plantContact, plantRecord } from '../support/contact-center.ts'
import { withFolder } from '../support/databases.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { runLethe, startLethe } from '../support/lethe-process.ts'
import { insertRow, lockSqliteFile, withSqliteFile } from '../support/sqlite-site.ts'

const password = 'Canary-Password-Quokka-41'

/** What a request names somebody by. */
const named = {
  phone: '+1 (212) 555-0142',
  email: 'Canary.Wombat@quokka.example.com',
  fbid: 'CanaryFacebookNumbat',
  twid: 'CanaryTwitterBilby',
  wcid: 'CanaryWechatPotoroo',
  name: 'Canary Bandicoot',
  ipaddr: '203.0.113.77',
}
const employee = { username: 'canary.kowari', employeeid: 'E-Canary-77123' }
/** What is wrong with a request can hold somebody just as well. */
const mistaken = {
  phone: 'ring CanaryBadPhoneQuoll',
  email: 'canary-bad-email-dunnart',
  key: 'canary.key.planigale@example.com',
  value: 'CanaryValuePotoroo',
  name: 'CanaryNameAntechinus',
}
/** What stands in the customer's data. */
const stored = {
  account: 'CanaryAccount-88231',
  sibling: '6465550187',
  first: 'CanaryFirstMulgara',
  note: 'CanaryNoteNingaui',
  trigger: 'CanaryTriggerPhascogale',
  check: 'canary-check-quenda@example.com',
}
const canaries = [named, employee, mistaken, stored].flatMap((group) => Object.values(group))

const settings = (postgres: { readonly port: number; readonly user: string }): string => `
journal: { client: better-sqlite3, filename: ./lethe.db }
databases:
  gim: { client: better-sqlite3, filename: ./gim.db, lockTimeoutMs: 100 }
  ocs: { client: better-sqlite3, filename: ./ocs.db }
  crm: { client: better-sqlite3, filename: ./crm.db, lockTimeoutMs: 50, rowsPerTransaction: 5, pauseMs: 20 }
  trap: { client: better-sqlite3, filename: ./trap.db }
  noise: { client: better-sqlite3, filename: ./noise.db }
  records: { client: better-sqlite3, filename: ./records.db, pauseMs: 20 }
  server:
    client: pg
    host: 127.0.0.1
    port: ${postgres.port}
    database: postgres
    user: ${postgres.user}
    password: \${env:SERVER_PASSWORD}
    tls: off
history: { database: records }
settle: 20ms
log: { level: debug }
tenants:
  - name: acme
    tenantKey: 1
    directory: ./acme
    country: US
    timeZone: America/New_York
    products:
      - { product: info-mart, database: gim, tenantDbid: 101, exclude: [LDR_FACT, CDR_FACT] }
      - product: outbound
        database: ocs
        callingLists: [ { table: cl_acme, userFields: [first_name, email] } ]
        doNotCall: [ { table: dnc_acme } ]
      - product: tables
        database: crm
        tables:
          - &customer
            table: CUSTOMER
            key: [EMAIL]
            tenant: null
            columns:
              - { column: PHONE, identifies: [phone] }
              - { column: NOTE, comesWithRow: true }
              - { column: IP, identifies: [ipaddr, fbid, twid, wcid, name, employeeid] }
  - name: trouble
    tenantKey: 2
    directory: ./trouble
    country: US
    timeZone: America/New_York
    products:
      - { product: info-mart, database: gim, tenantDbid: 102, exclude: [LDR_FACT] }
      - { product: outbound, database: ocs, callingLists: [ { table: cl_missing } ] }
      - { product: outbound, database: ocs, callingLists: [ { table: cl_acme, userFields: [no_such_column] } ] }
      - { product: tables, database: trap, tables: [ *customer ] }
      - { product: tables, database: noise, tables: [ *customer ] }
  - name: silent
    tenantKey: 3
    directory: ./silent
    layout: submit-result
    country: US
    timeZone: America/New_York
    products:
      - { product: tables, database: crm, tables: [ *customer ] }
  - name: away
    tenantKey: 4
    directory: ./away
    country: US
    timeZone: America/New_York
    products:
      - { product: tables, database: server, tables: [ *customer ] }
`

function prepare(folder: string): void {
  const postgres = inject('postgres')
  writeFileSync(join(folder, 'lethe.yaml'), settings(postgres))
  for (const name of ['acme', 'trouble', 'silent', 'silent/GDPR_Submit', 'away']) mkdirSync(join(folder, name))
  createInfoMart(join(folder, 'gim.db'), (database) => {
    for (let id = 0; id < 20; id += 1) {
      const address = id % 2 === 0 ? '2125550142' : `"${named.name}" <${named.email}>`
      plantContact(database, { id, address, account: stored.account })
    }
    const agent = { ID: 1, TENANTID: 101, USERNAME: employee.username, EMPLOYEEID: employee.employeeid }
    insertRow(database, 'GIDB_GC_AGENT', { ...agent, FIRSTNAME: stored.first })
    insertRow(database, 'RESOURCE_', { RESOURCE_KEY: 1, TENANT_KEY: 1, RESOURCE_NAME: employee.username })
  })
  createCampaigns(join(folder, 'ocs.db'), ['acme'], (database) => {
    plantRecord(database, 'acme', { chain: 1, n: 0, contact: '212.555.0142', name: stored.first })
    plantRecord(database, 'acme', { chain: 1, n: 1, contact: stored.sibling, email: named.email })
    plantRecord(database, 'acme', { chain: 1, n: 2, contact: stored.sibling, status: 2 })
    insertRow(database, 'dnc_acme', { entry: 1, phone: '12125550142', customer_id: named.email })
  })
  createCustomers(join(folder, 'crm.db'), '')
  createCustomers(
    join(folder, 'trap.db'),
    `create trigger CUSTOMER_TRAP before update on CUSTOMER begin select raise(abort, 'no: ${stored.trigger}'); end;`,
  )
  writeFileSync(join(folder, 'noise.db'), `${named.email} ${stored.note} is no database`.repeat(100))
}

/** The key of the table is personal itself. */
function createCustomers(path: string, more: string): void {
  withSqliteFile(path, (database) => {
    const columns = `EMAIL text primary key, PHONE text, NOTE text, IP text check (IP <> '${stored.check}')`
    database.exec(`create table CUSTOMER (${columns}); ${more}`)
    for (let n = 0; n < 40; n += 1) {
      const email = n === 0 ? named.email : `canary-${n}.potoroo@example.com`
      insertRow(database, 'CUSTOMER', { EMAIL: email, PHONE: '+12125550142', NOTE: stored.note, IP: named.ipaddr })
    }
  })
}

const person = Object.entries(named).map(([kind, value]) => ({ [kind]: value }))
const good = JSON.stringify({
  caseid: '1',
  consumers: [{ consumer: [...person, { phone: mistaken.phone }, { email: mistaken.email }] }],
  employees: [{ employee: Object.entries(employee).map(([kind, value]) => ({ [kind]: value })) }],
  'gim-attached-data': { kvlist: ['AcctNum'] },
})
const refused: Readonly<Record<string, string>> = {
  syntax: good.replace('{"email"', '{"email" '.repeat(2)),
  cut: good.slice(0, good.indexOf(named.email) + 5),
  unquoted: `{"consumers": [{"consumer": [{"name": ${mistaken.value}}]}]}`,
  'control-character': good.replace(named.name, `${named.name}\n`),
  'key-of-a-person': `{"consumers": [{"consumer": [{"${mistaken.key}": "${mistaken.value}"}]}], "${named.phone}": 1}`,
  twice: `{"consumers": [{"consumer": [{"email": "${named.email}", "email": "${mistaken.value}"}]}]}`,
  'twice-key': `{"${mistaken.key}": 1, "${mistaken.key}": 2, "consumers": [{"consumer": [{"phone": "${named.phone}"}]}]}`,
  types: `{"consumers": [{"consumer": "${named.email}"}, "${mistaken.value}"], "request": "${mistaken.value}"}`,
  both: `{"requests": [{"type": "${mistaken.value}", "contacts": [{"phone": "${named.phone}"}]}], "consumers": []}`,
}

test('canaries stand in the history and the result files, and nowhere else', async () => {
  await withFolder(async (folder) => {
    prepare(folder)
    const printed = new Map<string, Buffer>()
    const environment = { SERVER_PASSWORD: password }
    const keep = (name: string, ended: { readonly out: string; readonly err: string }): void => {
      printed.set(`stdout ${printed.size} of ${name}`, Buffer.from(ended.out))
      printed.set(`stderr ${printed.size} of ${name}`, Buffer.from(ended.err))
    }
    const run = async (...operands: readonly string[]) => {
      const ended = await runLethe(folder, operands, environment)
      keep(operands.join(' '), ended)
      return ended
    }
    const drop = (place: string, content: string): void => {
      writeFileSync(join(folder, place), content)
    }

    drop('acme/export-25052018-a.json', good)
    drop('acme/forget-25052018-b.json', good)
    for (const [name, content] of Object.entries(refused)) drop(`acme/forget-25052018-${name}.json`, content)
    await run('preview', 'acme/export-25052018-a.json')
    const inputs = Object.keys(refused).map((name) => `acme/forget-25052018-${name}.json`)
    expect((await run('check', 'acme/forget-25052018-b.json', ...inputs)).code).toBe(1)

    // Killed where findings are recorded, then while a lock keeps it waiting, then left to finish.
    const killed = startLethe(folder, ['run', '--tenant', 'acme'], environment)
    await killed.says('"event":"product-end"')
    killed.kill()
    keep('killed', await killed.ended)
    const afterKill = leftBy(folder)
    const release = lockSqliteFile(join(folder, 'crm.db'))
    const waiting = startLethe(folder, ['run', '--tenant', 'acme'], environment)
    await waiting.says('tried again').finally(release)
    waiting.kill()
    keep('locked', await waiting.ended)
    expect((await run('run', '--tenant', 'acme')).code).toBe(1)
    const log = readExecutionLog(join(folder, 'acme/forget-25052018-b-execution-log.json'))
    expect(log.run.products.map(({ product, outcome }) => [product, outcome])).toEqual([
      ['info-mart', 'done'],
      ['outbound', 'deferred'],
      ['tables', 'done'],
    ])
    await run('verify', log.run.id)

    // Tables that are missing, a trigger that quotes data, a file that is no database.
    drop('trouble/forget-25052018-c.json', good)
    await run('preview', 'trouble/forget-25052018-c.json')
    expect((await run('run', '--tenant', 'trouble')).code).toBe(1)
    const troubled = readExecutionLog(join(folder, 'trouble/forget-25052018-c-execution-log.json'))
    expect(troubled.run.products.map(({ outcome }) => outcome)).toEqual([
      'done',
      'failed',
      'failed',
      'partial',
      'failed',
    ])
    expect(troubled.run.products[3]).toMatchObject({
      found: 160,
      reason: expect.stringMatching(/^`CUSTOMER\.PHONE`: .*a trigger .* refused the statement/),
    })

    // Answers that cannot be written.
    drop('silent/GDPR_Result', 'in the way')
    drop('silent/GDPR_Submit/export-25052018-e.json', good)
    drop('silent/GDPR_Submit/export-25052018-f.json', refused['syntax'] ?? '')
    expect((await run('run', '--tenant', 'silent')).code).toBe(1)

    // A server that does not let us in.
    drop('away/forget-25052018-g.json', good)
    await run('preview', 'away/forget-25052018-g.json')
    const refusedLogin = startLethe(folder, ['run', '--tenant', 'away'], environment)
    await refusedLogin.says('product')
    refusedLogin.kill()
    keep('away', await refusedLogin.ended)

    await run('doctor')
    await run('purge')
    await run('history', '--consumer', 'nobody', '--audit')
    // Settings that cannot be used.
    rmSync(join(folder, 'silent'), { recursive: true })
    expect((await run('run', '--tenant', 'silent')).code).toBe(2)
    drop('lethe.yaml', `${settings(inject('postgres'))}\n# end`.replace('${env:SERVER_PASSWORD}', password))
    expect((await run('doctor')).code).toBe(2)

    const places = new Map([...printed, ...afterKill, ...leftBy(folder)])
    expect(places.has('lethe.db')).toBe(true)
    const { leaks, bytes } = searchFor([...canaries, password], places)
    expect(leaks).toEqual([])
    expect(bytes).toBeGreaterThan(50_000)

    // The search itself can see: where they belong, they are.
    const belongs = filesBelow(folder)
    const found = searchFor(
      canaries,
      new Map([...belongs].filter(([path]) => path === 'records.db' || path.endsWith('log.json'))),
    )
    const seen = new Set(found.leaks.map((leak) => leak.split(': ')[1]?.replace(/ \([a-z0-9-]+\)$/, '')))
    for (const canary of [named.phone, named.email, stored.note, stored.sibling, mistaken.phone]) {
      expect(seen).toContain(canary)
    }
    expect([...belongs.keys()].filter((path) => path.endsWith('.tmp'))).toEqual([])
  })
}, 300_000)

/** What lies in the folder and is neither the customer's nor the place for it: the journal above all. */
function leftBy(folder: string): ReadonlyMap<string, Buffer> {
  const customers = /^(gim|ocs|crm|trap|noise|records)\.db|^lethe\.yaml$/
  const answers = /^(acme|trouble|silent|away)\/.*\.(json|zip)$/
  const files = [...filesBelow(folder)].filter(([path]) => !customers.test(path) && !answers.test(path))
  return new Map([...files, ['names of files', Buffer.from([...filesBelow(folder).keys()].join('\n'))]])
}
