/** A preview of a forget shows the forget: what is redacted and how, what is held, deferred and kept, and changes nothing. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { PreviewTable } from '../../src/cli/preview-table.ts'
import { erased, held } from '../../src/domain/effect.ts'
import { withSqliteFile } from '../support/sqlite-site.ts'
import { lethe, linesOf, temporaryFolder } from './support.ts'
import { tablesIn, writtenSettings } from '../support/written-settings.ts'

const phone = '7815550123'

const settings = writtenSettings({
  head: `databases: { crm: { client: better-sqlite3, filename: ./crm.db } }`,
  directory: '.',
  products: `${tablesIn('crm', {
    CUSTOMER: [
      'PHONE, identifies: [phone]',
      "FAX, identifies: [phone], redact: 'null'",
      'LAW, identifies: [phone], redact: keep',
    ],
    LEAD: ['PHONE, identifies: [phone], redact: delete'],
  })}
- product: outbound
  database: crm
  callingLists: [{ table: CL_SALES }]
  quietHours: ['00:00-12:00', '12:00-00:00']
- product: log-files
  paths: [./*.log]
  mode: in-place`,
})

function site(): string {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'lethe.yaml'), settings)
  withSqliteFile(join(folder, 'crm.db'), (database) => {
    database.exec(`
      create table CUSTOMER (ID integer primary key, PHONE text, FAX text, LAW text);
      insert into CUSTOMER values (1, '${phone}', '${phone}', '${phone}'), (2, '7815550199', null, null);
      create table LEAD (ID integer primary key, PHONE text, NOTE text);
      insert into LEAD values (1, '${phone}', 'call back');
      create table CL_SALES (record_id integer primary key, chain_id integer, chain_n integer, contact_info text,
        record_type integer, record_status integer, phone text);
      insert into CL_SALES values (1, 10, 0, '${phone}', 2, 1, null), (2, 20, 0, '${phone}', 2, 2, null);
      create trigger watched after update on CUSTOMER begin select 1; end;
    `)
  })
  writeFileSync(join(folder, 'voice.log'), `call from ${phone}\n`)
  writeFileSync(join(folder, 'forget-25052018-a.json'), request)
  writeFileSync(join(folder, 'export-25052018-a.json'), request)
  return folder
}

const request = JSON.stringify({ consumers: [{ consumer: [{ phone }] }] })

const filesOf = (folder: string) =>
  new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('latin1')]))

test('of a forget it shows what would become of every value, and nothing is changed', async () => {
  const folder = site()
  const before = filesOf(folder)
  const ended = await lethe(folder, ['preview', 'forget-25052018-a.json', '--json'])
  const foreseen = linesOf(ended).filter(({ event }) => event === 'foreseen')
  const shown = foreseen.map(({ table, column, how, fate, values }) => [[table, column].join('.'), how, fate, values])
  expect(shown).toEqual(
    expect.arrayContaining([
      ['CUSTOMER.PHONE', 'masked as `***`', erased, 1],
      ['CUSTOMER.FAX', 'set to NULL', erased, 1],
      ['CUSTOMER.LAW', null, expect.objectContaining({ kind: 'retained' }), 1],
      ['LEAD.*', 'deleted with its row', erased, 1],
      ['CL_SALES.contact_info', 'masked as `***`', erased, 1],
      ['CL_SALES.contact_info', null, expect.objectContaining({ kind: 'held' }), 1],
      [expect.stringContaining('voice.log'), expect.stringContaining('masked'), erased, 1],
    ]),
  )
  expect(filesOf(folder)).toEqual(before)
  const quiet = linesOf(ended)
    .filter(({ event }) => event === 'searched')
    .map(({ quietUntil }) => quietUntil === null)
  expect(quiet).toEqual([true, false, true])
  expect(ended.out + ended.err).not.toContain(phone)
})

test('people see it by column, and which product would wait', () => {
  const table = new PreviewTable({ showValues: false, isForget: true })
  const target = { table: 'CL_SALES', column: 'contact_info' }
  const owner = { subjectKey: '1.consumer-1', kind: 'phone', consumerId: phone } as const
  const masked = { owner, target, findings: 2, how: 'masked as `***`', fate: erased }
  table.foresee('outbound', masked)
  table.foresee('outbound', masked)
  table.foresee('outbound', { ...masked, findings: 1, how: null, fate: held('the dialer has it') })
  table.end({ kind: 'searched', product: 'outbound', complaints: [], quietUntil: '2026-01-01T05:00:00.000Z' })
  const drawn = table.draw()
  expect(drawn).toMatch(/CL_SALES.*contact_info.*masked as `\*\*\*` \(4\); held: the dialer has it \(1\)/)
  expect(drawn).toContain('outbound: quiet hours until 2026-01-01T05:00:00.000Z: deferred')
})

test('the rights that a forget needs are asked for, and those of an export are not confused with them', async () => {
  const folder = site()
  const warned = async (name: string) => {
    const searched = linesOf(await lethe(folder, ['preview', name, '--json'])).filter(
      ({ event }) => event === 'searched',
    )
    return searched.flatMap(({ complaints }) => JSON.stringify(complaints)).join('')
  }
  expect(await warned('forget-25052018-a.json')).toContain('trigger')
  const asExport = await warned('export-25052018-a.json')
  expect(asExport).not.toContain('trigger')
  expect(
    linesOf(await lethe(folder, ['preview', 'export-25052018-a.json', '--json'])).map(({ event }) => event),
  ).not.toContain('foreseen')
})

test('whose search is not whole is told without the identifier, and the preview ends as the forget would', async () => {
  const folder = site()
  withSqliteFile(join(folder, 'crm.db'), (database) => {
    database.exec(
      `drop table LEAD; create table LEAD (ID integer, PHONE text); insert into LEAD values (null, '${phone}')`,
    )
    database.exec('create unique index LEAD_ID on LEAD (ID)')
  })
  for (const name of ['forget-25052018-a.json', 'export-25052018-a.json']) {
    const ended = await lethe(folder, ['preview', name, '--json'])
    expect(ended.code).toBe(1)
    const [told, ...more] = linesOf(ended).filter(({ event }) => event === 'unevaluated')
    expect(more).toEqual([])
    expect(told).toMatchObject({ table: 'LEAD', subject: '1.consumer-1', identifier: 'phone' })
    expect(told?.['reason']).toContain('NULL')
    expect(ended.out + ended.err).not.toContain(phone)
  }
})

test('people see once why somebody’s search is not whole', () => {
  const table = new PreviewTable({ showValues: false, isForget: true })
  const one = { owner: null, target: { table: 'LEAD', column: 'PHONE' }, unevaluated: 'a row has no key; give it one' }
  table.leaveOut('tables', one)
  table.leaveOut('tables', one)
  expect(table.draw().match(/ERROR of whom it concerns: a row has no key; give it one/g)).toHaveLength(1)
})
