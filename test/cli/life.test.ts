/** The commands over a small installation, as an operator would call them one after the other. */

import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { ann, customers, sandbox, submit } from './sandbox.ts'
import { startLethe } from '../support/lethe-process.ts'
import { readZip } from '../support/read-zip.ts'
import { lethe, linesOf } from './support.ts'

test('an export and a forget are answered, and a second run does nothing', async () => {
  const folder = sandbox()
  submit(folder, 'export-25052018-a.json', { phone: ann.phone }, { email: ann.email })
  submit(folder, 'forget-25052018-b.json', { phone: ann.phone }, { email: ann.email })
  const before = customers(folder)
  const first = await lethe(folder, ['run'])
  expect(first).toMatchObject({ code: 0 })
  expect(readdirSync(join(folder, 'inbox')).sort()).toEqual([
    'export-25052018-a-archive.zip',
    'export-25052018-a-execution-log.json',
    'export-25052018-a.json',
    'forget-25052018-b-execution-log.json',
    'forget-25052018-b.json',
  ])
  const after = customers(folder)
  expect(after[0]).not.toEqual(before[0])
  expect(JSON.stringify(after[0])).not.toMatch(/5550123|ann@/i)
  expect(after.slice(1)).toEqual(before.slice(1))
  const second = await lethe(folder, ['run'])
  expect(second.code).toBe(0)
  expect(linesOf(second)).toMatchObject([{ event: 'pass-ended', files: 0, runs: [] }])
  expect(customers(folder)).toEqual(after)
})

test('nothing personal is on either output', async () => {
  const folder = sandbox()
  submit(folder, 'forget-25052018-b.json', { phone: ann.phone }, { email: ann.email }, { phone: '12' })
  const ended = await lethe(folder, ['run'])
  expect(ended.code).toBe(1)
  expect(ended.out + ended.err).not.toMatch(/5550123|555 0123|ann@/i)
})

test('a refused file is answered and ends in exit code 1', async () => {
  const folder = sandbox()
  writeFileSync(join(folder, 'inbox/forget-25052018-a.json'), '{')
  const ended = await lethe(folder, ['run', '--tenant', 'acme'])
  expect(ended.code).toBe(1)
  expect(linesOf(ended)).toContainEqual(expect.objectContaining({ event: 'file', outcome: 'rejected' }))
  expect(existsSync(join(folder, 'inbox/forget-25052018-a-execution-log.json'))).toBe(true)
})

test('only the named file is processed', async () => {
  const folder = sandbox()
  submit(folder, 'export-25052018-a.json', { phone: ann.phone })
  submit(folder, 'export-25052018-b.json', { email: ann.email })
  expect((await lethe(folder, ['run', 'inbox/export-25052018-b.json'])).code).toBe(0)
  expect(existsSync(join(folder, 'inbox/export-25052018-b-archive.zip'))).toBe(true)
  expect(existsSync(join(folder, 'inbox/export-25052018-a-archive.zip'))).toBe(false)
  expect((await lethe(folder, ['run', 'lethe.yaml'])).code).toBe(2)
  expect((await lethe(folder, ['run', '--tenant', 'other'])).code).toBe(2)
})

test('whoever names a file is told when it is not taken', async () => {
  const folder = sandbox()
  submit(folder, 'letter.json', { phone: ann.phone })
  submit(folder, 'export-25052018-a.json', { phone: ann.phone })
  const named = await lethe(folder, ['run', 'inbox/letter.json'])
  expect(named).toMatchObject({ code: 2, err: expect.stringContaining('no name of a request file') })
  const notTaken = async (name: string) => {
    const ended = await lethe(folder, ['run', `inbox/${name}`])
    const line = linesOf(ended).find(({ event }) => event === 'not-taken')
    return [ended.code, line?.['fileName'], line?.['reason']]
  }
  expect((await lethe(folder, ['run'])).code).toBe(0)
  const answered = 'export-25052018-a.json'
  expect(await notTaken(answered)).toEqual([0, answered, 'it was answered before'])
  writeFileSync(join(folder, 'inbox/forget-25052018-b.json'), '{')
  expect((await lethe(folder, ['run'])).code).toBe(1)
  const refused = 'it was answered before (rejected): see its execution log'
  expect(await notTaken('forget-25052018-b.json')).toEqual([1, 'forget-25052018-b.json', refused])
  const file = join(folder, 'lethe.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('country: US', 'country: US\n    pickup: today'))
  submit(folder, 'export-25052018-c.json', { phone: ann.phone })
  const another = 'its name is not dated today, and `pickup: today` takes no other file'
  expect(await notTaken('export-25052018-c.json')).toEqual([1, 'export-25052018-c.json', another])
})

test('a named forget waits for an export of the same person that is pending in the folder', async () => {
  const folder = sandbox()
  submit(folder, 'export-25052018-a.json', { email: ann.email }, { phone: '781 555 0123' })
  submit(folder, 'forget-25052018-b.json', { phone: ann.phone })
  const before = customers(folder)
  const named = await lethe(folder, ['run', 'inbox/forget-25052018-b.json'])
  expect(named.code).toBe(1)
  expect(linesOf(named)).toContainEqual(expect.objectContaining({ event: 'file', outcome: 'held' }))
  expect(customers(folder)).toEqual(before)
  expect(readdirSync(join(folder, 'inbox'))).toHaveLength(2)
  expect(await lethe(folder, ['run'])).toMatchObject({ code: 0 })
  const archive = await readZip(join(folder, 'inbox/export-25052018-a-archive.zip'))
  expect([...archive.values()].join('')).toContain('7815550123')
  expect(JSON.stringify(customers(folder)[0])).not.toContain('5550123')
})

test('a named forget does not wait for the export of somebody else, nor for one that is answered', async () => {
  const folder = sandbox()
  submit(folder, 'export-25052018-a.json', { phone: ann.phone })
  submit(folder, 'export-25052018-b.json', { email: 'ben@example.com' })
  expect((await lethe(folder, ['run', 'inbox/export-25052018-a.json'])).code).toBe(0)
  submit(folder, 'forget-25052018-a.json', { phone: ann.phone })
  expect((await lethe(folder, ['run', 'inbox/forget-25052018-a.json'])).code).toBe(0)
  expect(JSON.stringify(customers(folder)[0])).not.toContain('5550123')
})

test('a preview tells what would be found, without values, and leaves no trace', async () => {
  const folder = sandbox()
  submit(folder, 'forget-25052018-b.json', { phone: ann.phone }, { email: ann.email })
  const before = customers(folder)
  const ended = await lethe(folder, ['preview', 'inbox/forget-25052018-b.json'])
  expect(ended).toMatchObject({ code: 0 })
  expect(linesOf(ended).filter(({ event }) => event === 'finding')).toHaveLength(2)
  expect(ended.out + ended.err).not.toMatch(/5550123|ann@/i)
  expect(customers(folder)).toEqual(before)
  expect(readdirSync(folder).sort()).toEqual(['crm.db', 'inbox', 'lethe.yaml'])
  const shown = await lethe(folder, ['preview', '--show-values', 'inbox/forget-25052018-b.json'])
  expect(shown.out).toContain('7815550123')
})

test('the history answers by identifier, in three forms', async () => {
  const folder = sandbox()
  submit(folder, 'export-25052018-a.json', { phone: ann.phone }, { email: 'nobody@example.com' })
  expect((await lethe(folder, ['run'])).code).toBe(0)
  const json = await lethe(folder, ['history', '--consumer', ann.phone])
  expect(linesOf(json)).toMatchObject([{ TABLE_NAME: 'CUSTOMER', COLUMN_NAME: 'PHONE', KEY_VALUE: '7815550123' }])
  const csv = await lethe(folder, ['history', '--consumer', ann.phone, '--format', 'csv', '--tenant', 'acme'])
  expect(csv.out.split('\r\n')[0]).toContain('TENANT_KEY')
  const table = await lethe(folder, ['history', '--consumer', 'nobody@example.com', '--audit', '--format', 'table'])
  expect(table.out).toContain('EMAIL')
  const future = await lethe(folder, ['history', '--consumer', ann.phone, '--from', '2099-01-01'])
  expect(future).toMatchObject({ code: 0, out: '' })
  expect((await lethe(folder, ['history', '--consumer', ann.phone, '--format', 'xml'])).code).toBe(2)
})

test.each([
  ['a number', ann.phone, ['781-555-0123', '(781) 555 0123', '+17815550123', '1 781 555 0123', '1-781-555-0123']],
  ['an address', 'ann@bücher.example', ['ANN@bücher.example', 'ann@xn--bcher-kva.example', ' Ann@BÜCHER.example ']],
])(
  'the history finds a person by any written form of %s, and says what it holds, and until when',
  async (_, asked, written) => {
    const folder = sandbox()
    const kind = asked.includes('@') ? 'email' : 'phone'
    submit(folder, 'export-25052018-a.json', { [kind]: asked })
    expect((await lethe(folder, ['run'])).code).toBe(0)
    const trail = linesOf(await lethe(folder, ['history', '--consumer', asked, '--audit']))
    expect(trail).not.toEqual([])
    for (const one of written) {
      expect(linesOf(await lethe(folder, ['history', '--consumer', one, '--audit'])), one).toEqual(trail)
    }
    const run = linesOf(await lethe(folder, ['requests'])).find(({ run: id }) => typeof id === 'string')?.['run']
    for (const row of trail) expect(row).toMatchObject({ CONSUMER_ID: asked, RUN_ID: run, HOST: hostname() })
    const told = await lethe(folder, ['history', '--consumer', written[0] ?? '', '--format', 'table'])
    const row = (name: string, value: string) => new RegExp(`^${name} +${value} *$`, 'm')
    expect(told.out).toMatch(row('asked for as', asked.replace('+', '\\+')))
    expect(told.out).toMatch(row('rows of exports', '[1-9]\\d*'))
    expect(told.out).toMatch(row('rows of forgets', '0'))
    for (const name of ['first recorded', 'last removed']) expect(told.out).toMatch(row(name, '\\d{4}-.* E[SD]T'))
    const other = await lethe(folder, ['history', '--consumer', '781-555-0199', '--format', 'table'])
    expect(other.out).toMatch(/^The history holds nothing of it:\nin this period no request named it, in any spelling/)
  },
)

test('the history shows what forgets found as well', async () => {
  const folder = sandbox()
  submit(folder, 'forget-25052018-b.json', { phone: ann.phone })
  expect((await lethe(folder, ['run'])).code).toBe(0)
  const rows = linesOf(await lethe(folder, ['history', '--consumer', '781.555.0123']))
  expect(rows).toMatchObject([{ FORGET: 1, TABLE_NAME: 'CUSTOMER', COLUMN_NAME: 'PHONE', KEY_VALUE: '7815550123' }])
})

test('a forget can be verified again, and a row that came back is seen', async () => {
  const folder = sandbox()
  submit(folder, 'forget-25052018-b.json', { phone: ann.phone })
  const ended = await lethe(folder, ['run'])
  const run = String(linesOf(ended).find(({ event }) => event === 'run')?.['run'])
  expect(await lethe(folder, ['verify', run])).toMatchObject({ code: 0 })
  const { default: Database } = await import('better-sqlite3')
  const database = new Database(join(folder, 'crm.db'))
  database.exec("insert into CUSTOMER (TENANT_KEY, PHONE) values (1, '781-555-0123')")
  database.close()
  const again = await lethe(folder, ['verify', run])
  expect(again.code).toBe(1)
  expect(linesOf(again)).toMatchObject([{ event: 'verified' }, { event: 'verify-ended', clean: false }])
  expect((await lethe(folder, ['verify', 'no-such-run'])).code).toBe(2)
})

test('the doctor finds a healthy installation, and a missing table', async () => {
  const folder = sandbox()
  expect(await lethe(folder, ['doctor'])).toMatchObject({ code: 0 })
  const { default: Database } = await import('better-sqlite3')
  const database = new Database(join(folder, 'crm.db'))
  database.exec('drop table CUSTOMER')
  database.close()
  const ended = await lethe(folder, ['doctor'])
  expect(ended.code).toBe(1)
  expect(ended.out).toContain('CUSTOMER')
})

test('a purge keeps what is young', async () => {
  const folder = sandbox()
  submit(folder, 'export-25052018-a.json', { phone: ann.phone })
  await lethe(folder, ['run'])
  const ended = await lethe(folder, ['purge'])
  expect(ended.code).toBe(0)
  expect(linesOf(ended)).toMatchObject([{ event: 'purged', rows: 0, daysToKeep: 15 }])
})

test.each(['000', '022', '077'])(
  'what Lethe makes is for its owner alone under the umask %s, its answers as the settings say',
  (umask) => {
    const folder = sandbox()
    submit(folder, 'export-25052018-a.json', { phone: ann.phone })
    submit(folder, 'forget-25052018-b.json', { phone: ann.phone })
    chmodSync(join(folder, 'crm.db'), 0o664)
    const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
    const script = `umask ${umask}; exec "$@"`
    const ended = spawnSync('sh', ['-c', script, 'sh', process.execPath, main, 'run'], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(ended.status, ended.stderr).toBe(0)
    const made = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.startsWith('lethe'))
    expect(made).toEqual(expect.arrayContaining(['lethe.db', 'lethe-history.db', 'lethe-state', 'lethe-state/secret']))
    const rights = (name: string) => (statSync(join(folder, name)).mode & 0o777).toString(8)
    for (const name of made.filter((each) => each !== 'lethe.yaml'))
      expect([name, rights(name)]).toEqual([name, /^[67]00$/.exec(rights(name))?.[0]])
    const answers = readdirSync(join(folder, 'inbox')).filter((name) => /-(archive\.zip|log\.json)$/.test(name))
    expect(answers.map((name) => rights(join('inbox', name)))).toEqual(['640', '640', '640'])
    // A product's own files keep what they have.
    expect(rights('crm.db')).toBe('664')
  },
)

test('of a worker that runs, the files beside its journal are for its owner alone too', async () => {
  const folder = sandbox()
  const watching = startLethe(folder, ['watch'])
  try {
    await watching.says('watching')
    const beside = readdirSync(folder).filter((name) => /^lethe.*\.db/.test(name))
    expect(beside).toContain('lethe.db-wal')
    for (const name of beside) expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0])
  } finally {
    watching.kill()
    await watching.ended
  }
})
