/** `lethe requests` and `lethe show RUN`: what was asked in a period, and what has become of it. */

import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import Database from 'better-sqlite3'

import { ann, sandbox, submit } from './sandbox.ts'
import { lethe, linesOf } from './support.ts'

type Line = Readonly<Record<string, unknown>>

async function requests(folder: string, ...options: readonly string[]): Promise<readonly Line[]> {
  const ended = await lethe(folder, ['requests', ...options])
  expect(ended).toMatchObject({ code: 0, err: '' })
  return linesOf(ended)
}

function rename(folder: string, from: string, to: string): void {
  const database = new Database(join(folder, 'crm.db'))
  database.exec(`alter table ${from} rename to ${to}`)
  database.close()
}

async function runOf(folder: string, fileName: string): Promise<string> {
  const line = (await requests(folder)).find((one) => one['fileName'] === fileName)
  return String(line?.['run'])
}

/** One request of each end: answered, refused, cancelled, withdrawn; and one that failed, and one that no pass has seen. */
async function install(folder: string): Promise<void> {
  sandbox(folder)
  submit(folder, 'export-25052018-done.json', { phone: ann.phone })
  writeFileSync(join(folder, 'inbox', 'forget-25052018-refused.json'), '{"caseid": "1"}')
  await lethe(folder, ['run'])
  rename(folder, 'CUSTOMER', 'HIDDEN')
  submit(folder, 'forget-25052018-cancelled.json', { phone: ann.phone })
  await lethe(folder, ['run'])
  await lethe(folder, ['cancel', await runOf(folder, 'forget-25052018-cancelled.json')])
  submit(folder, 'export-25052018-lost.json', { email: ann.email })
  await lethe(folder, ['run'])
  rmSync(join(folder, 'inbox', 'export-25052018-lost.json'))
  await lethe(folder, ['run'])
  submit(folder, 'forget-25052018-failed.json', { email: ann.email })
  await lethe(folder, ['run'])
  submit(folder, 'forget-25052018-new.json', { email: ann.email })
}

describe('an installation with requests of every end', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lethe-requests-')))
  beforeAll(() => install(folder))
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  test('lists each of them with its state', async () => {
    const states = (await requests(folder)).map((line) => [line['fileName'], line['state']])
    expect(Object.fromEntries(states)).toEqual({
      'export-25052018-done.json': 'done',
      'forget-25052018-refused.json': 'rejected',
      'forget-25052018-cancelled.json': 'cancelled',
      'export-25052018-lost.json': 'lost',
      'forget-25052018-failed.json': 'failed',
      'forget-25052018-new.json': 'pending',
    })
  })

  test('tells of each when it was asked, by when it has to be answered and when it was', async () => {
    const lines = new Map((await requests(folder)).map((line) => [String(line['fileName']), line]))
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/)
    expect(lines.get('export-25052018-done.json')).toMatchObject({
      event: 'request',
      tenant: 'acme',
      action: 'export',
      receivedAt: time,
      deadline: time,
      finishedAt: time,
      daysLeft: null,
      attempt: 1,
      dueAt: null,
    })
    expect(lines.get('forget-25052018-failed.json')).toMatchObject({
      daysLeft: 29,
      dueAt: time,
      run: expect.any(String),
    })
    expect(lines.get('forget-25052018-new.json')).toMatchObject({ run: null, attempt: null, finishedAt: null })
    const refused = lines.get('forget-25052018-refused.json')
    expect(refused).toMatchObject({ run: null, reason: expect.any(String) })
    expect(JSON.stringify([...lines.values()])).not.toMatch(/5550123|ann@/i)
  })

  test.each([
    [['--state', 'rejected'], ['forget-25052018-refused.json']],
    [
      ['--action', 'export'],
      ['export-25052018-done.json', 'export-25052018-lost.json'],
    ],
    [
      ['--due-by', '2999-01-01'],
      ['forget-25052018-failed.json', 'forget-25052018-new.json'],
    ],
    [['--due-by', '2001-01-01'], []],
    [['--to', '2001-01-01'], []],
    [['--from', '2001-01-01', '--state', 'done', '--tenant', 'acme'], ['export-25052018-done.json']],
  ])('lists with %j only what is asked for', async (options, names) => {
    expect((await requests(folder, ...options)).map((line) => line['fileName']).sort()).toEqual(names)
  })

  test.each([
    [['--state', 'lots'], /`--state` must be one of pending, running/],
    [['--action', 'delete'], /`--action` must be one of export, forget/],
    [['--from', 'yesterday'], /YYYY-MM-DD/],
    [['--due-by', '2026-02-31'], /YYYY-MM-DD/],
    [['--tenant', 'other'], /there is no tenant `other`/],
  ])('refuses %j and says what there is', async (options, sentence) => {
    const ended = await lethe(folder, ['requests', ...options])
    expect(ended.code).toBe(2)
    expect(ended.err).toMatch(sentence)
  })

  test('shows a run with its files, attempts and products, and who worked on it', async () => {
    const run = await runOf(folder, 'forget-25052018-failed.json')
    const ended = await lethe(folder, ['show', run])
    expect(ended).toMatchObject({ code: 0, err: '' })
    const version: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
    expect(linesOf(ended)).toMatchObject([
      {
        event: 'run',
        run,
        tenant: 'acme',
        action: 'forget',
        state: 'open',
        files: [{ name: 'forget-25052018-failed.json', state: 'running' }],
        products: [
          { product: 'tables', outcome: 'failed', sinceThen: 'same', reason: expect.stringContaining('CUSTOMER') },
        ],
        attempts: [{ attempt: 1, worker: { host: hostname(), account: expect.any(String), version } }],
        confirmations: {},
      },
    ])
    expect(ended.out).not.toMatch(/5550123|ann@|salt/i)
  })

  test('says of a run of which the settings have changed since, and where', async () => {
    const run = await runOf(folder, 'export-25052018-done.json')
    const settings = join(folder, 'lethe.yaml')
    const written = readFileSync(settings, 'utf8')
    const since = async (): Promise<unknown> => {
      const [line] = linesOf(await lethe(folder, ['show', run]))
      const [product] = Array.isArray(line?.['products']) ? line['products'] : []
      return Reflect.get(Object(product), 'sinceThen')
    }
    writeFileSync(settings, written.replace('identifies: [email]', 'identifies: [email, name]'))
    expect(await since()).toBe('changed')
    writeFileSync(settings, written.replaceAll('crm', 'other').replace('./other.db', './crm-2.db'))
    expect(await since()).toBe('moved')
    writeFileSync(settings, written)
    expect(await since()).toBe('same')
  })

  test('shows people what fits their terminal, by the tenant’s clocks', async () => {
    const narrow = { COLUMNS: '60' }
    const all = (await lethe(folder, ['requests', '--text'], narrow)).out
    const run = (await lethe(folder, ['show', '--text', await runOf(folder, 'export-25052018-done.json')], narrow)).out
    expect(all).toMatch(/6 request\(s\): 1 pending, 1 failed, 1 done, 1 rejected, 1 cancelled, 1 lost/)
    expect(run).toContain(hostname())
    for (const text of [all, run]) {
      expect(text).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d (EST|EDT)/)
      const inTables = text.split('\n').filter((line) => !/^export |request\(s\)/.test(line))
      expect(inTables.filter((line) => line.length > 60)).toEqual([])
    }
  })

  test('does not know a run of another name', async () => {
    const ended = await lethe(folder, ['show', 'no-such-run'])
    expect(ended).toMatchObject({ code: 2 })
    expect(ended.err).toContain('`lethe requests` lists all of them')
    expect((await lethe(folder, ['show'])).code).toBe(2)
  })
})
