/**
 * The mistakes of a first start, and the sentence that each gets: the place, the rule, the next step, and nothing secret or
 * personal. None sends the reader of `lethe doctor` to `lethe doctor`.
 */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, inject, it } from 'vitest'

import { certified, withPostgresBehind } from '../support/certificates.ts'
import { postgres } from '../support/engines.ts'
import { withSqliteFile } from '../support/sqlite-site.ts'
import { lethe } from './in-process.ts'
import { temporaryFolder, type Ended } from './support.ts'

const secret = 'hunter2-is-nobodys-business'

const crm = 'client: better-sqlite3, filename: ./crm.db'
const customer = '{ table: CUSTOMER, tenant: null, key: [ID], columns: [{ column: PHONE, identifies: [phone] }] }'
const settings = `databases:
  crm: { ${crm} }
tenants:
  - name: acme
    tenantKey: 1
    directory: ./gdpr
    country: US
    timeZone: America/New_York
    products:
      - product: tables
        database: crm
        tables:
          - ${customer}
`

interface Site {
  readonly folder: string
  /** Writes a file of the site. */
  readonly write: (name: string, text: string | Uint8Array) => Site
  /** Changes the settings. */
  readonly put: (before: string, after: string) => Site
}

function site(): Site {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'gdpr'))
  withSqliteFile(join(folder, 'crm.db'), (database) => {
    database.exec('create table CUSTOMER (ID integer primary key, PHONE text)')
  })
  let text = settings
  const made: Site = {
    folder,
    write: (name, content) => {
      writeFileSync(join(folder, name), content)
      return made
    },
    put: (before, after) => {
      if (!text.includes(before)) throw new Error(`the settings have no ${before}`)
      text = text.replace(before, after)
      return made.write('lethe.yaml', text)
    },
  }
  return made.write('lethe.yaml', text)
}

async function doctor({ folder }: Site): Promise<Ended> {
  const ended = await lethe(folder, ['doctor', '--text'], { environment: { PW: secret, EMPTY: '' }, columns: 1000 })
  const said = ended.out + ended.err
  expect(said).not.toContain('lethe doctor')
  expect(said).not.toContain(secret)
  expect(said).not.toMatch(/unexpected|undefined|\[object/)
  return { ...ended, out: said.replaceAll(folder, '@') }
}

type Mistake = readonly [name: string, make: (site: Site) => unknown, told: string]

/** The file cannot be used: nothing is opened, exit code 2. `@` is the folder of the settings. */
const inSettings: readonly Mistake[] = [
  [
    'no settings file',
    ({ folder }) => {
      rmSync(join(folder, 'lethe.yaml'))
    },
    '@/lethe.yaml: /: there is no settings file `@/lethe.yaml`: name it with `--config FILE`, or make it with `lethe init`',
  ],
  [
    'a folder in the place of the file',
    ({ folder }) => {
      rmSync(join(folder, 'lethe.yaml'))
      mkdirSync(join(folder, 'lethe.yaml'))
    },
    '@/lethe.yaml: /: the settings file `@/lethe.yaml` is a folder: name a file with `--config FILE`',
  ],
  [
    'an empty file',
    ({ write }) => write('lethe.yaml', ''),
    '@/lethe.yaml:1:1: /: must be an object, and the file is empty, or holds comments alone: write the settings into it, or remove it and run `lethe init`',
  ],
  [
    'comments alone',
    ({ write }) => write('lethe.yaml', '# to be written\n'),
    '@/lethe.yaml:1:1: /: must be an object, and the file is empty, or holds comments alone: write the settings into it, or remove it and run `lethe init`',
  ],
  [
    'UTF-16',
    ({ write }) => write('lethe.yaml', Buffer.from(`\ufeff${settings}`, 'utf16le')),
    '@/lethe.yaml:1:1: /: the settings file is UTF-16, not UTF-8: save it as UTF-8',
  ],
  [
    'Latin-1',
    ({ write }) => write('lethe.yaml', Buffer.from('tenants:\n  - name: Zürich\n', 'latin1')),
    '@/lethe.yaml:2:12: /: the settings file is not UTF-8 here: save it as UTF-8',
  ],
  [
    'a list that is cut off',
    ({ write }) => write('lethe.yaml', settings.slice(0, settings.indexOf('identifies'))),
    '/: line 13: the text ends in the middle of a quote, list or object: write the rest, or close it',
  ],
  [
    'JSON that is cut off',
    ({ write }) => write('lethe.yaml', '{\n  "tenants": ['),
    '@/lethe.yaml:2:15: /: line 2: the text ends in the middle of a quote, list or object: write the rest, or close it',
  ],
  [
    'a tab',
    ({ put }) => put('    country', '\tcountry'),
    '@/lethe.yaml:7:1: /: line 7: a tab is used to indent: use spaces',
  ],
  [
    'a key that stands twice',
    ({ put }) => put('databases:', 'tenants: []\ndatabases:'),
    '@/lethe.yaml:4:1: /: line 4: the key on this line stands twice in its object: remove one',
  ],
  [
    'a list in the place of the settings',
    ({ write }) => write('lethe.yaml', '- tenants\n'),
    '@/lethe.yaml:1:1: /: must be an object, not a list: correct it',
  ],
  [
    'an unknown key',
    ({ put }) => put('    tenantKey: 1', '    tenantKey: 1\n    timezone: UTC'),
    '@/lethe.yaml:6:5: /tenants/0/timezone: there is no such setting here: remove it; did you mean `timeZone`?',
  ],
  [
    'a missing key',
    ({ put }) => put('    country: US\n', ''),
    '@/lethe.yaml:4:5: /tenants/0: `country` is missing: add it',
  ],
  [
    'a text for a number',
    ({ put }) => put('tenantKey: 1', 'tenantKey: one'),
    '@/lethe.yaml:5:5: /tenants/0/tenantKey: must be a whole number, not text: correct it, without quotes',
  ],
  [
    'a number for a text',
    ({ put }) => put('databases:', 'outputMode: 640\ndatabases:'),
    '@/lethe.yaml:1:1: /outputMode: must be text, not a number: put it in quotes',
  ],
  [
    'a number that is too large',
    ({ put }) => put('databases:', 'history: { daysToKeep: 31 }\ndatabases:'),
    '@/lethe.yaml:1:12: /history/daysToKeep: must be <= 30: write a smaller number',
  ],
  [
    'a list without an entry',
    ({ put }) => put(`          - ${customer}`, '          []'),
    '/tenants/0/products/0/tables: must have at least 1: add one',
  ],
  [
    'an unknown country',
    ({ put }) => put('country: US', 'country: UK'),
    '@/lethe.yaml:7:5: /tenants/0/country: is no known country: write an ISO 3166-1 code of two capital letters such as `US`',
  ],
  [
    'an unknown time zone',
    ({ put }) => put('America/New_York', 'America/Newyork'),
    '@/lethe.yaml:8:5: /tenants/0/timeZone: is no known time zone: write an IANA name such as `America/New_York`',
  ],
  [
    'a schedule that never comes due',
    ({ put }) => put('    country', '    schedule: "0 0 30 2 *"\n    country'),
    '@/lethe.yaml:7:5: /tenants/0/schedule: is no cron expression that ever comes due: write five fields such as `0 3 * * *`',
  ],
  [
    'a span of time in words',
    ({ put }) => put('databases:', 'settle: two hours\ndatabases:'),
    '@/lethe.yaml:1:1: /settle: is no span of time: write seconds as a number, or a text such as `500ms`, `2s`, `5m`',
  ],
  [
    'an unknown product',
    ({ put }) => put('product: tables', 'product: table'),
    '@/lethe.yaml:10:9: /tenants/0/products/0/product: there is no such product: did you mean `tables`?',
  ],
  [
    'a database that is not declared',
    ({ put }) => put('database: crm', 'database: crn'),
    '@/lethe.yaml:11:9: /tenants/0/products/0/database: `databases` declares no such database: did you mean `crm`?',
  ],
  [
    'an unknown client',
    ({ put }) => put('client: better-sqlite3', 'client: mysql'),
    '@/lethe.yaml:2:10: /databases/crm/client: must be one of `better-sqlite3`, `pg`, `mssql`, `oracledb`',
  ],
  [
    'a journal on an engine that it cannot stand on',
    ({ put }) =>
      put('databases:', `journal: { client: mssql, host: db.example.com, database: own, user: u }\ndatabases:`),
    '@/lethe.yaml:1:12: /journal/client: the journal stands in a SQLite file or on PostgreSQL: write `better-sqlite3` or `pg`',
  ],
  [
    'a server without a host',
    ({ put }) => put(crm, 'client: pg, database: d'),
    '@/lethe.yaml:2:3: /databases/crm: `host` is missing: add it',
  ],
  [
    'a secret as plain text',
    ({ put }) => put(crm, `${crm}, password: ${secret}`),
    '/databases/crm/password: `password` must not be plain text: write `${env:NAME}` or `${file:PATH}` and put the secret there',
  ],
  [
    'a missing environment variable',
    ({ put }) => put(crm, `${crm}, password: "\${env:NOWHERE}"`),
    '/databases/crm/password: the environment variable `NOWHERE` is not set: set it before starting',
  ],
  [
    'an empty environment variable',
    ({ put }) => put(crm, `${crm}, password: "\${env:EMPTY}"`),
    '/databases/crm/password: the environment variable `EMPTY` is not set: set it before starting',
  ],
  [
    'a missing secret file',
    ({ put }) => put(crm, `${crm}, password: "\${file:./pw}"`),
    '/databases/crm/password: the file of this reference, `@/pw`, cannot be read, since there is none: make it, or correct the path',
  ],
  [
    'an empty secret file',
    ({ write }) => write('pw', '\n').put(crm, `${crm}, password: "\${file:./pw}"`),
    '/databases/crm/password: the file of this reference, `@/pw`, is empty: write the secret into it',
  ],
  [
    'a folder as a secret file',
    ({ put }) => put(crm, `${crm}, password: "\${file:./gdpr}"`),
    '/databases/crm/password: the file of this reference, `@/gdpr`, is a folder: name the file in it',
  ],
  [
    'a missing folder of a tenant',
    ({ put }) => put('./gdpr', './nowhere'),
    '@/lethe.yaml:6:5: /tenants/0/directory: there is no such folder: `@/nowhere`: create it, or correct the path',
  ],
  [
    'a file as a folder of a tenant',
    ({ put }) => put('./gdpr', './crm.db'),
    '@/lethe.yaml:6:5: /tenants/0/directory: there is no such folder: `@/crm.db` is a file: name a folder',
  ],
  [
    'a missing folder of a database',
    ({ put }) => put('./crm.db', './data/crm.db'),
    '/databases/crm/filename: the folder of this file, `@/data`, does not exist: create it',
  ],
  [
    'a missing certificate of an authority',
    ({ put }) => put(crm, 'client: pg, host: localhost, database: d, user: u, tls: { mode: required, caFile: ca.pem }'),
    '/databases/crm/tls/caFile: there is no such file: `@/ca.pem`: correct the path',
  ],
  [
    'two tenants in one folder',
    ({ put }) =>
      put(
        '  - name: acme',
        '  - { name: other, tenantKey: 2, directory: ./gdpr, country: US, timeZone: UTC, products: [{ product: log-files, paths: ["./*.log"] }] }\n  - name: acme',
      ),
    '/tenants/1/directory: another tenant uses this folder already, or the one for its requests or answers below it: give each its own',
  ],
]

/** The settings can be used, and what they lead to cannot: exit code 1. */
const beyondSettings: readonly Mistake[] = [
  [
    'a missing database file',
    ({ put }) => put('./crm.db', './gone.db'),
    'error    database crm: @/gone.db: there is no such database file: put it back, or correct `filename`',
  ],
  [
    'a folder as a database file',
    ({ put }) => put('./crm.db', './gdpr'),
    'error    database crm: @/gdpr: there is no such database file: put it back, or correct `filename`',
  ],
  [
    'a file that is no database',
    ({ write }) => write('crm.db', 'a spreadsheet that somebody has saved under this name'),
    'error    database crm: database `crm`: the file is no SQLite database; correct `filename` (SQLITE_NOTADB)',
  ],
  [
    'a journal that is no database',
    ({ write }) => write('lethe.db', 'a spreadsheet that somebody has saved under this name'),
    'error    journal: the journal is damaged: stop every `lethe`, put its copy back, or move the file away (with `-wal` and `-shm`) and start again',
  ],
  [
    'a missing table',
    ({ put }) => put('CUSTOMER', 'CUSTOMERS'),
    'error    acme: tables: CUSTOMERS: not in the database: `CUSTOMERS`; create it, grant the right to read it, or take it out of the settings',
  ],
  [
    'a missing column',
    ({ put }) => put('PHONE', 'TELEPHONE'),
    'error    acme: tables: CUSTOMER: not in the database: `CUSTOMER.TELEPHONE`; create it, grant the right to read it, or take it out of the settings',
  ],
  [
    'a missing key column',
    ({ put }) => put('[ID]', '[NUMBER]'),
    'error    acme: tables: CUSTOMER: not in the database: `CUSTOMER.NUMBER`; create it, grant the right to read it, or take it out of the settings',
  ],
  [
    'a pattern that matches no log',
    ({ put }) => put('    products:\n', '    products:\n      - { product: log-files, paths: ["./gdpr/*.log"] }\n'),
    'error    acme: log-files: @/gdpr: no log matches `@/gdpr/*.log` of `paths`, so nobody was looked for there; check the pattern and what is mounted, or set `mayBeEmpty`',
  ],
  [
    'logs in a missing folder',
    ({ put }) => put('    products:\n', '    products:\n      - { product: log-files, paths: ["./logs/*.log"] }\n'),
    'error    acme: log-files: @/logs: the folder of `@/logs/*.log` of `paths` is missing or may not be read; mount it, or correct the setting',
  ],
  [
    'a missing folder for requests',
    ({ put }) => put('    country', '    layout: submit-result\n    country'),
    'error    acme: folder: @/gdpr/GDPR_Submit: the folder is missing: create it for the user Lethe runs as',
  ],
]

describe('in the settings', () => {
  it.each(inSettings)('%s', async (_, make, told) => {
    const made = site()
    make(made)
    const { code, out } = await doctor(made)
    expect(out).toContain(told)
    expect(code).toBe(2)
  })
})

describe('beyond them', () => {
  it.each(beyondSettings)('%s', async (_, make, told) => {
    const made = site()
    make(made)
    const { code, out } = await doctor(made)
    expect(out).toContain(told)
    expect(code).toBe(1)
  })
})

describe('on the way to a server', () => {
  const reached = inject('postgres')
  const right = { host: '127.0.0.1', port: String(reached.port), database: 'postgres', user: reached.user, tls: 'off' }

  async function toldOf(wrong: Readonly<Partial<typeof right>>, password = '${env:PW}'): Promise<string> {
    const made = site()
    const entry = Object.entries({ ...right, ...wrong }).map(([key, value]) => `${key}: ${value}`)
    made.write('pw', reached.password)
    made.put(crm, `client: pg, ${entry.join(', ')}, password: "${password}"`)
    const { code, out } = await doctor(made)
    expect(code).toBe(1)
    expect(out).not.toContain(reached.password)
    return out.split('\n').find((line) => line.startsWith('error    database crm')) ?? out
  }
  const known = '${file:./pw}'

  it.each([
    ['a wrong password', {}, '${env:PW}', 'the server refused the login; check `user` and `password` (28P01)'],
    ['a wrong user', { user: 'nobody' }, known, 'the server refused the login; check `user` and `password` (28P01)'],
    [
      'a wrong database',
      { database: 'nowhere' },
      known,
      'the server has no such database, or the login may not open it; check `database`',
    ],
    [
      'a closed port',
      { port: '1' },
      known,
      'nothing listens at `host` and `port`; start the server, or correct the two',
    ],
    [
      'an unknown host',
      { host: 'db.invalid' },
      known,
      'no address is known for `host`; correct it, or have the name resolved where Lethe runs',
    ],
    [
      'a server without TLS',
      { tls: 'required' },
      known,
      'server and settings do not agree on TLS; switch it on at the server, or correct `tls`',
    ],
  ] as const)('%s', async (_, wrong, password, told) => {
    expect(await toldOf(wrong, password)).toBe(`error    database crm: database \`crm\`: ${told}`)
  })

  const untrusted =
    'the certificate of the server is not trusted, is over, or carries another name; check `caFile` and `serverName` of `tls`'

  it('a certificate that is not trusted, and one of another name', () =>
    certified(({ tls, caFile, otherCaFile }) =>
      withPostgresBehind(tls, async (port) => {
        const at = { host: 'localhost', port: String(port) }
        const other = `{ mode: required, caFile: ${otherCaFile} }`
        expect(await toldOf({ ...at, tls: other })).toContain(untrusted)
        const named = `{ mode: required, caFile: ${caFile}, serverName: db.example.com }`
        expect(await toldOf({ ...at, tls: named })).toContain(untrusted)
      }),
    ))

  it('a login that may not log in, may open no more connections, or not this database', () =>
    postgres.withDatabase(async (owner, { database = '' }) => {
      const role = `stranger_${process.pid}`
      await owner.knex.raw(`create role ${role} login password '${secret}'`)
      try {
        const at = { database, user: role }
        await owner.knex.raw('revoke connect on database ?? from public', [database])
        expect(await toldOf(at)).toContain(
          'the login may not connect to the database; let the DBA grant it the right to',
        )
        await owner.knex.raw('grant connect on database ?? to ??', [database, role])
        await owner.knex.raw('alter role ?? connection limit 0', [role])
        expect(await toldOf(at)).toContain(
          'the server takes no more connections; have its limit raised, or others ended',
        )
        await owner.knex.raw('alter role ?? nologin', [role])
        expect(await toldOf(at)).toContain('the server refused the login; check `user` and `password`')
      } finally {
        await owner.knex.raw('drop owned by ??', [role])
        await owner.knex.raw('drop role ??', [role])
      }
    }))
})

it('are at least forty', () => {
  expect(inSettings.length + beyondSettings.length + 6).toBeGreaterThanOrEqual(40)
})
