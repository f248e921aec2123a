/** `lethe init` writes settings that are accepted as they are written, and never over others. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { expect, test } from 'vitest'

import { loadInstallation } from '../../src/app/settings/installation.ts'
import { lethe } from './in-process.ts'
import { linesOf, temporaryFolder } from './support.ts'

const schemaLine = /^# yaml-language-server: \$schema=(\S+)\n/

test('without a word the settings are accepted as they are written, and lead on', async () => {
  const folder = temporaryFolder()
  const ended = await lethe(folder, ['init'])
  const file = join(folder, 'lethe.yaml')
  expect(linesOf(ended)).toEqual([
    { event: 'settings-written', file, directory: join(folder, 'gdpr'), made: true, password: null },
  ])
  const text = readFileSync(file, 'utf8')
  const schema: unknown = JSON.parse(readFileSync(schemaLine.exec(text)?.[1] ?? '', 'utf8'))
  expect(schema).toHaveProperty('$id', 'https://lethe.example.com/schemas/settings.schema.json')
  expect(text.split('\n').filter((line) => /^ *# /.test(line)).length).toBeGreaterThan(10)
  expect(loadInstallation(file, {}).tenants).toMatchObject([{ name: 'acme', products: [{ product: 'info-mart' }] }])
})

test.each([
  [
    'a login, whose password stays in the environment',
    ['--user', 'lethe', '--client', 'mssql', '--port', '1433', '--database', 'gim'],
  ],
  ['an Oracle service', ['--client', 'oracledb', '--user', 'lethe', '--host', 'ora.example.com', '--database', 'GIM']],
  ['calling lists', ['--product', 'outbound', '--user', 'lethe', '--tls', 'off']],
  ['words that YAML reads otherwise', ['--tenant', 'no', '--country', 'no', '--user', '4: #x', '--host', 'true']],
  ['a folder with a blank', ['--directory', 'sub dir/gdpr: new', '--time-zone', 'Asia/Tokyo', '--tenant-key', '0']],
])('%s', async (_what, options) => {
  const folder = temporaryFolder()
  const ended = await lethe(folder, ['init', '--config', 'conf/other.yaml', ...options])
  expect(ended, ended.err).toMatchObject({ code: 0 })
  const password = linesOf(ended)[0]?.['password']
  const settings = loadInstallation(
    join(folder, 'conf/other.yaml'),
    typeof password === 'string' ? { [password]: 'x' } : {},
  )
  const given = (name: string) => options[options.indexOf(name) + 1]
  if (options.includes('--tenant')) expect(settings.tenants[0]).toMatchObject({ name: 'no', country: 'NO' })
  if (options.includes('--user')) expect(Object.values(settings.databases)[0]).toMatchObject({ user: given('--user') })
  if (options.includes('--directory')) expect(settings.tenants[0]?.directory).toContain('gdpr: new')
})

test('on a terminal it asks for what no option says, and takes no answer for the default', async () => {
  const folder = temporaryFolder()
  new Database(join(folder, 'crm.db')).exec('create table PEOPLE (ID integer primary key, TEL text, MAIL text)').close()
  const asked: string[] = []
  const answers: Readonly<Record<string, string>> = { product: 'tables', table: 'PEOPLE', 'SQLite database': 'crm.db' }
  const ask = async (question: string) => {
    asked.push(question)
    return answers[Object.keys(answers).find((words) => question.includes(words)) ?? ''] ?? ''
  }
  const options = ['--country', 'GB', '--client', 'better-sqlite3', '--phone-column', 'TEL', '--email-column', 'MAIL']
  const ended = await lethe(folder, ['init', ...options], { isTerminal: true, ask })
  expect(ended).toMatchObject({ code: 0, err: '' })
  expect(ended.out).toContain('lethe doctor')
  expect(asked.some((question) => question.startsWith('folder into which'))).toBe(true)
  expect(asked.filter((question) => /country|host|DBID/.test(question))).toEqual([])
  const doctor = await lethe(folder, ['doctor'])
  expect(doctor.code, doctor.out).toBe(0)
})

test('a pipe is asked nothing', async () => {
  const ask = () => Promise.reject(new Error('nobody sits there'))
  expect((await lethe(temporaryFolder(), ['init'], { ask })).code).toBe(0)
  expect((await lethe(temporaryFolder(), ['init', '--json'], { ask, isTerminal: true })).code).toBe(0)
})

test('what is there already is left as it is', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'lethe.yaml'), '# mine\n')
  const ended = await lethe(folder, ['init', '--text'])
  expect(ended).toMatchObject({ code: 2, out: '' })
  expect(ended.err).toContain('--config FILE')
  expect(readFileSync(join(folder, 'lethe.yaml'), 'utf8')).toBe('# mine\n')
  expect(existsSync(join(folder, 'gdpr'))).toBe(false)
})

test.each([
  [['--country', 'USA'], '/tenants/0/country'],
  [['--tenant-key', 'one'], '/tenants/0/tenantKey'],
  [['--time-zone', 'New York'], '/tenants/0/timeZone'],
  [['--product', 'info-mrt'], '/tenants/0/products/0/product'],
  [['--client', 'mysql'], '/databases/gim/client'],
])('an answer that is none (%s) is told, and leaves nothing behind', async (options, place) => {
  const folder = temporaryFolder()
  const ended = await lethe(folder, ['init', ...options])
  expect(ended.code).toBe(2)
  expect(ended.err).toContain(place)
  expect(existsSync(join(folder, 'lethe.yaml')) || existsSync(join(folder, 'gdpr'))).toBe(false)
})
