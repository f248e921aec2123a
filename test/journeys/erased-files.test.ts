/** What was erased stands in no byte of a SQLite file any more, and the files of our own are nobody else's to read. */

import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'

import { ann, sandbox, submit } from '../cli/sandbox.ts'
import { lethe } from '../cli/in-process.ts'
import { readExecutionLog } from '../support/execution-log.ts'

const number = '7815550123'
const address = 'ann@example.com'
const wanted = [{ phone: ann.phone }, { email: ann.email }] as const

/** Over many pages, with rows of hers among those of others. */
function fill(folder: string, mode: string): void {
  const database = new Database(join(folder, 'crm.db'))
  database.pragma(`journal_mode = ${mode}`)
  // Otherwise SQLite leaves copies of rows between those of a page as it fills up, which nobody gets at any more.
  database.pragma('secure_delete = on')
  database.exec('delete from CUSTOMER where TENANT_KEY = 2')
  const insert = database.prepare('insert into CUSTOMER (TENANT_KEY, PHONE, EMAIL) values (1, ?, ?)')
  database.transaction(() => {
    for (let i = 0; i < 800; i += 1) {
      insert.run(i % 40 === 0 ? number : `31255${String(10_000 + i)}`, i % 50 === 0 ? address : `p${i}@example.com`)
    }
  })()
  database.pragma('wal_checkpoint(truncate)')
  database.close()
}

function inFiles(folder: string, start: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(start) && statSync(join(folder, name)).isFile())
    .filter((name) => {
      const bytes = readFileSync(join(folder, name)).toString('latin1').toLowerCase()
      return bytes.includes(number) || bytes.includes(address)
    })
}

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

describe('after a forget', () => {
  test.each(['wal', 'delete', 'persist'])(
    'no file of the customer’s database has a byte of it (journal mode %s)',
    async (mode) => {
      const folder = sandbox()
      fill(folder, mode)
      expect(inFiles(folder, 'crm.db')).not.toEqual([])
      // Somebody has the file open without reading in it, as a product would.
      const other = new Database(join(folder, 'crm.db'))
      other.prepare('select count(*) from CUSTOMER').get()
      submit(folder, 'forget-25052018-a.json', ...wanted)
      expect((await lethe(folder, ['run'])).code).toBe(0)
      expect(inFiles(folder, 'crm.db')).toEqual([])
      expect(inFiles(folder, 'lethe.db')).toEqual([])
      other.close()
    },
  )

  test('rows that were deleted have left none either', async () => {
    const folder = sandbox()
    fill(folder, 'wal')
    const file = join(folder, 'lethe.yaml')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replaceAll(/identifies: \[(phone|email)\] \}/g, 'identifies: [$1], redact: delete }'))
    submit(folder, 'forget-25052018-a.json', ...wanted)
    expect((await lethe(folder, ['run'])).code).toBe(0)
    expect(inFiles(folder, 'crm.db')).toEqual([])
  })

  test('nor has anything but the requests and their answers after purge', async () => {
    const folder = sandbox()
    fill(folder, 'wal')
    submit(folder, 'export-25052018-a.json', ...wanted)
    submit(folder, 'forget-25052018-b.json', ...wanted)
    expect((await lethe(folder, ['run'])).code).toBe(0)
    expect(inFiles(folder, '')).toEqual(['lethe-history.db'])
    const history = new Database(join(folder, 'lethe-history.db'))
    for (const table of ['CTL_GDPR_HISTORY', 'LETHE_FINDING']) {
      history.exec(`update ${table} set CREATED_TS = CREATED_TS - ${40 * 86_400}`)
    }
    history.close()
    expect((await lethe(folder, ['purge'])).code).toBe(0)
    expect(inFiles(folder, '')).toEqual([])
  })

  test('whoever reads all the time keeps the write-ahead log, which is an error until he ends', async () => {
    const folder = sandbox()
    fill(folder, 'wal')
    const other = new Database(join(folder, 'crm.db'))
    const rows = other.prepare('select * from CUSTOMER').iterate()
    rows.next()
    submit(folder, 'forget-25052018-a.json', ...wanted)
    expect((await lethe(folder, ['run'])).code).toBe(1)
    const answer = readFileSync(join(folder, 'inbox', 'forget-25052018-a-execution-log.json'), 'utf8')
    expect(answer).toContain('still stands in its write-ahead log')
    rows.return?.()
    expect((await lethe(folder, ['run'])).code).toBe(0)
    expect(inFiles(folder, 'crm.db')).toEqual([])
    other.close()
  })
})

test('files of our own are made for their owner alone, and a journal of an earlier version is closed to others', async () => {
  const folder = sandbox()
  submit(folder, 'export-25052018-a.json', ...wanted)
  expect((await lethe(folder, ['run'])).code).toBe(0)
  expect(['lethe.db', 'lethe-history.db'].map((name) => modeOf(join(folder, name)))).toEqual(['600', '600'])
  chmodSync(join(folder, 'lethe.db'), 0o644)
  chmodSync(join(folder, 'crm.db'), 0o640)
  expect((await lethe(folder, ['run'])).code).toBe(0)
  expect(['lethe.db', 'crm.db'].map((name) => modeOf(join(folder, name)))).toEqual(['600', '640'])
})

test('what it does not reach is named in the answer to a forget, and in no other', async () => {
  const folder = sandbox()
  for (const name of ['export-25052018-a', 'forget-25052018-b']) submit(folder, `${name}.json`, { phone: ann.phone })
  expect((await lethe(folder, ['run'])).code).toBe(0)
  const runIn = (name: string) => readExecutionLog(join(folder, 'inbox', `${name}-execution-log.json`)).run
  expect(Object.entries(runIn('forget-25052018-b'))).toContainEqual([
    'outOfScope',
    ['database `crm`: free space within the file from before, copies and backups of the file'],
  ])
  expect(Object.keys(runIn('export-25052018-a'))).not.toContain('outOfScope')
})
