/**
 * Measures the export: rows to a finished zip against csv-stringify alone on the same rows, and memory at each size.
 *
 * Every figure comes from a process of its own, so that none inherits another's heap or warm code. Two rivals:
 * csv-stringify's stream as its manual has it, and its synchronous form in batches, which writes nothing anywhere.
 * `--all` adds 10 million rows, `--rows N` measures one size.
 */

import { fork } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'

import { stringify as stringifyStream } from 'csv-stringify'
import { stringify } from 'csv-stringify/sync'

import type { ExportRow } from '../src/domain/report.ts'
import { writeExportArchive } from '../src/stages/delivery/deliver.ts'

const ways = ['stream', 'batches', 'zip'] as const
type Way = (typeof ways)[number]

interface Figure {
  readonly seconds: number
  readonly maxRssMiB: number
  readonly megabytes: number
}

const rowsPerSubject = 10_000
const warmUp = 300_000
const tables = ['INTERACTION_FACT', 'INTERACTION_RESOURCE_FACT', 'CALLBACK_FACT', 'GIM_CL_SALES'] as const
const columns = ['SOURCE_ADDRESS', 'TARGET_ADDRESS', 'CUSTOMER_ANI', 'EMAIL'] as const

/** Fictional values that compress no better than real ones: numbers, addresses, now and then text with quotes and commas. */
async function* makeRows(count: number): AsyncGenerator<ExportRow> {
  let state = 1
  for (let row = 0; row < count; row += 1) {
    state = Math.imul(state, 1_664_525) + 1_013_904_223
    const word = (state >>> 0).toString(36)
    const subject = Math.floor(row / rowsPerSubject)
    const table = Math.floor(((row % rowsPerSubject) * tables.length) / rowsPerSubject)
    const phone = `+1781555${String(100 + (subject % 100)).padStart(4, '0')}`
    yield {
      subjectKey: `1.consumer-${subject + 1}`,
      product: table === 3 ? 'outbound' : 'info-mart',
      table: tables[table] ?? '',
      column: columns[row % 4] ?? '',
      locator: String(1_000_000_007 + (state >>> 4)),
      value: row % 4 === 3 ? `${word}@example.com` : row % 50 === 0 ? `called "twice", ${word}` : phone,
      consumerId: phone,
    }
  }
}

const rfc4180 = { record_delimiter: '\r\n', quote_record_delimiter: true }

async function* nothingToRead(): AsyncIterable<Uint8Array> {}

const cellsOf = (row: ExportRow) => [row.consumerId, row.column, row.locator, row.value ?? '']

async function measure(way: Way, count: number): Promise<Figure> {
  // A daemon is warm. Without this, 10,000 rows would measure the compiler, and a heap that V8 has not sized yet.
  await runs[way](warmUp)
  const start = performance.now()
  const bytes = await runs[way](count)
  const seconds = (performance.now() - start) / 1000
  return { seconds, maxRssMiB: process.resourceUsage().maxRSS / 1024, megabytes: bytes / 1e6 }
}

const runs: Record<Way, (count: number) => Promise<number>> = {
  stream: async (count) => {
    let bytes = 0
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        bytes += chunk.length
        done()
      },
    })
    const cells = async function* () {
      for await (const row of makeRows(count)) yield cellsOf(row)
    }
    await pipeline(Readable.from(cells()), stringifyStream(rfc4180), sink)
    return bytes
  },
  batches: async (count) => {
    let bytes = 0
    let batch: string[][] = []
    const flush = () => {
      bytes += stringify(batch, rfc4180).length
      batch = []
    }
    for await (const row of makeRows(count)) {
      batch.push(cellsOf(row))
      if (batch.length === 1000) flush()
    }
    flush()
    return bytes
  },
  zip: async (count) => {
    const directory = await mkdtemp(join(tmpdir(), 'lethe-bench-'))
    try {
      const subjectKeys = Array.from({ length: Math.ceil(count / rowsPerSubject) }, (_, n) => `1.consumer-${n + 1}`)
      const about = { fileName: 'export-20260101_bench.json', runId: 'bench', sha256: '0'.repeat(64), subjectKeys }
      const source = { rows: () => makeRows(count), read: nothingToRead }
      const { path } = await writeExportArchive(about, source, { directory, layout: 'shared', mode: 0o640 })
      return (await stat(path)).size
    } finally {
      await rm(directory, { recursive: true })
    }
  },
}

async function inOwnProcess(way: Way, count: number): Promise<Figure> {
  return await new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), ['--way', way, '--rows', String(count)])
    child.once('message', (figure: Figure) => {
      resolve(figure)
    })
    child.once('exit', (code) => {
      if (code !== 0) reject(new Error(`${way} with ${count} rows ended with ${code ?? 'a signal'}`))
    })
  })
}

/** The fastest of the rounds, the ways taking turns: whatever else the machine does can only slow a run down. */
async function compare(count: number, rounds: number): Promise<Record<Way, Figure>> {
  const best: Partial<Record<Way, Figure>> = {}
  for (let round = 0; round < rounds; round += 1) {
    for (const way of ways) {
      const figure = await inOwnProcess(way, count)
      if (figure.seconds < (best[way]?.seconds ?? Infinity)) best[way] = figure
    }
  }
  const { stream, batches, zip } = best
  if (stream === undefined || batches === undefined || zip === undefined) throw new Error('no figure')
  return { stream, batches, zip }
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(name)
  return at < 0 ? undefined : process.argv[at + 1]
}

async function main(): Promise<void> {
  const rows = option('--rows')
  const way = ways.find((each) => each === option('--way'))
  if (way !== undefined) {
    const figure = await measure(way, Number(rows))
    if (process.send === undefined) console.log(figure)
    else process.send(figure)
    return
  }
  const standard = process.argv.includes('--all') ? [10_000, 1_000_000, 10_000_000] : [10_000, 1_000_000]
  for (const count of rows === undefined ? standard : [Number(rows)]) {
    const { stream, batches, zip } = await compare(count, count > 1_000_000 ? 1 : 5)
    console.log(
      [
        `${count} rows: zip ${zip.seconds.toFixed(2)} s, ${Math.round(count / zip.seconds)} rows/s`,
        `${(stream.seconds / zip.seconds).toFixed(2)} × csv-stringify as a stream`,
        `${(batches.seconds / zip.seconds).toFixed(2)} × csv-stringify in batches`,
        `RSS ${zip.maxRssMiB.toFixed(0)} MiB (csv-stringify ${stream.maxRssMiB.toFixed(0)} and ${batches.maxRssMiB.toFixed(0)})`,
        `${zip.megabytes.toFixed(1)} MB`,
      ].join(' · '),
    )
  }
}

await main()
