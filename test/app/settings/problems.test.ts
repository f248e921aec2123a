/** Settings that do not hold: every problem at once, each with its place and the next step, none with a secret. */

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { loadSettings } from '../../../src/app/settings/load.ts'
import { SettingsInvalid } from '../../../src/domain/errors.ts'

import { preparedFolder, oldDatabase, problemsIn, someProducts, tenantLines } from './support.ts'

const single: readonly (readonly [string, string, string, RegExp])[] = [
  ['an unknown key', tenantLines('countri: US'), '/tenants/0/countri', /remove it; did you mean `country`\?/],
  ['a wrong type', tenantLines('tenantKey: one'), '/tenants/0/tenantKey', /must be a whole number, not text/],
  ['a key that no number holds', tenantLines('tenantKey: 99999999999999999999'), '/tenants/0/tenantKey', /too large/],
  ['a key that was rounded', tenantLines('tenantKey: 9007199254740993'), '/tenants/0/tenantKey', /too large/],
  ['a value out of its list', tenantLines('layout: split'), '/tenants/0/layout', /one of `shared`, `submit-result`/],
  ['a bad cron expression', tenantLines('schedule: "99 3 * * *"'), '/tenants/0/schedule', /cron expression/],
  ['an unknown time zone', tenantLines('timeZone: America/Gotham'), '/tenants/0/timeZone', /IANA name/],
  ['an unknown country', tenantLines('country: ZZ'), '/tenants/0/country', /ISO 3166-1/],
  ['a prefix that nobody dials', tenantLines('dialingPrefixes: ["+1"]'), '/tenants/0/dialingPrefixes/0', /`9`/],
  ['a missing folder', tenantLines('directory: ./nowhere'), '/tenants/0/directory', /create it/],
  ['a file as a folder', tenantLines('directory: ./old.db'), '/tenants/0/directory', /no such folder/],
  ['a history kept too long', `history: { daysToKeep: 31 }\n${tenantLines()}`, '/history/daysToKeep', /<= 30/],
  ['an undeclared history', `history: { database: odl }\n${tenantLines()}`, '/history/database', /mean `old`/],
  ['a lease that every hiccup loses', `lease: 200ms\n${tenantLines()}`, '/lease', /from 1s to 10m/],
  ['a lease for ever', `lease: 2h\n${tenantLines()}`, '/lease', /from 1s to 10m/],
  ['an unreadable span', `settle: soon\n${tenantLines()}`, '/settle', /`500ms`/],
  ['octal rights as a number', `outputMode: 0640\n${tenantLines()}`, '/outputMode', /must be text, not a number/],
  ['an unknown level', `log: { level: loud }\n${tenantLines()}`, '/log/level', /`debug`/],
]

test.each(single)('%s is one problem', (_name, text, pointer, message) => {
  const problems = problemsIn(preparedFolder(), oldDatabase + text)
  expect(problems).toEqual([{ pointer, message: expect.stringMatching(message) }])
})

test('a product entry is checked by its product', () => {
  const lines = ['products:', '  - { product: info-mart, database: odl, exlude: [] }', '  - { product: info-mrt }']
  expect(problemsIn(preparedFolder(), oldDatabase + tenantLines(...lines))).toEqual([
    { pointer: '/tenants/0/products/0/database', message: expect.stringContaining('did you mean `old`?') },
    { pointer: '/tenants/0/products/0/exlude', message: expect.stringContaining('did you mean `exclude`?') },
    { pointer: '/tenants/0/products/1/product', message: expect.stringContaining('did you mean `info-mart`?') },
  ])
})

test('a product has the last word on what its schema cannot say', () => {
  const products = {
    ...someProducts,
    'info-mart': { settingsSchema: {}, checkSettings: () => [{ pointer: '/exclude/0', message: 'no such table' }] },
  }
  const problems = problemsIn(preparedFolder(), oldDatabase + tenantLines(), { products })
  expect(problems).toEqual([{ pointer: '/tenants/0/products/0/exclude/0', message: 'no such table' }])
})

/** Where the second of two tenants is in the way of the first. */
function problemsOfTwo(folder: string, first: readonly string[], second: readonly string[]): readonly string[] {
  const other = tenantLines('name: orion', 'tenantKey: 2', ...second).replace('tenants:\n', '')
  return problemsIn(folder, `${oldDatabase}${tenantLines(...first)}\n${other}`).map(({ pointer }) => pointer)
}

test('two tenants share neither name nor folder', () => {
  const other = tenantLines('name: ACME', 'tenantKey: 2', 'directory: ./outbox/../inbox').replace('tenants:\n', '')
  const pointers = problemsIn(preparedFolder(), `${oldDatabase}${tenantLines()}\n${other}`).map((one) => one.pointer)
  expect(pointers).toEqual(['/tenants/1/directory', '/tenants/1/name'])
})

test('two tenants share no key: the history tells them apart by nothing else', () => {
  const second = ['tenantKey: 1', 'directory: ./outbox']
  const other = tenantLines('name: orion', ...second).replace('tenants:\n', '')
  expect(problemsIn(preparedFolder(), `${oldDatabase}${tenantLines()}\n${other}`)).toEqual([
    { pointer: '/tenants/1/tenantKey', message: expect.stringContaining('the history could not tell') },
  ])
})

test('two tenants do not share a folder for requests or answers, by whatever path it is reached', () => {
  const folder = preparedFolder()
  mkdirSync(join(folder, 'inbox/GDPR_Submit'))
  symlinkSync(join(folder, 'inbox/GDPR_Submit'), join(folder, 'linked'))
  const cloud = ['layout: submit-result']
  for (const directory of ['./inbox/GDPR_Submit', './linked', './outbox/../inbox/GDPR_Submit/.']) {
    expect(problemsOfTwo(folder, cloud, [`directory: ${directory}`])).toEqual(['/tenants/1/directory'])
  }
  symlinkSync(join(folder, 'outbox'), join(folder, 'inbox/GDPR_Result'))
  expect(problemsOfTwo(folder, cloud, ['directory: ./outbox'])).toEqual(['/tenants/1/directory'])
  expect(problemsOfTwo(folder, ['directory: ./outbox'], cloud)).toEqual(['/tenants/1/directory'])
  expect(problemsOfTwo(folder, [], ['directory: ./outbox', ...cloud])).toEqual([])
})

test('a password in plain text is refused and not repeated', () => {
  const database = 'databases:\n  old: { client: pg, host: h, database: d, password: hunter2 }\n'
  const problems = problemsIn(preparedFolder(), database + tenantLines())
  expect(problems).toEqual([
    { pointer: '/databases/old/password', message: expect.stringContaining('write `${env:NAME}`') },
  ])
  expect(JSON.stringify(problems)).not.toContain('hunter2')
})

test('a reference to nothing names what is missing', () => {
  const database = [
    'databases:',
    '  old:',
    '    client: pg',
    '    host: ${env:HOST}',
    '    database: d',
    '    user: ${env:NOBODY}',
    '    password: ${file:./nowhere}',
    '',
  ]
  expect(problemsIn(preparedFolder(), database.join('\n') + tenantLines())).toEqual([
    { pointer: '/databases/old/host', message: expect.stringContaining('references are for secrets only') },
    { pointer: '/databases/old/password', message: expect.stringContaining('cannot be read') },
    { pointer: '/databases/old/user', message: expect.stringContaining('`NOBODY` is not set') },
  ])
})

test('SQLite and servers do not mix their settings', () => {
  const databases = [
    'databases:',
    '  old: { client: better-sqlite3, filename: ./old.db, host: h }',
    '  gone: { client: better-sqlite3, filename: ./gone/gone.db }',
    '  none: { client: better-sqlite3 }',
    '  ocs: { client: pg, filename: ./old.db, host: h, database: d }',
    '  half: { client: pg }',
    '',
  ]
  expect(problemsIn(preparedFolder(), databases.join('\n') + tenantLines()).map(({ pointer }) => pointer)).toEqual([
    '/databases/gone/filename',
    '/databases/half',
    '/databases/half',
    '/databases/none',
    '/databases/ocs/filename',
    '/databases/old/host',
  ])
})

test('everything wrong is told at once', () => {
  const text = [
    'settle: soon',
    'histroy: {}',
    'databases: { old: { client: sqlite } }',
    tenantLines('country: 1', 'timeZone: nowhere', 'schedule: never', 'directory: ./gone'),
  ]
  const pointers = problemsIn(preparedFolder(), text.join('\n')).map(({ pointer }) => pointer)
  expect(new Set(pointers)).toEqual(
    new Set([
      '/settle',
      '/histroy',
      '/databases/old/client',
      '/tenants/0/country',
      '/tenants/0/timeZone',
      '/tenants/0/schedule',
      '/tenants/0/directory',
    ]),
  )
})

test('a text that is no YAML is told by line, without its words', () => {
  const problems = problemsIn(preparedFolder(), 'tenants: [\n  password: hunter2\n')
  expect(problems).toHaveLength(1)
  expect(problems[0]?.message).toMatch(/^line \d+: /)
  expect(problems[0]?.message).not.toContain('hunter2')
})

test.each(['', 'just a text', '[]', '42'])('a file that holds %j is refused, not fatal', (text) => {
  expect(problemsIn(preparedFolder(), text)[0]?.message).toMatch(/must be an object/)
})

test('a key that stands twice is found in both notations', () => {
  const folder = preparedFolder()
  expect(problemsIn(folder, `polling: true\npolling: false\n${tenantLines()}`)[0]?.message).toMatch(/line 2: .*twice/)
  expect(problemsIn(folder, '{\n"polling": true,\n"polling": false }')[0]?.message).toMatch(/line 3: .*twice/)
})

test('a missing settings file is a problem of the settings', () => {
  const file = join(preparedFolder(), 'absent.yaml')
  expect(() => loadSettings({ file, environment: {}, products: someProducts })).toThrow(SettingsInvalid)
})

test('a file on disk is read like a text', () => {
  const folder = preparedFolder()
  const file = join(folder, 'lethe.yaml')
  writeFileSync(file, oldDatabase + tenantLines())
  expect(loadSettings({ file, environment: {}, products: someProducts }).baseDirectory).toBe(folder)
})
