/** `lethe purge` deletes what is old, and nothing that an unfinished run still needs. */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { expect, test } from 'vitest'

import { ann, sandbox, submit } from './sandbox.ts'
import { lethe, linesOf } from './support.ts'

const fortyDays = 40 * 86_400

function change(folder: string, file: string, statement: string): void {
  const database = new Database(join(folder, file))
  database.exec(statement)
  database.close()
}

function historyActions(folder: string): readonly unknown[] {
  const database = new Database(join(folder, 'lethe-history.db'), { readonly: true })
  try {
    return database.prepare('select distinct FORGET from CTL_GDPR_HISTORY order by FORGET').pluck().all()
  } finally {
    database.close()
  }
}

/** Every run of the past, by as much. */
function makeOld(folder: string): void {
  for (const table of ['CTL_GDPR_HISTORY', 'LETHE_FINDING']) {
    change(folder, 'lethe-history.db', `update ${table} set CREATED_TS = CREATED_TS - ${fortyDays}`)
  }
}

/** Rows whose STATUS is 2 may not be touched. */
function holdRows(folder: string): void {
  const file = join(folder, 'lethe.yaml')
  const hold = 'hold: { column: STATUS, values: [2], reason: held by the dialer }'
  writeFileSync(file, readFileSync(file, 'utf8').replace('key: [ID]', `key: [ID]\n            ${hold}`))
  change(folder, 'crm.db', 'alter table CUSTOMER add column STATUS integer; update CUSTOMER set STATUS = 2')
}

test('a forget whose rows are gone cannot be verified, and that is said', async () => {
  const folder = sandbox()
  submit(folder, 'forget-25052018-a.json', { phone: ann.phone })
  const run = String(linesOf(await lethe(folder, ['run'])).find(({ event }) => event === 'run')?.['run'])
  expect(linesOf(await lethe(folder, ['verify', run])).at(-1)).toMatchObject({ event: 'verify-ended', clean: true })
  makeOld(folder)
  expect((await lethe(folder, ['purge'])).code).toBe(0)
  const ended = await lethe(folder, ['verify', run])
  expect(ended.code).toBe(1)
  expect(linesOf(ended)).toMatchObject([
    { event: 'verify-failed', product: 'tables', code: 'history', reason: expect.stringContaining('after 15 day(s)') },
    { event: 'verify-ended', run, clean: false },
  ])
})

test('old rows go, those of a forget that is not finished stay until it is', async () => {
  const folder = sandbox()
  holdRows(folder)
  submit(folder, 'export-25052018-a.json', { phone: ann.phone })
  expect((await lethe(folder, ['run'])).code).toBe(0)
  submit(folder, 'forget-25052018-b.json', { phone: ann.phone })
  expect((await lethe(folder, ['run'])).code).toBe(1)
  expect(historyActions(folder)).toEqual([0, 1])
  makeOld(folder)
  const first = await lethe(folder, ['purge'])
  expect(linesOf(first)).toMatchObject([{ event: 'purged', rows: 1 }])
  expect(historyActions(folder)).toEqual([1])
  change(folder, 'crm.db', 'update CUSTOMER set STATUS = 1')
  expect((await lethe(folder, ['run'])).code).toBe(0)
  expect((await lethe(folder, ['purge'])).code).toBe(0)
  expect(historyActions(folder)).toEqual([])
})
