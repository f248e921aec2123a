/**
 * What a plan costs: a forget of the company's number, which stands in so many rows that it is held. Search, record, count,
 * plan and answers are one command; a second pass makes the same plan anew from the record.
 *
 * `--rows N` (default 100,000 and 1,000,000, each in a folder of its own). Needs `npm run build`.
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import Database from 'better-sqlite3'

import { withFolder } from '../test/support/databases.ts'
import { acme, measuredCommand } from './command.ts'

const { values: flags } = parseArgs({ options: { rows: { type: 'string' } } })
const sizes = flags.rows === undefined ? [100_000, 1_000_000] : [Number(flags.rows)]
const company = '8005550199'

function prepare(folder: string, rows: number): void {
  mkdirSync(join(folder, 'gdpr'))
  const database = new Database(join(folder, 'crm.db'))
  database.exec('create table CALLS (ID integer primary key, TENANT_KEY integer, PHONE text)')
  const insert = database.prepare('insert into CALLS (TENANT_KEY, PHONE) values (1, ?)')
  database.transaction(() => {
    for (let row = 0; row < rows; row += 1) insert.run(company)
  })()
  database.close()
  const calls = { table: 'CALLS', key: ['ID'], tenant: { column: 'TENANT_KEY' } }
  const columns = [{ column: 'PHONE', identifies: ['phone'] }]
  const settings = {
    settle: '20ms',
    databases: { crm: { client: 'better-sqlite3', filename: './crm.db' } },
    tenants: [{ ...acme, products: [{ product: 'tables', database: 'crm', tables: [{ ...calls, columns }] }] }],
  }
  writeFileSync(join(folder, 'lethe.json'), JSON.stringify(settings))
  const consumers = [{ consumer: [{ phone: company }] }]
  writeFileSync(join(folder, 'gdpr', 'forget-25052018-a.json'), JSON.stringify({ consumers }))
}

for (const rows of sizes) {
  await withFolder(async (folder) => {
    prepare(folder, rows)
    for (const pass of ['found and planned', 'planned anew']) {
      const run = ['run', '--config', join(folder, 'lethe.json'), '--json']
      const { seconds, cpuSeconds, rss } = await measuredCommand(run, 1)
      const times = `${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of processor`
      console.log(`${rows} rows, ${pass}: ${times}, RSS ${rss} MiB`)
    }
  })
}
