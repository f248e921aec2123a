/** Tenants that use one database: it is where it stands, not what it is called. */

import { expect, test } from 'vitest'

import { outOfScope } from '../../src/app/out-of-scope.ts'
import { defaultApproval } from '../../src/stages/planning/approval.ts'
import { defaultGuard } from '../../src/stages/planning/guard.ts'
import { tenantsUsing } from '../../src/app/tenants-using.ts'
import type { ProductEntry, Settings, TenantSettings } from '../../src/app/settings/settings.ts'

const common = { tls: { mode: 'off' }, rowsPerTransaction: 1000, lockTimeoutMs: 5000, pauseMs: 0 } as const
const server = { ...common, client: 'pg', host: 'gim.example.com', port: 5432, database: 'gim', user: 'lethe' } as const

const mark = { settings: 'mark', place: 'gim' }

function entry(settings: unknown): ProductEntry {
  return { product: 'tables', name: 'tables', mark, store: 'gim', quietHours: [], approval: 'guard', settings }
}

function tenant(name: string, ...databases: readonly string[]): TenantSettings {
  return {
    name,
    tenantKey: 1,
    country: 'US',
    timeZone: 'UTC',
    directory: '/gdpr',
    layout: 'shared',
    pickup: 'changed',
    guard: defaultGuard,
    approval: defaultApproval,
    holds: { answer: 'held', source: null },
    process: { export: 'on-arrival', forget: 'scheduled' },
    schedule: '0 3 * * *',
    products: databases.map((database) => entry({ database })),
  }
}

const declared: Settings['databases'] = {
  gim: server,
  again: { ...server, user: 'reader' },
  schema: { ...server, schema: 'other' },
  elsewhere: { ...server, host: 'ocs.example.com' },
  one: { ...common, client: 'better-sqlite3', filename: '/data/gim.db' },
  same: { ...common, client: 'better-sqlite3', filename: '/data/gim.db' },
}

function using(...tenants: readonly TenantSettings[]): number {
  return tenantsUsing({ databases: declared, tenants }, 'gim')
}

test('a tenant counts once, however many of its products use the database', () => {
  expect(using(tenant('acme', 'gim', 'gim', 'one'))).toBe(1)
})

test.each([
  ['gim', 2],
  ['again', 2],
  ['schema', 1],
  ['elsewhere', 1],
  ['same', 1],
  ['unknown', 1],
])('another one with the database `%s` makes %i', (name, count) => {
  expect(using(tenant('acme', 'gim'), tenant('umbrella', name))).toBe(count)
})

test('products without a database use none', () => {
  expect(using({ ...tenant('acme'), products: [entry({ paths: ['/var/log/*'] })] })).toBe(0)
})

test('what a database keeps of erased rows is named once for each, by what its engine keeps', () => {
  const databases: Settings['databases'] = {
    ...declared,
    crm: { ...server, client: 'mssql' },
    hr: { ...server, client: 'oracledb' },
  }
  const named = outOfScope({ databases }, tenant('acme', 'gim', 'one', 'gim', 'crm', 'hr', 'unknown'))
  expect(named).toEqual([
    expect.stringMatching(/^database `gim`: dead rows .*write-ahead log.*replicas, backups$/),
    expect.stringMatching(/^database `one`: .*backups of the file$/),
    expect.stringMatching(/^database `crm`: .*transaction log.*backups$/),
    expect.stringMatching(/^database `hr`: undo, the redo log.*backups$/),
  ])
})
