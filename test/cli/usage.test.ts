/** Help, wrong usage and unusable settings: what is said, and the exit code. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { lethe, linesOf, temporaryFolder } from './support.ts'

const names = ['watch', 'run', 'check', 'preview', 'history', 'verify', 'purge', 'doctor', 'demo']

test('the help names every command and is no error', async () => {
  const ended = await lethe(temporaryFolder(), ['--help'])
  expect(ended.code).toBe(0)
  expect(names.filter((name) => !ended.out.includes(name))).toEqual([])
})

test.each(names)('`lethe %s --help` is no error and shows the common options', async (name) => {
  const ended = await lethe(temporaryFolder(), [name, '--help'])
  expect(ended).toMatchObject({ code: 0, err: '' })
  expect(ended.out).toContain('--config <file>')
  expect(ended.out).toContain('--json')
})

test.each([
  ['no command', []],
  ['an unknown command', ['rum']],
  ['an unknown option', ['run', '--tennant', 'acme']],
  ['a missing operand', ['check']],
  ['an operand too many', ['purge', 'everything']],
  ['a missing identifier', ['history']],
  ['a country of three letters', ['check', '--country', 'USA', 'forget-25052018.json']],
])('%s is wrong usage', async (_what, operands) => {
  const ended = await lethe(temporaryFolder(), operands)
  expect(ended.code).toBe(2)
  expect(ended.err).not.toBe('')
})

test.each(['run', 'doctor', 'purge', 'watch'])('`lethe %s` without settings says what to do', async (name) => {
  const ended = await lethe(temporaryFolder(), [name])
  expect(ended.code).toBe(2)
  expect(ended.err).toContain('--config FILE')
})

test('unusable settings are listed whole, for people and for programs', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'inbox'))
  writeFileSync(
    join(folder, 'other.yaml'),
    'tenants: [ { name: acme, tenantKey: one, directory: ./inbox, country: US, timeZone: nowhere, products: [] } ]',
  )
  const ended = await lethe(folder, ['run', '--config', 'other.yaml'])
  expect(ended.code).toBe(2)
  for (const place of ['/tenants/0/tenantKey', '/tenants/0/timeZone', '/tenants/0/products']) {
    expect(ended.err).toContain(place)
  }
  expect(linesOf(ended)).toMatchObject([{ event: 'settings-invalid' }])
})

test('each problem of the settings stands with file, line and column, for people and for programs', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'inbox'))
  const file = join(folder, 'lethe.yaml')
  writeFileSync(
    file,
    `settle: soon
databases:
  crm: { client: pg, password: \${env:NOT_SET}, host: a.example.com, databse: crm }
tenants:
  - name: acme
    tenantKey: 1
    country: US
    timeZone: UTC
    directory: ./inbox
    products: [ { product: tables, database: crm, tables: [] } ]
`,
  )
  const ended = await lethe(folder, ['doctor'])
  expect(ended.code).toBe(2)
  expect(ended.err).toContain(`${file}:1:1: /settle: `)
  expect(ended.err).toContain(`${file}:3:22: /databases/crm/password: `)
  const databse = '  crm: { client: pg, password: ${env:NOT_SET}, host: a.example.com, '.length + 1
  expect(ended.err).toContain(`${file}:3:${databse}: /databases/crm/databse: `)
  const [event] = linesOf(ended)
  expect(event?.['problems']).toContainEqual(
    expect.objectContaining({ pointer: '/settle', file, line: 1, column: 1, message: expect.any(String) }),
  )
  writeFileSync(file, 'polling: true\ntenants:\n  - name: acme\n  - {')
  expect((await lethe(folder, ['doctor'])).err).toMatch(/lethe\.yaml:4:\d+: \/: line 4: /)
  writeFileSync(file, '')
  expect((await lethe(folder, ['doctor'])).err).toMatch(/lethe\.yaml:1:1: \/: /)
})
