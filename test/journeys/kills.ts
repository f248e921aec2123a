/** `lethe run`, killed at random times and run again, and everything that it leaves, compared with an undisturbed run. */

import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect } from 'vitest'

import { diceFrom } from '../../src/demo/world/random.ts'
import { systemClock } from '../../src/platform/time/clock.ts'
import { createCampaigns, createInfoMart, plantContact, plantRecord } from '../support/contact-center.ts'
import { withFolder } from '../support/databases.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { runLethe, startLethe } from '../support/lethe-process.ts'
import { withNumberedPseudonyms } from '../support/pseudonyms.ts'
import { quiet } from '../support/quiet.ts'
import { readZip } from '../support/read-zip.ts'
import { contentOf, insertRow, rowsOf } from '../support/sqlite-site.ts'
import { writtenSettings } from '../support/written-settings.ts'

/** Small transactions and pauses between them, in every database, so that a kill has something to hit. */
const settings = writtenSettings({
  head: `journal: { client: better-sqlite3, filename: ./lethe.db, pauseMs: 30 }
databases:
  gim: { client: better-sqlite3, filename: ./gim.db, rowsPerTransaction: 40, pauseMs: 8 }
  ocs: { client: better-sqlite3, filename: ./ocs.db, rowsPerTransaction: 10, pauseMs: 10 }
  records: { client: better-sqlite3, filename: ./records.db, pauseMs: 60 }
history: { database: records, daysToKeep: 15 }
settle: 20ms`,
  // Every call has an account of its own.
  tenant: 'guard: { rowsPerIdentifier: 100000, peoplePerIdentifier: 1000 }',
  products: `- product: info-mart
  database: gim
  tenantDbid: 101
  exclude: [LDR_FACT, CDR_FACT]
- product: outbound
  database: ocs
  callingLists: [ { table: cl_acme, userFields: [email, first_name] } ]
  doNotCall: [ { table: dnc_acme } ]
  requestLogs: [ { table: gsw_request_log_acme } ]`,
})

const phone = '2125550142'
const calls = 500
const chains = 40
const request = JSON.stringify({
  caseid: '1',
  consumers: [{ consumer: [{ phone }] }, { consumer: [{ email: 'ben@example.com' }, { phone: '2125550100' }] }],
  employees: [{ employee: [{ username: 'sue.sample' }] }, { employee: [{ username: 'tom.sample' }] }],
  'gim-attached-data': { kvlist: ['AcctNum'] },
})
const stem = { export: 'export-25052018-a', forget: 'forget-25052018-b', broken: 'forget-25052018-c' }

function prepare(folder: string): void {
  mkdirSync(join(folder, 'gdpr'))
  writeFileSync(join(folder, 'lethe.yaml'), settings)
  createInfoMart(join(folder, 'gim.db'), (database) => {
    for (let id = 0; id < calls * 2; id += 1) {
      const address = id % 2 === 0 ? phone : `30355501${String(id % 100).padStart(2, '0')}`
      plantContact(database, { id, address, inbound: id % 4 !== 0, account: `A-${id}` })
    }
    for (const [n, username] of ['sue.sample', 'tom.sample', 'una.sample'].entries()) {
      const own = { TENANT_KEY: 1, ROUTING_TARGET_KEY: n, RESOURCE_KEY: n }
      const { ROUTING_TARGET_KEY, RESOURCE_KEY, TENANT_KEY } = own
      insertRow(database, 'GIDB_GC_AGENT', { ID: n, TENANTID: 101, USERNAME: username, EMPLOYEEID: `E-${n}` })
      insertRow(database, 'RESOURCE_', { RESOURCE_KEY, TENANT_KEY, RESOURCE_NAME: username, EMPLOYEE_ID: `E-${n}` })
      insertRow(database, 'ROUTING_TARGET', { ROUTING_TARGET_KEY, TENANT_KEY, TARGET_OBJECT_SELECTED: username })
    }
  })
  createCampaigns(join(folder, 'ocs.db'), ['acme'], (database) => {
    for (let chain = 0; chain < chains; chain += 1) {
      plantRecord(database, 'acme', { chain, n: 0, contact: chain % 2 === 0 ? phone : '3035550107' })
      plantRecord(database, 'acme', { chain, n: 1, contact: '6465550142', email: `nora.${chain}@example.com` })
    }
  })
  for (const name of [stem.export, stem.forget]) writeFileSync(join(folder, 'gdpr', `${name}.json`), request)
  writeFileSync(join(folder, 'gdpr', `${stem.broken}.json`), '{"consumers": [')
}

/** Everything that a run leaves, line by line, without what differs from run to run. */
async function traceOf(folder: string): Promise<Trace> {
  const inbox = join(folder, 'gdpr')
  const history = rowsOf(join(folder, 'records.db'), 'select * from CTL_GDPR_HISTORY')
  const archive = await readZip(join(inbox, `${stem.export}-archive.zip`))
  const logs = Object.values(stem).map((name) => readExecutionLog(join(inbox, `${name}-execution-log.json`)))
  const [exported = '', forgotten = '', refused = ''] = logs.map(({ run }) => run.id)
  const nameless = (text: string): string =>
    text
      .replaceAll(exported, 'EXPORT')
      .replaceAll(forgotten, 'FORGET')
      .replaceAll(refused, 'REFUSED')
      .replaceAll(/"(startedAt|finishedAt|createdTs|seal)": [^,\n]*/g, '')
  const trace = {
    gim: withNumberedPseudonyms(linesOf(contentOf(join(folder, 'gim.db')))),
    ocs: linesOf(contentOf(join(folder, 'ocs.db'))),
    history: history.map(({ CREATED_TS: _at, ...row }) => nameless(JSON.stringify(row))).sort(),
    archive: [...archive].flatMap(([path, content]) => [path, ...nameless(content.toString()).split('\n')]),
    logs: logs.flatMap(({ text }) => nameless(text).split('\n')),
  }
  // Only now: a customer's database that a finished product no longer opens keeps its write-ahead log until it is read.
  const names = [...readdirSync(folder), ...readdirSync(inbox)].sort()
  return { ...trace, names, times: new Set(history.map((row) => `${row['RUN_ID']} ${row['CREATED_TS']}`)).size }
}

type Trace = Readonly<Record<'names' | 'gim' | 'ocs' | 'history' | 'archive' | 'logs', readonly string[]>> & {
  /** How many different runs and times the history has; a run keeps its time however often it is resumed. */
  readonly times: number
}

function linesOf(content: ReturnType<typeof contentOf>): readonly string[] {
  return [...content].flatMap(([table, rows]) => [table, ...rows.map((row) => JSON.stringify(row))])
}

/** The first lines that differ, few enough to be read. */
function differences(trace: Trace, expected: Trace): readonly string[] {
  const parts = ['names', 'gim', 'ocs', 'history', 'archive', 'logs'] as const
  return parts.flatMap((part) => {
    const [lines, others] = [trace[part], expected[part]]
    const odd = lines.flatMap((line, n) =>
      line === others[n] ? [] : [`${part} ${n}: ${line} instead of ${others[n]}`],
    )
    const sizes = lines.length === others.length ? [] : [`${part}: ${lines.length} lines instead of ${others.length}`]
    return [...sizes, ...odd.slice(0, 3)]
  })
}

/** What the run was at when it was killed, as the journal has it. */
function stageOf(folder: string): string {
  const steps = readdirSync(folder).includes('lethe.db') ? journalOf(folder) : []
  const [step] = steps
  if (step === undefined) return 'intake'
  if (step['phase'] === 'pending') return 'find and history'
  if (step['phase'] === 'recorded' && step['action'] === 'forget') return 'erase'
  if (step['phase'] === 'erased') return 'verify'
  return step['state'] === 'closed' ? 'after it' : 'delivery'
}

function journalOf(folder: string) {
  const journal = join(folder, 'lethe.db')
  const tables = rowsOf(journal, "select name from sqlite_master where name = 'lethe_step'")
  if (tables.length === 0) return []
  return rowsOf(
    journal,
    `select r.action, r.state, s.phase from lethe_run r join lethe_step s on s.run_id = r.id
     order by r.started_at desc, s.phase = 'done', s.ordinal`,
  )
}

const runLine = '"event":"run"'

async function timed(folder: string): Promise<{ readonly first: number; readonly whole: number }> {
  const start = performance.now()
  const lethe = startLethe(folder, ['run'])
  await lethe.says(runLine)
  const first = performance.now() - start
  const ended = await lethe.ended
  expect(ended).toMatchObject({ code: 1, err: expect.not.stringContaining('internal') })
  return { first, whole: performance.now() - start }
}

async function killAt(folder: string, kill: Kill): Promise<string> {
  const lethe = startLethe(folder, ['run'])
  if (kill.from === 'run') await lethe.says(runLine).catch(() => {})
  await systemClock.sleep(kill.after)
  lethe.kill()
  await lethe.ended
  return stageOf(folder)
}

interface Kill {
  readonly from: 'start' | 'run'
  readonly after: number
}

/** So many kills, one in each part of a run, and two before it has begun; every fourth recovery is killed as well. */
export function expectSameAfterKills(kills: number): Promise<void> {
  return withFolder(async (folder) => {
    const template = join(folder, 'template')
    mkdirSync(template)
    prepare(template)
    const first = join(folder, 'undisturbed')
    cpSync(template, first, { recursive: true, preserveTimestamps: true })
    const { first: begin, whole } = await timed(first)
    const undisturbed = await traceOf(first)
    expect(undisturbed.logs.join()).toContain('SUCCESS')

    const dice = diceFrom(20_250_525)
    const within = (n: number) => ((whole - begin) * (n + dice.roll(1_000) / 1_000)) / kills
    const killed: Kill[][] = []
    for (let n = 0; n < kills; n += 1) {
      const kill: Kill = { from: 'run', after: within(n) }
      killed.push(n % 4 === 0 ? [kill, { from: 'start', after: begin + within(dice.roll(kills)) }] : [kill])
    }
    for (let n = 0; n < 2; n += 1) killed.push([{ from: 'start', after: (begin * (n + 2)) / 4 }])

    const stages = new Set<string>()
    const expected = { template, undisturbed, stages }
    const pending = [...killed.entries()]
    const work = async (): Promise<void> => {
      for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
        await recover(join(folder, `killed-${next[0]}`), next[1], expected)
      }
    }
    // The folder goes only when nobody works in it any more.
    const ends = await Promise.allSettled([work(), work(), work()])
    for (const end of ends) if (end.status === 'rejected') throw end.reason
    // Beside others a run takes longer than undisturbed, and every kill may have come before a short stage.
    const wanted = ['find and history', 'erase', 'delivery']
    for (let n = 0; n < 20 && wanted.some((stage) => !stages.has(stage)); n += 1) {
      const after = ((whole - begin) * (n + dice.roll(1_000) / 1_000)) / 20
      await recover(join(folder, `killed-again-${n}`), [{ from: 'run', after }], expected)
    }
    for (const stage of wanted) expect([...stages]).toContain(stage)
  })
}

interface Expected {
  readonly template: string
  readonly undisturbed: Trace
  /** What runs were at when they were killed. */
  readonly stages: Set<string>
}

async function recover(folder: string, when: readonly Kill[], { template, undisturbed, stages }: Expected) {
  cpSync(template, folder, { recursive: true, preserveTimestamps: true })
  let stage = ''
  for (const kill of when) stages.add((stage = await killAt(folder, kill)))
  const at = `${JSON.stringify(when)} ${stage}`
  const ended = await runLethe(folder, ['run'])
  expect(ended.code, at).not.toBeNull()
  expect(ended.out + ended.err, at).not.toContain('"failed"')
  const trace = await traceOf(folder)
  expect(differences(trace, undisturbed), at).toEqual([])
  expect(trace.times, at).toBe(2)
  if (when.length > 1) {
    expect(await runLethe(folder, ['run']), at).toMatchObject({ code: 0, err: quiet })
    expect(differences(await traceOf(folder), trace), at).toEqual([])
  }
  rmSync(folder, { recursive: true })
}
