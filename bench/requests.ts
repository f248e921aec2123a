/** Measures `lethe requests` over a journal of many requests: time and memory, for programs and for people. `--requests N`. */

import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'

import Database from 'better-sqlite3'

const { values: flags } = parseArgs({ options: { requests: { type: 'string', default: '100000' } } })
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const settings = {
  tenants: [
    {
      name: 'acme',
      tenantKey: 1,
      directory: './gdpr',
      country: 'US',
      timeZone: 'America/New_York',
      products: [{ product: 'log-files', paths: ['/nowhere/*.log'] }],
    },
  ],
}
/** Loaded before the command: its largest resident set, in KiB, as the last line of its standard error. */
const tellsMemory = `data:text/javascript,${encodeURIComponent(
  "process.once('exit', () => process.stderr.write(`\\npeak ${process.resourceUsage().maxRSS}\\n`))",
)}`

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
  const command = ['--import', tellsMemory, main, 'requests', '--config', join(folder, 'lethe.yaml'), ...options]
  const start = process.hrtime.bigint()
  const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { maxBuffer: 1 << 28 })
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  const rss = Math.round(Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024)
  console.log(`${what.padEnd(40)} ${seconds.toFixed(2)} s, ${stdout.split('\n').length - 1} lines, RSS ${rss} MiB`)
}
