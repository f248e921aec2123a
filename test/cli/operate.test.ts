/** `lethe status`, `retry`, `cancel` and what `watch` shows of itself, as an operator calls them. */

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { expect, test } from 'vitest'

import { readExecutionLog } from '../support/execution-log.ts'
import { ann, customers, renameTable, sandbox, submit } from './sandbox.ts'
import { lethe } from './in-process.ts'
import { linesOf } from './support.ts'
import { startWatching } from './watching.ts'

function withSettings(folder: string, more: string): void {
  const file = join(folder, 'lethe.yaml')
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n${more}\n`)
}

/** As after a wrong deployment: the product finds no table. */
async function failedRun(folder: string): Promise<string> {
  submit(folder, 'forget-25052018-b.json', { phone: ann.phone })
  renameTable(folder, 'CUSTOMER', 'HIDDEN')
  const ended = await lethe(folder, ['run'])
  expect(ended.code).toBe(1)
  return String(linesOf(ended).find(({ event }) => event === 'run')?.['run'])
}

test('the status tells what waits, also what no pass has seen yet', async () => {
  const folder = sandbox()
  expect(await lethe(folder, ['status'])).toMatchObject({ code: 0 })
  const run = await failedRun(folder)
  submit(folder, 'forget-25052018-c.json', { email: ann.email })
  const ended = await lethe(folder, ['status'])
  expect(ended.code).toBe(1)
  expect(linesOf(ended)).toMatchObject([
    { event: 'unanswered', fileName: 'forget-25052018-b.json', state: 'failed', run, attempt: 1 },
    { event: 'unanswered', fileName: 'forget-25052018-c.json', state: 'pending', run: null },
    { event: 'status', tenant: 'acme', pending: 1, failed: 1, running: 0, deferred: 0, held: 0 },
  ])
  expect(linesOf(ended)[0]?.['dueAt']).toMatch(/^\d{4}-.*T0[78]:00:00\.000Z$/)
  expect(ended.out + ended.err).not.toMatch(/5550123|ann@/i)
  expect((await lethe(folder, ['status', '--tenant', 'other'])).code).toBe(2)
})

test('a failed run is tried again when an operator says so', async () => {
  const folder = sandbox()
  const run = await failedRun(folder)
  expect((await lethe(folder, ['retry', run])).code).toBe(1)
  renameTable(folder, 'HIDDEN', 'CUSTOMER')
  const ended = await lethe(folder, ['retry', run])
  expect(ended.code).toBe(0)
  expect(linesOf(ended)).toContainEqual(expect.objectContaining({ event: 'file', outcome: 'done' }))
  expect(readExecutionLog(join(folder, 'inbox/forget-25052018-b-execution-log.json')).run).toMatchObject({
    attempt: 3,
    attempts: [{ outcome: 'failed' }, { outcome: 'failed' }, { outcome: 'done' }],
  })
  expect((await lethe(folder, ['retry', run])).code).toBe(2)
  expect((await lethe(folder, ['retry', 'no-such-run'])).code).toBe(2)
})

test('a run is named by a beginning that only it has, in every command', async () => {
  const folder = sandbox()
  const run = await failedRun(folder)
  const database = new Database(join(folder, 'lethe.db'))
  const like = (id: string) =>
    database.exec(`insert into lethe_run (id, tenant, action, salt, attempt, state, started_at)
      select '${id}', tenant, action, salt, attempt, 'closed', started_at from lethe_run where id = '${run}'`)
  const twin = `${run.slice(0, 6)}-twin`
  like(twin)
  database.close()
  const by = ['--product', 'paper', '--by', 'R. Stone']
  for (const operands of [['retry'], ['cancel'], ['verify'], ['done', ...by]]) {
    const [name = '', ...options] = operands
    const ended = await lethe(folder, [name, run.slice(0, 6), ...options])
    expect(ended, name).toMatchObject({ code: 2 })
    for (const id of [run, twin]) expect(ended.err, name).toContain(id)
  }
  expect((await lethe(folder, ['verify', '%'])).err).toContain('no such run')
  expect((await lethe(folder, ['cancel', ''])).err).toContain('name the run')
  const short = run.slice(0, 9)
  expect((await lethe(folder, ['verify', short.toUpperCase()])).code).toBe(1)
  expect((await lethe(folder, ['done', short, ...by])).err).toContain('no manual step')
  renameTable(folder, 'HIDDEN', 'CUSTOMER')
  const ended = await lethe(folder, ['retry', short])
  expect(ended.code).toBe(0)
  expect(linesOf(ended)).toContainEqual(expect.objectContaining({ event: 'attempted', run }))
  expect((await lethe(folder, ['cancel', short])).err).toContain('the run is over')
})

test('a cancelled run is answered and left alone', async () => {
  const folder = sandbox()
  const run = await failedRun(folder)
  const ended = await lethe(folder, ['cancel', run])
  expect(ended.code).toBe(0)
  expect(linesOf(ended)).toContainEqual(expect.objectContaining({ event: 'attempted', run, ended: 'cancelled' }))
  const log = readExecutionLog(join(folder, 'inbox/forget-25052018-b-execution-log.json'))
  expect(log.responses[0]).toMatch(/^ERROR: cancelled: /)
  renameTable(folder, 'HIDDEN', 'CUSTOMER')
  const before = customers(folder)
  expect(linesOf(await lethe(folder, ['run']))).toMatchObject([{ event: 'pass-ended', files: 0, runs: [] }])
  expect(customers(folder)).toEqual(before)
  expect((await lethe(folder, ['cancel', run])).code).toBe(2)
})

test('a damaged journal is wrong settings, not a bug', async () => {
  const folder = sandbox()
  submit(folder, 'forget-25052018-b.json', { phone: ann.phone })
  writeFileSync(join(folder, 'lethe.db'), 'x'.repeat(5000))
  const before = customers(folder)
  const ended = await lethe(folder, ['run'])
  expect(ended).toMatchObject({ code: 2 })
  expect(ended.err).toContain('/journal: the journal is damaged')
  expect(customers(folder)).toEqual(before)
  expect(existsSync(join(folder, 'inbox/forget-25052018-b-execution-log.json'))).toBe(false)
})

test('the daemon shows that it is alive and ready, and its numbers without a trace of a person', async () => {
  const folder = sandbox()
  withSettings(folder, 'metrics: { port: 0 }')
  submit(folder, 'export-25052018-a.json', { phone: ann.phone }, { email: ann.email })
  submit(folder, 'forget-25052018-b.json', { phone: ann.phone })
  const watcher = startWatching(folder)
  const { port } = await watcher.until({ event: 'watching' })
  await watcher.until({ event: 'file', fileName: 'export-25052018-a.json' })
  const page = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${String(port)}${path}`)
    return { status: answer.status, text: await answer.text() }
  }
  expect(await page('/healthz')).toEqual({ status: 200, text: 'alive\n' })
  expect(await page('/readyz')).toEqual({ status: 200, text: 'ready\n' })
  expect(await page('/else')).toMatchObject({ status: 404 })
  // The pass goes on after its first answer.
  const metrics = async () => (await page('/metrics')).text
  await expect.poll(metrics, { timeout: 20_000 }).toMatch(/lethe_last_pass_timestamp.*\{.*\} \d{10}/)
  const { status, text } = await page('/metrics')
  expect(status).toBe(200)
  for (const line of [
    'lethe_requests{tenant="acme",state="pending"} 1',
    'lethe_requests{tenant="acme",state="failed"} 0',
    'lethe_values_found_total{tenant="acme",product="tables"} 2',
    'lethe_values_erased_total{tenant="acme",product="tables"} 0',
    'lethe_answers_total{tenant="acme",action="export",outcome="done"} 1',
    'lethe_product_seconds_count{tenant="acme",product="tables",outcome="done"} 1',
  ]) {
    expect(text).toContain(line)
  }
  expect(text).toMatch(/lethe_days_to_deadline\{tenant="acme"\} (29|30)\n/)
  expect(text).not.toMatch(/5550123|ann@|25052018/i)
  renameSync(join(folder, 'inbox'), join(folder, 'away'))
  expect(await page('/readyz')).toEqual({ status: 503, text: 'the folder of tenant acme is not there\n' })
  renameSync(join(folder, 'away'), join(folder, 'inbox'))
  expect(await watcher.stop()).toBe(0)
})

test('an answer that has no place is shown by the status and the metrics until it has one, and holds up nobody else', async () => {
  const folder = sandbox()
  withSettings(folder, 'metrics: { port: 0 }')
  const [refused, exported, forgotten] = ['forget-25052018-a', 'export-25052018-b', 'forget-25052018-c']
  const unplaced = [`${refused}-execution-log.json`, `${exported}-archive.zip`, `${forgotten}-execution-log.json`]
  // Nothing can be put in the place of a folder that is not empty.
  for (const name of unplaced) mkdirSync(join(folder, 'inbox', name, 'not-empty'), { recursive: true })
  writeFileSync(join(folder, 'inbox', `${refused}.json`), '{"consumers": [')
  submit(folder, `${exported}.json`, { email: ann.email })
  submit(folder, `${forgotten}.json`, { phone: '781 555 0124' })
  submit(folder, 'forget-25052018-d.json', { phone: ann.phone })
  const run = await lethe(folder, ['run'])
  expect(run.code).toBe(1)
  expect(readExecutionLog(join(folder, 'inbox/forget-25052018-d-execution-log.json')).responses).toEqual(['SUCCESS'])
  const waiting = async () =>
    linesOf(await lethe(folder, ['status']))
      .filter(({ event }) => event === 'unanswered')
      .map(({ fileName, state }) => `${String(fileName)} ${String(state)}`)
      .sort()
  expect(await waiting()).toEqual([exported, refused, forgotten].map((stem) => `${stem}.json unplaced`))
  const watcher = startWatching(folder)
  const { port } = await watcher.until({ event: 'watching' })
  const metrics = async () => await (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text()
  expect(await metrics()).toContain('lethe_requests{tenant="acme",state="unplaced"} 3')
  expect(await watcher.stop()).toBe(0)
  for (const name of unplaced) rmSync(join(folder, 'inbox', name), { recursive: true })
  await lethe(folder, ['run'])
  expect(await waiting()).toEqual([])
  for (const stem of [exported, forgotten]) {
    const log = readExecutionLog(join(folder, 'inbox', `${stem}-execution-log.json`))
    expect(log.responses, stem).toEqual(['SUCCESS'])
  }
})

test('a file whose answer has no seal waits for an operator, who names it', async () => {
  const folder = sandbox()
  const name = 'forget-25052018-b.json'
  submit(folder, name, { phone: ann.phone })
  expect((await lethe(folder, ['run'])).code).toBe(0)
  for (const lost of ['lethe.db', 'lethe.db-wal', 'lethe.db-shm', 'lethe-state/secret']) {
    rmSync(join(folder, lost), { force: true })
  }
  const database = new Database(join(folder, 'crm.db'))
  database.exec(`update CUSTOMER set PHONE = '7815550123' where ID = 1`)
  database.close()
  expect((await lethe(folder, ['run'])).code).toBe(0)
  expect(JSON.stringify(customers(folder)[0])).toContain('7815550123')
  const status = await lethe(folder, ['status'])
  expect([status.code, linesOf(status)]).toMatchObject([1, [{ fileName: name, state: 'unsealed', dueAt: null }, {}]])
  expect(linesOf(status)[0]?.['reason']).toContain('lethe retry')
  expect(linesOf(await lethe(folder, ['run', join('inbox', name)]))).toContainEqual(
    expect.objectContaining({ event: 'not-taken', reason: expect.stringContaining('lethe retry') }),
  )
  expect((await lethe(folder, ['retry', 'forget-25052018-other.json'])).code).toBe(2)
  expect((await lethe(folder, ['retry', name, '--tenant', 'nobody'])).code).toBe(2)
  expect((await lethe(folder, ['retry', join('inbox', name)])).code).toBe(0)
  expect(JSON.stringify(customers(folder)[0])).not.toContain('7815550123')
  expect((await lethe(folder, ['status'])).code).toBe(0)
  expect((await lethe(folder, ['retry', name])).code).toBe(2)
}, 180_000)
