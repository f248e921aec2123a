/** A tenant's folder behind an SFTP server, `lethe watch` looking after it, and a ledger of what must come of each file. */

import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { expect, vi } from 'vitest'

import { searchFor, writtenBelow } from '../support/canaries.ts'
import { readExecutionLog, type ExecutionLog } from '../support/execution-log.ts'
import type { SftpServer } from '../support/sftp-server.ts'
import { portraitOf } from '../support/untouched.ts'
import { startWatching, type FileEvent, type Watching } from './watching.ts'

export interface SiteOptions {
  readonly name: string
  readonly layout?: 'shared' | 'submit-result'
  /** Lines of the settings file, over the defaults. */
  readonly settings?: Readonly<Record<string, string>>
  /** Of the scheduled pass; default: never during a test. */
  readonly schedule?: string
}

export interface Site {
  /** The tenant's directory. */
  readonly directory: string
  /** Where senders put their files. */
  readonly inbox: string
  readonly results: string
  readonly watching: Watching
  /** Waits until the file has had these outcomes; at the end it must have had no other. */
  readonly expectOutcomes: (fileName: string, ...outcomes: readonly Outcome[]) => Promise<void>
  /** From now on nobody may touch it. */
  readonly keep: (path: string) => Promise<void>
  readonly answer: (fileName: string) => ExecutionLog
  /** Whether nobody with that phone stands in the customers' table any more. */
  readonly isForgotten: (phone: string) => boolean
  /** Stops the daemon and says what it did wrong. */
  readonly close: () => Promise<void>
}

/** `done` with the very content that must have been processed; whatever else with its word. */
export type Outcome = { readonly done: string | Buffer } | 'rejected' | 'failed'

/** How long an upload must rest before it counts as complete, and to become JSON. */
export const settleMs = 500
const patienceMs = 3000

/** 781-555-0100 to -0199, whom nobody else has. */
export const phones = Array.from({ length: 100 }, (_, n) => `781555${String(100 + n).padStart(4, '0')}`)

/** The customer's data and the history: there people belong. */
const belongs = /^(crm|lethe-history)\.db|^lethe\.yaml$/

/** A request for the person; `padding` makes it as many bytes longer, in front of what matters. */
export function requestFor(phone: string, padding = 0): string {
  return `{${' '.repeat(padding)}"caseid": "1", "consumers": [{"consumer": [{"phone": "${phone}"}]}]}`
}

export async function openSite(server: SftpServer, options: SiteOptions): Promise<Site> {
  const home = await mkdtemp(join(tmpdir(), 'lethe-site-'))
  const layout = options.layout ?? 'shared'
  const directory = await server.makeUploadFolder(`${options.name}/gdpr`)
  const inbox = layout === 'shared' ? directory : await server.makeUploadFolder(`${options.name}/gdpr/GDPR_Submit`)
  createCustomers(join(home, 'crm.db'))
  await writeFile(join(home, 'lethe.yaml'), settingsOf(directory, layout, options))
  const watching = await startWatching(home)
  const ledger = new Map<string, readonly string[]>()
  const portraits = new Map<string, string>()
  const results = layout === 'shared' ? directory : join(directory, 'GDPR_Result')
  return {
    directory,
    inbox,
    results,
    watching,
    expectOutcomes: async (fileName, ...outcomes) => {
      const wanted = outcomes.map(wordOf)
      ledger.set(fileName, wanted)
      await vi.waitFor(
        () => {
          const seen = watching.filesNamed(fileName).map(wordOfEvent)
          expect([fileName, ...seen.slice(0, wanted.length)]).toEqual([fileName, ...wanted])
        },
        { timeout: 30_000, interval: 20 },
      )
    },
    keep: async (path) => void portraits.set(path, await portraitOf(path)),
    answer: (fileName) => readExecutionLog(join(results, `${fileName.replace(/\.json$/, '')}-execution-log.json`)),
    isForgotten: (phone) => countOf(join(home, 'crm.db'), phone) === 0,
    close: async () => {
      try {
        const { code, err } = await watching.stop()
        expect(code, err).toBe(0)
        expect(err).not.toContain('unexpected')
        const seen = [...ledger.keys()].map((name) => [name, watching.filesNamed(name).map(wordOfEvent)] as const)
        expect(new Map(seen)).toEqual(ledger)
        expect(await portraitsNow([...portraits.keys()])).toEqual(portraits)
        const places = writtenBelow(home, belongs).set('output', watching.printed())
        expect([...places.keys()]).toContain('lethe.db')
        expect(searchFor(phones, places).leaks).toEqual([])
      } finally {
        await rm(home, { recursive: true })
      }
    },
  }
}

async function portraitsNow(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return new Map(await Promise.all(paths.map(async (path) => [path, await portraitOf(path)] as const)))
}

function wordOf(outcome: Outcome): string {
  if (typeof outcome === 'string') return outcome
  return `done ${createHash('sha256').update(outcome.done).digest('hex')}`
}

function wordOfEvent({ outcome, sha256 }: FileEvent): string {
  return outcome === 'done' ? `done ${sha256}` : outcome
}

function settingsOf(directory: string, layout: string, { settings = {}, schedule = '0 3 1 1 *' }: SiteOptions): string {
  const defaults = { settle: `${settleMs}ms`, patience: `${patienceMs}ms` }
  const lines = Object.entries({ ...defaults, ...settings }).map(([key, value]) => `${key}: ${value}`)
  return `
${lines.join('\n')}
databases: { crm: { client: better-sqlite3, filename: ./crm.db } }
tenants:
  - name: acme
    tenantKey: 1
    directory: ${directory}
    layout: ${layout}
    country: US
    timeZone: America/New_York
    process: { export: on-arrival, forget: on-arrival }
    schedule: "${schedule}"
    products:
      - product: tables
        database: crm
        tables:
          - table: CUSTOMER
            key: [ID]
            tenant: { column: TENANT_KEY }
            columns: [{ column: PHONE, identifies: [phone] }]
`
}

function createCustomers(path: string): void {
  const database = new Database(path)
  try {
    database.exec('create table CUSTOMER (ID integer primary key, TENANT_KEY integer, PHONE text)')
    database.exec('create index CUSTOMER_PHONE on CUSTOMER (PHONE)')
    const insert = database.prepare('insert into CUSTOMER (TENANT_KEY, PHONE) values (1, ?)')
    for (const phone of phones) insert.run(phone)
  } finally {
    database.close()
  }
}

function countOf(path: string, phone: string): number {
  const database = new Database(path, { readonly: true })
  try {
    return database.prepare('select 1 from CUSTOMER where PHONE = ?').all(phone).length
  } finally {
    database.close()
  }
}
