/**
 * Measures search and redaction in tables, as ratios within one run:
 * one pass for 1 to 10,000 people, with and without an index; the documented way, a statement per identifier; a
 * hand-written set-based statement as the limit; masked rows per second; a whole forget through the command line.
 *
 * `--engine pg|sqlite` (default both), `--rows N` (default 10,000,000).
 */

import { fork } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { asRecorded, isFinding, type Finding, type RecordedFinding } from '../src/domain/finding.ts'
import type { RunContext, Subjects } from '../src/domain/product.ts'
import type { Database } from '../src/platform/sql/database.ts'
import { openDatabase } from '../src/platform/sql/open.ts'
import {
  eraseInTables,
  findInTables,
  verifyInTables,
  type TableWork,
} from '../src/platform/sql/engine/table-session.ts'
import { acme, measuredCommand } from './command.ts'
import { fillWorld, numberOf, people, rowsPerPerson, startEngine, type BenchEngine } from './sql-world.ts'

const { values: flags } = parseArgs({ options: { engine: { type: 'string' }, rows: { type: 'string' } } })
const rows = Number(flags.rows ?? 10_000_000)
/** How long the load runs where nothing else says so. */
const loadMs = 10_000
const context: RunContext = {
  runId: 'bench',
  action: 'forget',
  again: false,
  salt: 'bench',
  signal: new AbortController().signal,
}

for (const name of ['sqlite', 'pg'] as const) {
  if (flags.engine === undefined || flags.engine === name) await measure(name)
}

async function measure(name: 'sqlite' | 'pg'): Promise<void> {
  const engine = await startEngine(name)
  console.log(`\n== ${name}, ${rows.toLocaleString('en')} rows`)
  try {
    const database = await fillWorld(engine, rows)
    try {
      await searches(database)
      await redaction(database)
    } finally {
      await database.close()
    }
    await forgetUnderLoad(engine)
  } finally {
    await engine.close()
  }
}

async function searches(database: Database): Promise<void> {
  const seconds = async (table: string, count: number): Promise<number> => {
    const crowd = people(count)
    return timed(() => find(workOn(database, table), crowd))
  }
  await seconds('INTERACTION_FACT', 1)
  const one = await seconds('INTERACTION_FACT', 1)
  await plainList(database)
  const plain = await timed(() => plainList(database))
  print('unindexed, 1 person', one, `${(one / plain).toFixed(2)} × a statement with the list of the spellings`)
  for (const count of [1, 100, 1000, 10_000].filter((people) => people * rowsPerPerson <= rows / 2)) {
    const unindexed = await seconds('INTERACTION_FACT', count)
    print(`unindexed, ${count} people`, unindexed, `${(unindexed / one).toFixed(2)} × one person`)
    const indexed = await seconds('CALLS_INDEXED', count)
    print(`indexed, ${count} people`, indexed, `${((indexed * 1000) / count).toFixed(2)} ms a person`)
  }
}

/** What a hand would write for one person whose number is stored in a known spelling; on one processor, as a cursor is. */
async function plainList(database: Database): Promise<void> {
  const { knex, dialect } = database
  const forms = people(1).flatMap(({ identifiers }) => identifiers.flatMap(({ digits }) => digits))
  const isPostgres = !dialect.textsOfAnyType
  await knex.transaction(async (trx) => {
    if (isPostgres) await trx.raw('set local max_parallel_workers_per_gather = 0')
    const list = isPostgres ? '= any(?)' : 'in (select value from json_each(?))'
    await trx.raw(
      `select INTERACTION_ID, SOURCE_ADDRESS from INTERACTION_FACT where TENANT_KEY = 1 and SOURCE_ADDRESS ${list}`,
      [isPostgres ? forms : JSON.stringify(forms)],
    )
  })
}

/** One SELECT and one UPDATE per identifier, as the source has them; a few are measured, a thousand are as many times that. */
async function documentedWay(database: Database, ours: number): Promise<void> {
  const sample = 3
  const seconds = await timed(async () => {
    for (let person = 0; person < sample; person++) {
      await database.knex.raw('select * from INTERACTION_FACT where SOURCE_ADDRESS like ?', [
        numberOf(500_000 + person),
      ])
      await database.knex.raw("update INTERACTION_FACT set SOURCE_ADDRESS = '***' where SOURCE_ADDRESS like ?", [
        numberOf(500_000 + person),
      ])
    }
  })
  const thousand = (seconds / sample) * 1000
  print('documented way, 1000 people (from 3)', thousand, `${(thousand / ours).toFixed(0)} × our find and erase`)
}

async function redaction(database: Database): Promise<void> {
  const work = workOn(database, 'INTERACTION_FACT')
  const count = Math.min(1000, rows / rowsPerPerson / 2)
  const findings: Finding[] = []
  const finding = await timed(async () => {
    for await (const one of findInTables(work, people(count), context)) if (isFinding(one)) findings.push(one)
  })
  const masked = findings.filter(({ content }) => content !== null).length
  const erasing = await timed(() => drain(eraseInTables(work, recorded(findings), context)))
  print(`erase, ${masked} rows`, erasing, `${perSecond(masked, erasing)} rows/s`)
  const verifying = await timed(() => verifyInTables(work, people(count), recorded(findings), context))
  print(`verify, ${masked} rows`, verifying, '')
  if (count === 1000) await documentedWay(database, finding + erasing)
  const limit = await timed(() => byHand(database, count))
  print(
    `set-based by hand, ${masked} rows`,
    limit,
    `find and erase are ${((finding + erasing) / limit).toFixed(2)} × it`,
  )
}

/** The limit: one statement, one transaction, the numbers in the one form that the table has. */
async function byHand(database: Database, count: number): Promise<void> {
  const numbers = JSON.stringify(Array.from({ length: count }, (_, i) => numberOf(count + i)))
  const list = database.dialect.jsonTexts(database.knex, numbers, {
    name: 'v',
    declared: 'text',
    family: 'text',
    length: null,
    nullable: true,
  })
  await database.knex.raw("update INTERACTION_FACT set SOURCE_ADDRESS = '***' where SOURCE_ADDRESS in (?)", [list])
}

/** The same forget beside another program's updates: what does it cost them? SQLite has one writer, so only on a server. */
async function forgetUnderLoad(engine: BenchEngine): Promise<void> {
  await wholeForget(engine, 1)
  if (engine.name === 'sqlite') return
  const latenciesOf = {
    alone: await underLoad(engine, () => delay(loadMs)),
    'beside a forget': await underLoad(engine, () => wholeForget(engine, 2)),
    'beside a plain reader': await underLoad(engine, () => readAll(engine)),
  }
  for (const [what, latencies] of Object.entries(latenciesOf)) {
    const at = (share: number): string => (latencies[Math.floor(latencies.length * share)] ?? Number.NaN).toFixed(1)
    console.log(
      `200 updates/s, ${what}: ${latencies.length} updates, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${(latencies.at(-1) ?? 0).toFixed(0)} ms`,
    )
  }
}

/** What any other use of the same processors costs the load: one connection that counts the rows again and again. */
async function readAll(engine: BenchEngine): Promise<void> {
  const database = await openDatabase('world', engine.settings)
  try {
    const end = Date.now() + loadMs
    while (Date.now() < end)
      await database.knex.raw("select count(*) as n from INTERACTION_FACT where SUBJECT = 'none'")
  } finally {
    await database.close()
  }
}

async function underLoad(engine: BenchEngine, work: () => Promise<unknown>): Promise<readonly number[]> {
  const load = fork(fileURLToPath(new URL('sql-load.ts', import.meta.url)))
  load.send({ settings: engine.settings, rows })
  await delay(1000)
  await work()
  const latencies = new Promise<number[]>((resolve) => {
    load.once('message', (message) => {
      resolve(Array.isArray(message) ? message.map(Number) : [])
    })
  })
  load.send('stop')
  return (await latencies).sort((a, b) => a - b)
}

/** `lethe run` on a forget of people with 1 % of the rows: validation, find, history, erase, verify, answers. */
async function wholeForget(engine: BenchEngine, quarter: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lethe-bench-run-'))
  try {
    const count = Math.max(1, Math.min(1000, Math.floor(rows / rowsPerPerson / 4)))
    await writeSandbox(folder, engine, { count, from: Math.floor((quarter * rows) / rowsPerPerson / 4) })
    const { seconds, rss } = await measuredCommand(['run', '--config', join(folder, 'lethe.json'), '--json'])
    const log: unknown = JSON.parse(
      await readFile(join(folder, 'gdpr', 'forget-20260101_1-execution-log.json'), 'utf8'),
    )
    const erased = count * rowsPerPerson
    const run = JSON.stringify(Reflect.get(Object(log), 'run'))
    if (!run.includes(`"erased":${erased}`) || !run.includes('"left":0')) throw new Error(`the run went wrong: ${run}`)
    const what = `lethe run, forget of ${count} people, ${erased} rows`
    print(what, seconds, `${perSecond(erased, seconds)} rows/s, its own RSS ${rss} MiB`)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** People one after the other, from one of them on. */
interface Crowd {
  readonly count: number
  readonly from: number
}

async function writeSandbox(folder: string, engine: BenchEngine, { count, from }: Crowd): Promise<void> {
  await mkdir(join(folder, 'gdpr'))
  const contacts = Array.from({ length: count }, (_, i) => ({ phone: numberOf(from + i) }))
  const request = { requests: contacts.map((contact) => ({ type: 'FORGET', contacts: [contact] })) }
  await writeFile(join(folder, 'gdpr', 'forget-20260101_1.json'), JSON.stringify(request))
  const { client, filename, host, port, database } = engine.settings
  const pg = { client, host, port, database, user: 'bench', password: '${file:password}', tls: 'off' }
  await writeFile(join(folder, 'password'), 'bench')
  const columns = [{ column: 'SOURCE_ADDRESS', identifies: ['phone'] }]
  const settings = {
    journal: { client: 'better-sqlite3', filename: './lethe.db' },
    databases: { world: engine.name === 'pg' ? pg : { client, filename } },
    history: { database: 'world', create: true },
    settle: 0,
    tenants: [
      {
        ...acme,
        products: [
          {
            product: 'tables',
            database: 'world',
            fullScan: 'allow',
            tables: [{ table: 'INTERACTION_FACT', key: ['INTERACTION_ID'], tenant: { column: 'TENANT_KEY' }, columns }],
          },
        ],
      },
    ],
  }
  await writeFile(join(folder, 'lethe.json'), JSON.stringify(settings))
}

function workOn(database: Database, table: string): TableWork {
  const map = {
    table,
    key: ['INTERACTION_ID'],
    tenant: { column: 'TENANT_KEY', value: 1 },
    columns: [
      {
        column: 'SOURCE_ADDRESS',
        identifies: ['phone'],
        comesWithRow: false,
        // Only then an index is gone by.
        match: table === 'CALLS_INDEXED' ? 'written' : 'auto',
      },
    ],
  } as const
  const rules = { country: 'US' }
  return { database, searches: [{ map, reaches: [] }], rules, timeZone: 'UTC', pseudonymOf: () => 'nobody' }
}

async function find(work: TableWork, subjects: Subjects): Promise<void> {
  let found = 0
  for await (const finding of findInTables(work, subjects, context))
    if (isFinding(finding) && finding.content !== null) found++
  if (found !== subjects.length * rowsPerPerson) throw new Error(`found ${found} rows of ${subjects.length} people`)
}

async function* recorded(findings: readonly Finding[]): AsyncIterable<RecordedFinding> {
  for (const finding of findings) {
    const one = asRecorded(finding)
    if (one !== null) yield await Promise.resolve(one)
  }
}

async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _item of items) continue
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - start) / 1e9
}

function perSecond(count: number, seconds: number): string {
  return Math.round(count / seconds).toLocaleString('en')
}

function print(what: string, seconds: number, note: string): void {
  const rss = Math.round(process.resourceUsage().maxRSS / 1024)
  console.log(`${what.padEnd(48)} ${seconds.toFixed(3).padStart(10)} s  ${note.padEnd(34)} RSS ≤ ${rss} MiB`)
}
