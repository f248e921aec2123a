/** Systems that are not searched: told in every answer, and a step by hand keeps open whom it concerns until somebody did it. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { lethe, temporaryFolder } from '../cli/support.ts'
import { readExecutionLog } from '../support/execution-log.ts'
import { rowsOf, withSqliteFile } from '../support/sqlite-site.ts'

const entries = {
  billing: `
      - product: declared
        system: Billing Data Server
        disposition: retained
        reason: billing records are kept as the tax code asks`,
  administrator: `
      - product: declared
        system: Administrator
        disposition: manual
        reason: persons stand in the configuration
        nextStep: remove the person object
        dueInDays: 21`,
  blocking: `
      - product: declared
        system: Paper files
        disposition: manual
        reason: they stand in a cellar
        nextStep: shred what the case names
        subjects: [consumer]
        kinds: [phone]
        blocks: true`,
} as const

type Declared = keyof typeof entries

function siteWith(...declared: readonly Declared[]): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'inbox'))
  withSqliteFile(join(folder, 'crm.db'), (database) => {
    database.exec('create table LEAD (ID integer primary key, PHONE text, OWNER text)')
    database.exec("insert into LEAD values (1, '7815550123', 'apark'), (2, '7815550199', 'bquinn')")
  })
  const settings = `
settle: 50ms
databases:
  crm: { client: better-sqlite3, filename: ./crm.db }
tenants:
  - name: acme
    tenantKey: 1
    directory: ./inbox
    country: US
    timeZone: America/New_York
    process: { export: on-arrival, forget: on-arrival }
    products:
      - product: tables
        database: crm
        tables:
          - table: LEAD
            tenant: null
            columns:
              - { column: PHONE, identifies: [phone] }
              - { column: OWNER, identifies: [username] }${declared.map((name) => entries[name]).join('')}
`
  writeFileSync(join(folder, 'lethe.yaml'), settings)
  return folder
}

const consumer = { caseid: '1', consumers: [{ consumer: [{ phone: '7815550123' }] }] }
const employee = { caseid: '2', employees: [{ employee: [{ username: 'apark' }] }] }

function drop(folder: string, request: object): void {
  writeFileSync(join(folder, 'inbox/forget-25052018-a.json'), JSON.stringify(request))
}

const answer = (folder: string) => readExecutionLog(join(folder, 'inbox/forget-25052018-a-execution-log.json'))

function declaredIn(folder: string): readonly Record<string, unknown>[] {
  const products: unknown = answer(folder).run.products
  return Array.isArray(products) ? products.filter((one) => 'disposition' in one) : []
}

test('what is kept and what is done by hand is listed in every answer, and keeps nobody else waiting', async () => {
  const folder = siteWith('billing', 'administrator')
  drop(folder, consumer)
  expect(await lethe(folder, ['run'])).toMatchObject({ code: 0 })
  expect(answer(folder).responses).toEqual(['SUCCESS'])
  expect(declaredIn(folder)).toEqual([
    {
      product: 'declared',
      system: 'Billing Data Server',
      disposition: 'retained',
      reason: 'billing records are kept as the tax code asks',
      nextStep: null,
      blocks: false,
      dueAt: null,
      done: null,
    },
    expect.objectContaining({
      product: 'declared#2',
      disposition: 'manual',
      nextStep: 'remove the person object',
      dueAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    }),
  ])
})

test('a step that blocks keeps whom it concerns open until somebody did it, while the search is done', async () => {
  const folder = siteWith('blocking')
  drop(folder, consumer)
  expect(await lethe(folder, ['run'])).toMatchObject({ code: 1 })
  const { responses, run } = answer(folder)
  expect(responses).toEqual([
    expect.stringMatching(/^ERROR: open: Paper files: shred what the case names; confirm it with/),
  ])
  expect(run.outcome).toBe('open')
  expect(rowsOf(join(folder, 'crm.db'), 'select PHONE from LEAD')).toEqual([{ PHONE: '***' }, { PHONE: '7815550199' }])

  expect(await lethe(folder, ['run'])).toMatchObject({ code: 1 })
  const done = await lethe(folder, ['done', run.id, '--product', 'paper files', '--by', 'R. Stone', '--note', 'box 12'])
  expect(done).toMatchObject({ code: 0 })
  expect(answer(folder).responses).toEqual(['SUCCESS'])
  expect(declaredIn(folder)[0]).toMatchObject({ done: { by: 'R. Stone', note: 'box 12' } })
  expect((await lethe(folder, ['status', '--json'])).out).not.toContain('"unanswered"')
})

test('an employee whom the request names waits for any step by hand, a consumer does not', async () => {
  const folder = siteWith('administrator')
  drop(folder, { ...consumer, ...employee })
  expect(await lethe(folder, ['run'])).toMatchObject({ code: 1 })
  expect(answer(folder).responses).toEqual(['SUCCESS', expect.stringMatching(/^ERROR: open: Administrator: remove/)])
  expect((await lethe(folder, ['status', '--json'])).out).toContain('"state":"open"')
})

test('a confirmation names a run and a step that exist, once, and who did it', async () => {
  const folder = siteWith('blocking', 'billing')
  drop(folder, consumer)
  await lethe(folder, ['run'])
  const { id } = answer(folder).run
  const by = ['--by', 'R. Stone']
  expect(await lethe(folder, ['done', 'nobody', '--product', 'declared', ...by])).toMatchObject({ code: 2 })
  const wrong = await lethe(folder, ['done', id, '--product', 'billing data server', ...by])
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('known are `declared`') })
  expect(await lethe(folder, ['done', id, '--product', 'declared'])).toMatchObject({ code: 2 })
  expect(await lethe(folder, ['done', id, '--product', 'declared', ...by])).toMatchObject({ code: 0 })
  expect(await lethe(folder, ['done', id, '--product', 'declared', ...by])).toMatchObject({ code: 2 })
})
