/** A journal that is lost, or older than what was done since, loses nothing: the record and the answers know it. */

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, test } from 'vitest'

import { withFolder } from '../support/databases.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { runLethe, startLethe } from '../support/lethe-process.ts'
import { rowsOf, withSqliteFile, type SqlRow } from '../support/sqlite-site.ts'
import { tablesIn, writtenSettings } from '../support/written-settings.ts'

const settings = writtenSettings({
  head: `journal: { client: better-sqlite3, filename: ./lethe.db }
databases:
  crm: { client: better-sqlite3, filename: ./crm.db, rowsPerTransaction: 3 }
settle: 20ms
lease: 2s`,
  products: `${tablesIn('crm', {
    CUSTOMER: ['PHONE, identifies: [phone]', 'NOTE, comesWithRow: true'],
    TICKET: ['PHONE, identifies: [phone], redact: delete', 'NOTE, comesWithRow: true'],
  })}
- product: log-files
  root: "."
  paths: ["logs/*.log"]`,
})
const number = '2125550142'
const stranger = '3035550107'
const entry = fileURLToPath(new URL('../support/checkpointed-main.mjs', import.meta.url))

function prepare(folder: string): void {
  for (const name of ['gdpr', 'logs']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'lethe.yaml'), settings)
  const lines = Array.from(
    { length: 6 },
    (_, i) => `2026-03-01 10:00:0${i} INFO call from ${i % 2 ? number : stranger}`,
  )
  writeFileSync(join(folder, 'logs', 'server.log'), `${lines.join('\n')}\n`)
  withSqliteFile(join(folder, 'crm.db'), (database) => {
    for (const table of ['CUSTOMER', 'TICKET']) {
      database.exec(`create table ${table} (ID integer primary key, PHONE text, NOTE text)`)
      const insert = database.prepare(`insert into ${table} (PHONE, NOTE) values (?, ?)`)
      for (let i = 0; i < 12; i += 1) insert.run(i % 3 === 2 ? stranger : number, `${table} note ${i}`)
    }
  })
}

function submit(folder: string, stem: string, phone: string = number): void {
  const document = { caseid: '1', consumers: [{ consumer: [{ phone }] }] }
  writeFileSync(join(folder, 'gdpr', `${stem}.json`), JSON.stringify(document))
}

interface State {
  readonly customers: readonly SqlRow[]
  readonly tickets: readonly SqlRow[]
  readonly log: string
}

function stateOf(folder: string): State {
  const rows = (table: string) => rowsOf(join(folder, 'crm.db'), `select * from ${table} order by ID`)
  const log = readFileSync(join(folder, 'logs', 'server.log'), 'utf8')
  return { customers: rows('CUSTOMER'), tickets: rows('TICKET'), log }
}

const responses = (folder: string, stem: string) =>
  readExecutionLog(join(folder, 'gdpr', `${stem}-execution-log.json`)).responses

function loseJournal(folder: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `lethe.db${end}`), { force: true })
}

/** As SQLite makes copies of a file that may be in use. */
function copyJournal(folder: string, to: string): void {
  rmSync(join(folder, to), { force: true })
  withSqliteFile(join(folder, 'lethe.db'), (database) => database.exec(`vacuum into '${join(folder, to)}'`))
}

function putBack(folder: string, copy: string): void {
  loseJournal(folder)
  cpSync(join(folder, copy), join(folder, 'lethe.db'))
}

/** Passes until everything is answered. */
async function runToEnd(folder: string): Promise<void> {
  for (let pass = 1; pass <= 3; pass += 1) if ((await runLethe(folder, ['run'])).code === 0) return
}

interface Undisturbed {
  /** By number. */
  readonly points: readonly string[]
  readonly state: State
}

let known: Promise<Undisturbed> | null = null

function undisturbed(): Promise<Undisturbed> {
  return (known ??= runUndisturbed())
}

function runUndisturbed(): Promise<Undisturbed> {
  return withFolder(async (folder) => {
    prepare(folder)
    submit(folder, 'forget-25052018-a')
    const LETHE_POINTS = join(folder, 'points')
    expect((await startLethe(folder, ['run'], { LETHE_POINTS }, entry).ended).code).toBe(0)
    return { points: readFileSync(LETHE_POINTS, 'utf8').trim().split('\n'), state: stateOf(folder) }
  })
}

async function killedAt(folder: string, point: number): Promise<void> {
  const killed = await startLethe(folder, ['run'], { LETHE_KILL: String(point) }, entry).ended
  expect(killed.signal).toBe('SIGKILL')
}

/** So many of those that begin when the first row is erased, and end before the answer stands. */
function betweenErasingAndAnswer(points: readonly string[], most: number): readonly number[] {
  const [from, to] = [points.indexOf('after commit:crm'), points.indexOf('before answer:log')]
  expect(from).toBeGreaterThan(0)
  expect(to - from).toBeGreaterThan(most)
  return Array.from({ length: most }, (_, i) => from + Math.floor((i * (to - from)) / (most - 1)))
}

describe('killed between the first row that is erased and the answer', () => {
  test(
    'and without its journal, the next run brings everything to its end and says so',
    { timeout: 240_000 },
    async () => {
      const { points, state } = await undisturbed()
      for (const point of betweenErasingAndAnswer(points, 5)) {
        await withFolder(async (folder) => {
          prepare(folder)
          submit(folder, 'forget-25052018-a')
          await killedAt(folder, point)
          loseJournal(folder)
          await runToEnd(folder)
          const what = `point ${point} ${points[point]}`
          expect(stateOf(folder), what).toEqual(state)
          expect(responses(folder, 'forget-25052018-a'), what).toEqual(['SUCCESS'])
          const [shown] = rowsOf(
            join(folder, 'lethe-history.db'),
            'select count(distinct TABLE_NAME || FACT_ID) as n from CTL_GDPR_HISTORY',
          )
          expect(shown?.['n'], what).toBeGreaterThanOrEqual(19)
        })
      }
    },
  )

  test('and its request taken out of the folder, the person’s next request brings it to its end, in any spelling', async () => {
    const { points, state } = await undisturbed()
    const [, , middle] = betweenErasingAndAnswer(points, 5)
    for (const phone of ['+1 212-555-0142', '(212) 555 0142']) {
      await withFolder(async (folder) => {
        prepare(folder)
        submit(folder, 'forget-25052018-a')
        await killedAt(folder, middle ?? 0)
        loseJournal(folder)
        rmSync(join(folder, 'gdpr', 'forget-25052018-a.json'))
        submit(folder, 'forget-26052018-b', phone)
        await runToEnd(folder)
        expect(stateOf(folder), phone).toEqual(state)
        expect(responses(folder, 'forget-26052018-b'), phone).toEqual(['SUCCESS'])
      })
    }
  })

  test('and with a journal from before it began, or from its middle, it ends the same', async () => {
    const { points, state } = await undisturbed()
    const [, early, , late] = betweenErasingAndAnswer(points, 5)
    await withFolder(async (folder) => {
      prepare(folder)
      await runLethe(folder, ['run'])
      copyJournal(folder, 'before.copy')
      submit(folder, 'forget-25052018-a')
      await killedAt(folder, late ?? 0)
      putBack(folder, 'before.copy')
      await runToEnd(folder)
      expect(stateOf(folder)).toEqual(state)
      expect(responses(folder, 'forget-25052018-a')).toEqual(['SUCCESS'])
    })
    await withFolder(async (folder) => {
      prepare(folder)
      submit(folder, 'forget-25052018-a')
      await killedAt(folder, early ?? 0)
      copyJournal(folder, 'amid.copy')
      await runToEnd(folder)
      rmSync(join(folder, 'gdpr', 'forget-25052018-a-execution-log.json'))
      putBack(folder, 'amid.copy')
      await runToEnd(folder)
      expect(stateOf(folder)).toEqual(state)
    })
  })
})

/** Answered, and the person came back; then the journal of `copied` is put back. */
async function cameBack(
  copied: 'before' | 'amid',
  then: (folder: string, answer: string) => Promise<void>,
): Promise<void> {
  const { points } = await undisturbed()
  await withFolder(async (folder) => {
    prepare(folder)
    if (copied === 'before') {
      await runLethe(folder, ['run'])
      copyJournal(folder, 'copy')
      submit(folder, 'forget-25052018-a')
    } else {
      submit(folder, 'forget-25052018-a')
      await killedAt(folder, betweenErasingAndAnswer(points, 5)[2] ?? 0)
      copyJournal(folder, 'copy')
    }
    await runToEnd(folder)
    const answer = readFileSync(join(folder, 'gdpr', 'forget-25052018-a-execution-log.json'), 'utf8')
    withSqliteFile(join(folder, 'crm.db'), (database) => {
      database.exec(`insert into CUSTOMER (PHONE, NOTE) values ('${number}', 'has come back')`)
    })
    await then(folder, answer)
  })
}

function expectStillThere(folder: string): void {
  expect(stateOf(folder).customers.at(-1)).toMatchObject({ PHONE: number, NOTE: 'has come back' })
}

describe('whoever was forgotten and has come back is not forgotten again', () => {
  test.each(['lost', 'before', 'amid'] as const)('by a journal that is %s', async (which) => {
    await cameBack(which === 'amid' ? 'amid' : 'before', async (folder, answer) => {
      if (which === 'lost') loseJournal(folder)
      else putBack(folder, 'copy')
      for (let pass = 1; pass <= 2; pass += 1) expect((await runLethe(folder, ['run'])).code).toBe(0)
      expectStillThere(folder)
      expect(readFileSync(join(folder, 'gdpr', 'forget-25052018-a-execution-log.json'), 'utf8')).toBe(answer)
    })
  })

  test('by a journal from its middle, also where the answer was taken away', async () => {
    await cameBack('amid', async (folder) => {
      rmSync(join(folder, 'gdpr', 'forget-25052018-a-execution-log.json'))
      putBack(folder, 'copy')
      expect((await runLethe(folder, ['run'])).code).toBe(0)
      expectStillThere(folder)
      expect(existsSync(join(folder, 'gdpr', 'forget-25052018-a-execution-log.json'))).toBe(false)
    })
  })
})

test('backed up while something is erased, and restored as the manual says, it goes on', async () => {
  const { points, state } = await undisturbed()
  const [, , middle] = betweenErasingAndAnswer(points, 5)
  await withFolder(async (folder) => {
    prepare(folder)
    submit(folder, 'forget-25052018-a')
    await killedAt(folder, middle ?? 0)
    copyJournal(folder, 'journal.copy')
    cpSync(join(folder, 'lethe-state'), join(folder, 'state.copy'), { recursive: true })
    await runToEnd(folder)
    const answer = readFileSync(join(folder, 'gdpr', 'forget-25052018-a-execution-log.json'), 'utf8')
    rmSync(join(folder, 'lethe-state'), { recursive: true })
    cpSync(join(folder, 'state.copy'), join(folder, 'lethe-state'), { recursive: true })
    putBack(folder, 'journal.copy')
    expect((await runLethe(folder, ['doctor'])).code).toBe(0)
    expect((await runLethe(folder, ['run'])).code).toBe(0)
    expect(stateOf(folder)).toEqual(state)
    expect(readFileSync(join(folder, 'gdpr', 'forget-25052018-a-execution-log.json'), 'utf8')).toBe(answer)
    submit(folder, 'export-27052018-c')
    expect((await runLethe(folder, ['run'])).code).toBe(0)
    expect(responses(folder, 'export-27052018-c')).toEqual(['SUCCESS: not found'])
  })
})
