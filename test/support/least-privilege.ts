/** A site on PostgreSQL whose login has no right at all, and an operator who follows what `lethe doctor` prints. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect } from 'vitest'

import type { Database } from '../../src/platform/sql/database.ts'
import type { DatabaseSettings } from '../../src/platform/sql/settings.ts'
import { lethe } from '../cli/in-process.ts'
import { temporaryFolder, type Ended } from '../cli/support.ts'
import { postgres } from './engines.ts'

export const role = `nothing_${process.pid}`
const password = 'on-loopback-only'

/** Statements stand below what is wrong, further in. */
export function statementsIn(out: string): readonly string[] {
  const printed = out
    .split('\n')
    .filter((line) => line.startsWith('           '))
    .map((line) => line.trim())
  return printed
    .join('\n')
    .split(/;\n|;$/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}

/** Never sends anybody to itself. */
export async function doctor(folder: string): Promise<Ended> {
  const ended = await lethe(folder, ['doctor', '--text'], { environment: { PW: password } })
  expect(ended.out + ended.err).not.toContain('lethe doctor')
  return ended
}

/** What the operator asks for, as often as it takes; rejects when that leads nowhere. */
export async function followDoctor(folder: string, dba: Database): Promise<readonly string[]> {
  const followed: string[] = []
  for (let round = 1; round <= 6; round += 1) {
    const { code, out, err } = await doctor(folder)
    const statements = statementsIn(out)
    if (code === 0 && statements.length === 0) return followed
    if (statements.length === 0) throw new Error(`nothing to follow in:\n${out}${err}`)
    for (const statement of statements) await dba.knex.raw(statement)
    followed.push(...statements)
  }
  throw new Error(`no end of it: ${followed.join('\n')}`)
}

export interface Site {
  readonly folder: string
  readonly dba: Database
}

export interface Plan {
  /** As the DBA has them. */
  readonly tables: readonly string[]
  readonly settings: (entry: string) => string
}

export async function atSite({ tables, settings }: Plan, work: (site: Site) => Promise<void>): Promise<void> {
  await postgres.withDatabase(async (dba, reached) => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'gdpr'))
    writeFileSync(join(folder, 'lethe.yaml'), settings(entryOf(reached)))
    for (const table of tables) await dba.knex.raw(table)
    await dba.knex.raw(`create role ${role} login password '${password}'`)
    try {
      await dba.knex.raw('revoke all on database ?? from public', [reached.database ?? ''])
      await dba.knex.raw('revoke all on schema public from public')
      await work({ folder, dba })
    } finally {
      await dba.knex.raw('drop owned by ??', [role])
      await dba.knex.raw('drop role ??', [role])
    }
  })
}

function entryOf({ host, port, database }: DatabaseSettings): string {
  return `client: pg, host: ${host}, port: ${port}, database: ${database}, user: ${role}, password: "\${env:PW}", tls: off`
}

export const tenant = `
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
          - table: CUSTOMER
            tenant: null
            key: [ID]
            columns: [{ column: PHONE, identifies: [phone] }, { column: NAME, comesWithRow: true }]
          - { table: CALLBACK, tenant: null, key: [ID], columns: [{ column: PHONE, identifies: [phone], redact: delete }] }
`

export const customer = (schema: string): readonly string[] => [
  `create table ${schema}.customer (id bigint primary key, phone text, name text, notes text)`,
  `create table ${schema}.callback (id bigint primary key, phone text)`,
  `insert into ${schema}.customer values (1, '212-555-0142', 'Ada Sample', 'x'), (2, '212-555-0143', 'Bob Sample', 'y')`,
  `insert into ${schema}.callback values (1, '(212) 555 0142'), (2, '212-555-0143')`,
]

export async function forgetAda({ folder }: Site, name = 'ada'): Promise<unknown> {
  writeFileSync(
    join(folder, `gdpr/forget-14032025-${name}.json`),
    JSON.stringify({ caseid: '1', consumers: [{ consumer: [{ phone: '2125550142' }] }] }),
  )
  const { code, out, err } = await lethe(folder, ['run'], { environment: { PW: password } })
  expect(code, out + err).toBe(0)
  const log: unknown = JSON.parse(readFileSync(join(folder, `gdpr/forget-14032025-${name}-execution-log.json`), 'utf8'))
  return Reflect.get(Object(log), 'result')
}

export const answered = { consumers: [{ consumer: [{ phone: '2125550142', response: 'SUCCESS' }] }] }
