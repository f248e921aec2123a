/** Settings that hold are completed with defaults, made absolute, and frozen. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { preparedFolder, problemsIn, oldDatabase, settingsIn, tenantLines } from './support.ts'

/** The sketch of the manual, with folders of this machine. */
function sketch(folder: string): string {
  return `
journal: { client: better-sqlite3, filename: ./lethe.db }
databases:
  gim: { client: mssql, host: gim.example.com, port: 1433, database: gim, user: lethe, password: \${env:GIM_PASSWORD}, tls: required }
  ocs: { client: pg, host: ocs.example.com, database: ocs }             # clients: mssql, oracledb, pg, better-sqlite3
  old: { client: better-sqlite3, filename: ./old.db }
history: { database: gim, daysToKeep: 15 }
tenants:
  - name: acme
    tenantKey: 1
    directory: ${folder}/inbox
    layout: shared
    country: US
    timeZone: America/New_York
    process: { export: on-arrival, forget: scheduled }
    schedule: "0 3 * * *"
    products:
      - product: info-mart
        database: gim
        tenantDbid: 101                    # TENANTID of GIDB_GC_AGENT
        exclude: [LDR_FACT, CDR_FACT]      # tables that this site does not have
      - product: outbound
        database: ocs
        callingLists: [ { table: CL_SALES, userFields: [EMAIL, FIRST_NAME] } ]
        doNotCall: [ { table: GSW_DONOTCALL_LIST } ]
        requestLogs: [ { table: GSW_REQUEST_LOG } ]
      - product: log-files
        paths: [ "/var/log/ocs/**/*.log*" ]
`
}

test('the sketch of the manual is accepted as it stands', () => {
  const folder = preparedFolder()
  const settings = settingsIn(folder, sketch(folder), { environment: { GIM_PASSWORD: 'from the environment' } })
  expect(settings.databases['gim']).toEqual({
    client: 'mssql',
    host: 'gim.example.com',
    port: 1433,
    database: 'gim',
    user: 'lethe',
    password: 'from the environment',
    tls: { mode: 'required' },
    rowsPerTransaction: 1000,
    lockTimeoutMs: 5000,
    pauseMs: 0,
  })
  expect(settings.tenants[0]?.products.map((entry) => entry.name)).toEqual(['info-mart', 'outbound', 'log-files'])
  expect(settings.history).toEqual({ database: 'gim', daysToKeep: 15, create: false })
})

test('JSON settings mean the same as YAML', () => {
  const folder = preparedFolder()
  const yaml = settingsIn(folder, oldDatabase + tenantLines())
  const document = {
    databases: { old: { client: 'better-sqlite3', filename: './old.db' } },
    tenants: [
      {
        name: 'acme',
        tenantKey: 1,
        directory: './inbox',
        country: 'US',
        timeZone: 'America/New_York',
        products: [{ product: 'info-mart', database: 'old' }],
      },
    ],
  }
  expect(settingsIn(folder, JSON.stringify(document, null, 2))).toEqual(yaml)
})

test('what a telephone system dials first is the tenant’s', () => {
  const settings = settingsIn(preparedFolder(), oldDatabase + tenantLines('dialingPrefixes: ["9,", "0"]'))
  expect(settings.tenants[0]?.dialingPrefixes).toEqual(['9,', '0'])
})

test('what is left out has a default', () => {
  const folder = preparedFolder()
  const settings = settingsIn(folder, oldDatabase + tenantLines())
  expect(settings.journal).toMatchObject({ client: 'better-sqlite3', filename: join(folder, 'lethe.db') })
  expect(settings.history).toEqual({ database: 'history', daysToKeep: 15, create: false })
  expect(settings.databases['history']).toMatchObject({ filename: join(folder, 'lethe-history.db') })
  expect(settings).toMatchObject({
    leaseMs: 30_000,
    settleMs: 2000,
    gatherMs: 0,
    patienceMs: 60_000,
    maxRequestBytes: 10_485_760,
    limits: { subjectsPerFile: 10_000, identifiersPerSubject: 10_000, identifierLength: 1024, filesPerRun: 1000 },
    giveUpAfterDays: 30,
    deadlineDays: 30,
    metrics: null,
    polling: false,
    outputMode: 0o640,
    log: { level: 'info' },
  })
  expect(settings.tenants[0]).toMatchObject({
    layout: 'shared',
    pickup: 'changed',
    process: { export: 'on-arrival', forget: 'scheduled' },
    schedule: '0 3 * * *',
  })
})

test('a network database is encrypted unless the settings say otherwise', () => {
  const folder = preparedFolder()
  writeFileSync(join(folder, 'ca.pem'), '')
  const databases = [
    'databases:',
    '  plain: { client: pg, host: localhost, database: ocs, tls: off }',
    '  silent: { client: oracledb, host: db.example.com, database: ocs }',
    '  own: { client: mssql, host: db.example.com, database: gim, tls: { caFile: ca.pem, serverName: gim } }',
    '  old: { client: better-sqlite3, filename: ./old.db }',
  ]
  const settings = settingsIn(folder, `${databases.join('\n')}\n${tenantLines()}`)
  expect(settings.databases['plain']?.tls).toEqual({ mode: 'off' })
  expect(settings.databases['silent']?.tls).toEqual({ mode: 'required' })
  expect(settings.databases['own']?.tls).toEqual({
    mode: 'required',
    caFile: join(folder, 'ca.pem'),
    serverName: 'gim',
  })
  expect(settings.databases['old']?.tls).toEqual({ mode: 'off' })
})

test('relative paths start at the folder of the settings file, those of a product too', () => {
  const folder = preparedFolder()
  const products = ['products:', '  - { product: log-files, paths: ["logs/*.log", /var/log/ocs.log] }']
  const settings = settingsIn(folder, oldDatabase + tenantLines(...products))
  expect(settings.tenants[0]?.directory).toBe(join(folder, 'inbox'))
  expect(settings.tenants[0]?.products[0]?.settings).toEqual({
    paths: [join(folder, 'logs/*.log'), '/var/log/ocs.log'],
  })
})

test.each([
  ['settle: 2', 2000],
  ['settle: 0.5', 500],
  ['settle: 500ms', 500],
  ['settle: 3s', 3000],
  ['settle: 2m', 120_000],
])('`%s` is %d milliseconds', (line, milliseconds) => {
  const folder = preparedFolder()
  expect(settingsIn(folder, `${line}\n${oldDatabase}${tenantLines()}`).settleMs).toBe(milliseconds)
})

test('several entries of one product are told apart by number', () => {
  const folder = preparedFolder()
  const entry = '  - { product: info-mart, database: old }'
  const settings = settingsIn(folder, oldDatabase + tenantLines('products:', entry, entry, entry))
  expect(settings.tenants[0]?.products.map((one) => one.name)).toEqual(['info-mart', 'info-mart#2', 'info-mart#3'])
})

test('a secret comes from a file without its last line break', () => {
  const folder = preparedFolder()
  mkdirSync(join(folder, 'secrets'))
  writeFileSync(join(folder, 'secrets/password'), 'pass word\n')
  const database = 'databases:\n  old: { client: pg, host: h, database: d, password: ${file:secrets/password} }\n'
  expect(settingsIn(folder, database + tenantLines()).databases['old']?.password).toBe('pass word')
})

test('nobody can change the settings afterwards', () => {
  const folder = preparedFolder()
  const settings = settingsIn(folder, oldDatabase + tenantLines())
  expect(() => Object.assign(settings.history, { daysToKeep: 30 })).toThrow(TypeError)
  expect(Object.isFrozen(settings.tenants[0]?.products[0]?.settings)).toBe(true)
})

test('quiet hours are those of the entry and of its database, and no setting of the product', () => {
  const folder = preparedFolder()
  const database = 'databases: { old: { client: better-sqlite3, filename: old.db, quietHours: ["22:00-06:00"] } }\n'
  const entries = (hours: string) =>
    tenantLines('products:', `  - { product: info-mart, database: old, quietHours: ["${hours}"] }`)
  const [entry] = settingsIn(folder, database + entries('12:00-13:30')).tenants[0]?.products ?? []
  expect(entry?.quietHours).toEqual([
    { from: 720, to: 810 },
    { from: 1320, to: 360 },
  ])
  expect(entry?.settings).toEqual({ database: 'old' })
  expect(problemsIn(folder, database + entries('12-13'))).toMatchObject([
    { pointer: '/tenants/0/products/0/quietHours/0', message: expect.stringContaining('no part of a day') },
  ])
})
