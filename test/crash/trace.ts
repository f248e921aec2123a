/** Everything that a run leaves behind, line by line, without what differs from one undisturbed run to the next. */

import { readFileSync, readdirSync, statSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { gunzipSync } from 'node:zlib'

import { readExecutionLog } from '../support/execution-log.ts'
import { withNumberedPseudonyms } from '../support/pseudonyms.ts'
import { readZip } from '../support/read-zip.ts'
import { contentOf, rowsOf, type SqlRow } from '../support/sqlite-site.ts'
import type { Store } from '../support/web-services-server.ts'
import { databases, stems } from './installation.ts'

/** By part of what is left, so that a difference says where it is. */
export type Trace = ReadonlyMap<string, readonly string[]>

export async function traceOf(folder: string, store: Store): Promise<Trace> {
  const inbox = join(folder, 'gdpr')
  const history = rowsOf(join(folder, 'records.db'), 'select * from CTL_GDPR_HISTORY')
  const logs = Object.values(stems).map((stem) => readExecutionLog(join(inbox, `${stem}-execution-log.json`)))
  const plain = withoutRuns(logs.map(({ run }) => run.id))
  const archive = await readZip(join(inbox, `${stems.export}-archive.zip`))
  const data = databases.flatMap((name) => [name, ...linesOf(join(folder, `${name}.db`))])
  const parts: [string, readonly string[]][] = [
    ['data', withNumberedPseudonyms(data)],
    ['history', history.map(({ CREATED_TS: _at, ...row }) => plain(JSON.stringify(row))).sort()],
    // A run keeps its time however often it is resumed, and its execution log tells it.
    ['times of runs', timesIn(history).map((time) => String(logs.some(({ text }) => tells(text, time))))],
    ['execution logs', logs.flatMap(({ text }) => plain(text).split('\n'))],
    ['archive', [...archive].flatMap(([path, content]) => [path, ...plain(content.toString()).split('\n')])],
    ['journal', journalOf(join(folder, 'lethe.db')).map(plain)],
    ['web services', linesOfStore(store)],
    ['voicemail', askedFor(join(folder, 'fs/requests'))],
  ]
  // Only now: a database keeps its write-ahead log until it is read.
  const files = filesBelow(folder).filter((path) => basename(path) !== 'lethe.yaml')
  parts.push(['files', files.map((path) => `${dateless(relative(folder, path))} ${modeOf(path)}`).sort()])
  for (const path of files) parts.push([dateless(relative(folder, path)), textOf(path).split('\n').map(plain)])
  return new Map(parts)
}

/** The first lines that differ, few enough to be read. */
export function differences(trace: Trace, expected: Trace): readonly string[] {
  return [...new Set([...trace.keys(), ...expected.keys()])].flatMap((part) => {
    const [lines, others] = [trace.get(part) ?? [], expected.get(part) ?? []]
    const odd = [...lines, ...others.slice(lines.length)].flatMap((_, n) =>
      lines[n] === others[n] ? [] : [`${part} ${n}: ${lines[n]} instead of ${others[n]}`],
    )
    const sizes = lines.length === others.length ? [] : [`${part}: ${lines.length} lines instead of ${others.length}`]
    return [...sizes, ...odd.slice(0, 3)]
  })
}

/** Names of runs, times, identities of files, digests and seals, which come from these. */
function withoutRuns(runs: readonly string[]): (text: string) => string {
  return (text) =>
    runs
      .reduce((rest, run, n) => rest.replaceAll(run, `RUN ${n}`), text)
      .replaceAll(/"(started|finished|due)At": "[^"]*"/g, '')
      .replaceAll(/"createdTs": \d+/g, '')
      .replaceAll(/"seal": "[^"]*"/g, '"seal"')
      .replaceAll(/^(started|finished): .*$/gm, '$1')
      .replaceAll(/;\d+:\d+;/g, ';FILE;')
      .replaceAll(/[0-9a-f]{64}/g, 'SHA256')
      .replaceAll(/\b[0-9a-f]{32}\b/g, 'RECEIPT')
}

function timesIn(history: readonly SqlRow[]): readonly string[] {
  return [...new Set(history.map((row) => `${row['RUN_ID']} ${row['CREATED_TS']}`))]
}

function tells(log: string, time: string): boolean {
  const [run, seconds] = time.split(' ')
  return log.includes(`"id": "${run}"`) && log.includes(`"createdTs": ${seconds},`)
}

function linesOf(path: string): readonly string[] {
  return [...contentOf(path)].flatMap(([table, rows]) => [table, ...rows.map((row) => JSON.stringify(row))])
}

const journalQueries = [
  'select name, size, action, state, reason, run_id, file_number from lethe_file order by name',
  'select id, action, attempt, state, due_at, ended from lethe_run order by action',
  `select run_id, product, phase, outcome, searches_by, evaluated, found, erased, left_over, deferred, reason, warnings
   from lethe_step join lethe_run on id = run_id order by action, ordinal`,
  `select run_id, a.attempt, finished_at is null as unfinished, products
   from lethe_attempt a join lethe_run on id = run_id order by action, a.attempt`,
]

function journalOf(path: string): readonly string[] {
  return journalQueries.flatMap((query) => rowsOf(path, query).map((row) => JSON.stringify(row)))
}

/** Each action and number once. */
function askedFor(folder: string): readonly string[] {
  const asked = readdirSync(folder).map((name) => {
    const { consumers } = JSON.parse(readFileSync(join(folder, name), 'utf8'))
    return `${name.replace(/-.*/, '')} ${JSON.stringify(consumers)}`
  })
  return asked.sort()
}

function linesOfStore(store: Store): readonly string[] {
  return [...store].flatMap(([user, groups]) =>
    [...groups].flatMap(([name, { settings }]) => settings.map((setting) => `${user} ${name} ${setting}`)),
  )
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Without dates, and without what comes from the name of a run or of a folder. */
function dateless(name: string): string {
  return name
    .replace(/-\d{8}_\d{6}-/, '-DATE-')
    .replace(/-\d{8}-lethe-[0-9a-f]{16}[.]/, '-REQUEST.')
    .replace(/(intelligent-automation)\/[0-9a-f]{16}\/[0-9a-f]{32}/, '$1/RUN')
    .replace(/[0-9a-f]{32}/, 'RECEIPT')
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8)
}

/** What is compared byte by byte; databases and archives are compared above, secrets and their prints never repeat. */
function textOf(path: string): string {
  const name = basename(path)
  if (/\.(db|zip)$|-execution-log\.json$/.test(name)) return ''
  // What a Feature Server is asked for: its name is a receipt of the run, and several stand beside each other.
  if (/^([0-9a-f]{32}|(export|forget)-\d{8}-lethe-[0-9a-f]{32}[.]json)$/.test(name)) return ''
  if (name === 'secret') return `${statSync(path).size} bytes`
  const text = (name.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path)).toString('latin1')
  if (path.includes('/intelligent-automation/')) return askedIn(text)
  return name.startsWith('forget-list-') ? peopleIn(text) : text
}

/** What was asked, without names and prints. */
function askedIn(asked: string): string {
  const requests: readonly unknown[] = JSON.parse(asked).requests
  return requests.map((one) => `${Object(one).purpose} ${Object(one).people.length}`).join('\n')
}

/** Without fingerprints and times. */
function peopleIn(forgetList: string): string {
  const entries: readonly unknown[] = JSON.parse(forgetList).entries
  const lines = entries.map((entry) => {
    const { kind, length, person, ...rest } = Object(entry)
    return [kind, length, person, Object.keys(rest).sort()].join(' ')
  })
  return lines.sort().join('\n')
}
