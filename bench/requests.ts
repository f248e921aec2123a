/** Measures `lethe requests` over a journal of many requests: time and memory, for programs and for people. `--requests N`. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import Database from 'better-sqlite3'

import { acme, measuredCommand } from './command.ts'

const { values: flags } = parseArgs({ options: { requests: { type: 'string', default: '100000' } } })
const settings = { tenants: [{ ...acme, products: [{ product: 'log-files', paths: ['/nowhere/*.log'] }] }] }

const folder = await mkdtemp(join(tmpdir(), 'lethe-bench-requests-'))
try {
  await mkdir(join(folder, 'gdpr'))
  await writeFile(join(folder, 'lethe.yaml'), JSON.stringify(settings))
  await measure('an empty journal', ['--json'])
  fill(Number(flags.requests))
  await measure(`${flags.requests} requests as JSON lines`, ['--json'])
  await measure(`${flags.requests} requests of one state, the most`, ['--state', 'done'])
  await measure('those of one state', ['--json', '--state', 'rejected'])
} finally {
  await rm(folder, { recursive: true })
}

function fill(requests: number): void {
  const journal = new Database(join(folder, 'lethe.db'))
  const run = journal.prepare(
    "insert into lethe_run (id, tenant, action, salt, attempt, state, started_at) values (?, 'acme', 'forget', 's', 1, 'closed', ?)",
  )
  const attempt = journal.prepare(
    "insert into lethe_attempt (run_id, attempt, started_at, finished_at, products) values (?, 1, ?, ?, '[]')",
  )
  const file = journal.prepare(
    "insert into lethe_file (tenant, name, sha256, size, action, state, run_id, first_seen) values ('acme', ?, ?, 100, 'forget', ?, ?, ?)",
  )
  journal.transaction(() => {
    for (let n = 0; n < requests; n += 1) {
      const at = new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString()
      const isRefused = n % 100 === 0
      const id = `run-${Math.floor(n / 10)}`
      if (n % 10 === 0) {
        run.run(id, at)
        attempt.run(id, at, at)
      }
      file.run(`forget-20260101_${n}.json`, `${n}`, isRefused ? 'rejected' : 'done', isRefused ? null : id, at)
    }
  })()
  journal.close()
}

async function measure(what: string, options: readonly string[]): Promise<void> {
  const config = join(folder, 'lethe.yaml')
  const { seconds, cpuSeconds, rss, stdout } = await measuredCommand(['requests', '--config', config, ...options])
  const times = `${seconds.toFixed(2)} s (${cpuSeconds.toFixed(2)} s of CPU)`
  console.log(`${what.padEnd(40)} ${times}, ${stdout.split('\n').length - 1} lines, RSS ${rss} MiB`)
}
