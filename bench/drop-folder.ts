/**
 * Measures `lethe watch` over a folder into which many files are dropped at once: files answered a second, the largest
 * resident set, and how long one more file waits beyond the settle time, beside all those that were answered.
 *
 * `--files N` (default 1,000 and 10,000, each in a folder of its own). Needs `npm run build`, and Linux for the resident set.
 */

import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import Database from 'better-sqlite3'

import { withFolder } from '../test/support/databases.ts'

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const settleMs = 500

const settings = `
settle: ${settleMs}ms
databases: { crm: { client: better-sqlite3, filename: ./crm.db } }
tenants:
  - name: acme
    tenantKey: 1
    directory: ./gdpr
    country: US
    timeZone: America/New_York
    process: { export: on-arrival, forget: on-arrival }
    products:
      - product: tables
        database: crm
        tables:
          - { table: CUSTOMER, key: [ID], tenant: { column: TENANT_KEY }, columns: [{ column: PHONE, identifies: [phone] }] }
`

/** One in a hundred is a customer. */
const phoneOf = (n: number): string => (n % 100 === 0 ? '7815550100' : `64655501${String(n % 100).padStart(2, '0')}`)

function prepare(folder: string): string {
  const inbox = join(folder, 'gdpr')
  mkdirSync(inbox)
  writeFileSync(join(folder, 'lethe.yaml'), settings)
  const database = new Database(join(folder, 'crm.db'))
  database.exec('create table CUSTOMER (ID integer primary key, TENANT_KEY integer, PHONE text)')
  database.exec("insert into CUSTOMER (TENANT_KEY, PHONE) values (1, '7815550100')")
  database.close()
  return inbox
}

function drop(inbox: string, n: number): void {
  const request = JSON.stringify({ caseid: String(n), consumers: [{ consumer: [{ phone: phoneOf(n) }] }] })
  writeFileSync(join(inbox, `forget-25052018-${n}.json`), request)
}

/** Counts the answers that the daemon tells of. */
function countAnswers(daemon: ChildProcess): { readonly reach: (count: number) => Promise<void> } {
  let answered = 0
  let [wanted, reached] = [Infinity, (): void => {}]
  if (daemon.stdout === null) throw new Error('the daemon says nothing')
  createInterface({ input: daemon.stdout }).on('line', (line) => {
    if (JSON.parse(line).event === 'file') answered += 1
    if (answered >= wanted) reached()
  })
  return {
    reach: (count) =>
      new Promise((resolve) => {
        ;[wanted, reached] = [count, resolve]
        if (answered >= count) resolve()
      }),
  }
}

function residentMiB({ pid }: ChildProcess): number {
  const [, kib = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Math.round(Number(kib) / 1024)
}

function measure(files: number): Promise<string> {
  return withFolder(async (folder) => {
    const inbox = prepare(folder)
    const daemon = spawn(process.execPath, [main, 'watch'], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
    try {
      const answers = countAnswers(daemon)
      const start = performance.now()
      for (let n = 0; n < files; n += 1) drop(inbox, n)
      await answers.reach(files)
      const seconds = (performance.now() - start - settleMs) / 1000
      const largest = residentMiB(daemon)
      await delay(2 * settleMs)
      const late = performance.now()
      drop(inbox, files)
      await answers.reach(files + 1)
      const waited = (performance.now() - late - settleMs) / 1000
      return `${files} files: ${Math.round(files / seconds)} a second · RSS at most ${largest} MiB · one more: ${waited.toFixed(2)} s beyond the settle time`
    } finally {
      const ended = new Promise((resolve) => daemon.once('exit', resolve))
      daemon.kill('SIGTERM')
      await ended
    }
  })
}

const { values: flags } = parseArgs({ options: { files: { type: 'string' } } })
for (const files of flags.files === undefined ? [1_000, 10_000] : [Number(flags.files)])
  console.log(await measure(files))
