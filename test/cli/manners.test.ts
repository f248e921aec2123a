/** The manners of the command line: help with examples that work, one rule for pipes, quiet ends. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'

import { commands } from '../../src/cli/commands.ts'
import { lethe } from './in-process.ts'
import { customers, sandbox, submit } from './sandbox.ts'
import { linesOf } from './support.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const names = commands.map(({ name }) => name)
const elsewhere = '/nowhere'

describe('help', () => {
  test('names every command, the exit codes and the way on, also as a command', async () => {
    const ended = await lethe(elsewhere, ['help'])
    expect(ended).toEqual(await lethe(elsewhere, ['--help']))
    expect(ended).toMatchObject({ code: 0, err: '' })
    for (const words of [...names, 'Exit codes:', '130', 'lethe help COMMAND']) expect(ended.out).toContain(words)
  })

  test.each(names)('of `%s` is the same in both ways, with examples', async (name) => {
    const ended = await lethe(elsewhere, ['help', name])
    expect(ended).toEqual(await lethe(elsewhere, [name, '--help']))
    expect(ended).toMatchObject({ code: 0, err: '' })
    expect(ended.out).toContain(`Examples:\n  lethe ${name}`)
  })

  test('of a command that does not exist is wrong usage, and names the nearest', async () => {
    const ended = await lethe(elsewhere, ['help', 'statsu'])
    expect(ended).toMatchObject({ code: 2, out: '' })
    expect(ended.err).toContain('did you mean `status`?')
  })

  test('is no longer than what a narrow terminal shows in a line', async () => {
    for (const columns of [60, 80, 200]) {
      const { out } = await lethe(elsewhere, ['--help'], { isTerminal: true, columns })
      expect(Math.max(...out.split('\n').map((line) => line.length)), String(columns)).toBeLessThanOrEqual(columns)
    }
  })
})

test('the version is that of the package', async () => {
  const about: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const flag of ['--version', '-V']) {
    expect(await lethe(elsewhere, [flag])).toEqual({
      code: 0,
      out: `${String(Reflect.get(Object(about), 'version'))}\n`,
      err: '',
    })
  }
})

/** An installation with a run `3f2a…` that failed, and a file that waits for an operator. */
function installation(): string {
  const folder = sandbox()
  const file = join(folder, 'lethe.yaml')
  const paper = `      - product: declared
        system: Paper files
        disposition: manual
        reason: they are in boxes
        nextStep: shred what the case names
        dueInDays: 10
`
  writeFileSync(file, `${readFileSync(file, 'utf8').trimEnd()}\n${paper}`)
  submit(folder, 'forget-14032025-case-1002.json', { phone: '212 555 0142' })
  submit(folder, 'export-14032025-case-1002.json', { email: 'ada.sample@example.com' })
  return folder
}

const runId = '3f2a6c1e-0000-4000-8000-000000000001'

function rename(folder: string): void {
  const database = new Database(join(folder, 'lethe.db'))
  database.pragma('foreign_keys = off')
  const { id } = Object(database.prepare(`select id from lethe_run where action = 'forget'`).get())
  database.prepare('update lethe_run set id = ? where id = ?').run(runId, id)
  for (const table of ['lethe_file', 'lethe_step', 'lethe_attempt']) {
    database.prepare(`update ${table} set run_id = ? where run_id = ?`).run(runId, id)
  }
  database.close()
}

describe('the examples of the help', () => {
  async function failed(): Promise<string> {
    const folder = installation()
    const database = new Database(join(folder, 'crm.db'))
    database.exec('alter table CUSTOMER rename to HIDDEN')
    await lethe(folder, ['run'])
    database.exec('alter table HIDDEN rename to CUSTOMER')
    database.close()
    rename(folder)
    return folder
  }

  /** As a shell splits it. */
  const wordsOf = (line: string) =>
    [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')

  const examples = commands.flatMap((command) => command.examples.map((example) => ({ name: command.name, example })))

  test.each(examples)('$example', { timeout: 120_000 }, async ({ name, example }) => {
    const folder = await failed()
    const [program, ...operands] = wordsOf(example)
    expect(program).toBe('lethe')
    if (example.includes('retry forget')) {
      const database = new Database(join(folder, 'lethe.db'))
      database.exec(`update lethe_file set state = 'unsealed', run_id = null where name like 'forget-%'`)
      database.close()
    }
    const stop = new AbortController()
    const onOut = (text: string) => {
      if (text.includes('"watching"')) stop.abort()
    }
    const ended = await lethe(folder, operands, name === 'watch' ? { signal: stop.signal, onOut } : {})
    expect(ended.code, ended.err).toBeLessThan(2)
    expect(ended.err).not.toContain('unexpected')
    if (name !== 'history') expect(ended.out).not.toBe('')
    // A shell and `man` read these.
    if (name === 'completion' || name === 'manual') return
    // What a pipe gets, unless it asks for something else.
    if (/--(text|format)/.test(example)) return
    for (const line of linesOf(ended)) expect(line).toHaveProperty(name === 'history' ? 'KEY_VALUE' : 'event')
  })
})

describe('a pipe', () => {
  const asked = (name: string): readonly string[] => {
    if (name === 'check') return ['--country', 'US', 'inbox/forget-14032025-case-1002.json']
    return name === 'preview' ? ['inbox/forget-14032025-case-1002.json'] : []
  }

  test.each(['status', 'run', 'check', 'preview', 'doctor', 'purge'])(
    'gets text of `%s` for the asking',
    async (name) => {
      const ended = await lethe(installation(), [name, '--text', ...asked(name)])
      expect(ended.out).not.toBe('')
      expect(ended.out).not.toContain('{"')
      const json = await lethe(installation(), [name, '--json', ...asked(name)], { isTerminal: true })
      expect(linesOf(json).length).toBeGreaterThan(0)
    },
  )

  test('is not asked to be both', async () => {
    const ended = await lethe(installation(), ['status', '--text', '--json'])
    expect(ended).toMatchObject({ code: 2 })
    expect(ended.err).toContain('--json')
  })

  test('that nobody reads any more ends a question well, and lets a deed come to its end', async () => {
    const folder = installation()
    const gone = AbortSignal.abort()
    for (const question of ['status', 'doctor', 'preview']) {
      expect(await lethe(folder, [question, ...asked(question)], { gone }), question).toMatchObject({
        code: 0,
        err: '',
      })
    }
    submit(folder, 'forget-14032025-case-1003.json', { phone: '781 555 0123' })
    expect((await lethe(folder, ['run'], { gone })).code).toBe(0)
    expect(JSON.stringify(customers(folder)[0])).not.toContain('7815550123')
  })
})

describe('a screen', () => {
  test('is kept to its width, with times by the tenant’s clocks and the zone named', { timeout: 120_000 }, async () => {
    const folder = installation()
    const tooWide = (text: string, columns: number) => text.split('\n').filter((line) => line.length > columns)
    for (const columns of [60, 80, 200]) {
      const terminal = { isTerminal: true, columns }
      submit(folder, `export-14032025-case-${columns}.json`, { email: 'ann@example.com' }, { phone: '212 555 01' })
      const run = await lethe(folder, ['run'], terminal)
      const history = await lethe(folder, ['history', '--consumer', 'ann@example.com', '--audit'], terminal)
      const status = await lethe(folder, ['status'], terminal)
      for (const { out } of [run, history, status]) expect(tooWide(out, columns)).toEqual([])
      expect(status.out).toMatch(/\d{4}-\d\d-\d\d +\d\d:\d\d +E[SD]T/)
      const [event] = linesOf(await lethe(folder, ['status'])).filter((line) => line['event'] === 'status')
      expect(event?.['lastPass']).toMatch(/Z$/)
    }
  })
})

/** The built command line in a shell. */
async function shell(
  folder: string,
  script: string,
): Promise<{ readonly code: unknown; readonly err: string; readonly out: string }> {
  const env = { PATH: process.env['PATH'] ?? '', LETHE: join(root, 'dist/main.js'), NODE: process.execPath }
  const child = spawn('bash', ['--norc', '-c', `lethe() { "$NODE" "$LETHE" "$@"; }; ${script}`], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const texts = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (texts.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (texts.err += chunk.toString()))
  const [code]: unknown[] = await once(child, 'close')
  return { code, ...texts }
}

test.each([
  ['a little', 'lethe --help | head -1', 'Usage: lethe [options] [command]\n'],
  ['nothing', 'lethe status | true', ''],
  ['the first of much', 'lethe history --consumer many@example.com --audit | head -c 9', '{"TENANT_'],
])('a reader that takes %s leaves no trace', { timeout: 120_000 }, async (_what, script, out) => {
  const folder = sandbox()
  submit(folder, 'export-14032025-case-1002.json', { email: 'many@example.com' })
  const database = new Database(join(folder, 'crm.db'))
  const insert = database.prepare('insert into CUSTOMER (TENANT_KEY, EMAIL) values (1, ?)')
  for (let i = 0; i < 600; i++) insert.run('many@example.com')
  database.close()
  if (script.includes('history')) await lethe(folder, ['run'])
  const ended = await shell(folder, `${script}; echo "\${PIPESTATUS[0]}" >&2`)
  expect(ended).toEqual({ code: 0, out: expect.stringContaining(out), err: '0\n' })
})

test('Ctrl-C ends the daemon as a shell expects, SIGTERM ends the daemon well', { timeout: 120_000 }, async () => {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 0],
  ] as const) {
    const child = spawn(process.execPath, [join(root, 'dist/main.js'), 'watch'], { cwd: sandbox() })
    await once(child.stdout, 'data')
    child.kill(signal)
    expect(await once(child, 'exit'), signal).toEqual([code, null])
  }
})
