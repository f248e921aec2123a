/** Values under keys and columns: where they begin and end, in bytes. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Subject } from '../../../src/domain/subject.ts'
import { settingsProblems } from '../../../src/products/log-files/settings-problems.ts'
import { openSession } from '../../../src/products/log-files/session.ts'
import { readSettings, type LogFilesSettings } from '../../../src/products/log-files/settings.ts'
import { recorded, runContext, subject } from './searching.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-values-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const ann = subject([['phone', '7815550123']])

/** The text after a forget that verification is content with. */
async function forgotten(
  text: string,
  settings: Partial<LogFilesSettings>,
  ...subjects: readonly Subject[]
): Promise<string> {
  const path = join(folder, 'a.log')
  writeFileSync(path, text)
  const session = openSession(readSettings({ paths: [path], threads: 1, ...settings }))
  const findings = await findingsOf(session.find(subjects, runContext()))
  await fatesOf(session.erase(recorded(findings), runContext()))
  expect(await session.verify(subjects, recorded(findings), runContext())).toEqual([])
  return readFileSync(path, 'utf8')
}

function event(line: string): string {
  return `10:15:30 EventRinging\n\tAttributeANI\t'7815550123'\n\t${line}\n\tAttributeCallID\t7\n`
}

describe('a T-Server value', () => {
  it.each([
    ['AttributeCITY Voil\u00e0', 'AttributeCITY ******'],
    ['AttributeCITY Voil\u0160  ', 'AttributeCITY ******  '],
    ['AttributeCITY "Ada" Sample', 'AttributeCITY ************'],
    ["AttributeCITY 'Ada' x", 'AttributeCITY *******'],
    ["'CITY'\t'5 ''t Lane'", "'CITY'\t'**********'"],
    ["'CITY'\t'*** VIP *** Ada Sample'", "'CITY'\t'**********************'"],
    ["'CITY'\t'***'", "'CITY'\t'***'"],
    ["'CITY'\t'<#Ulm#>'", "'CITY'\t'<#***#>'"],
    ["'CITY'\t<#'Springfield'#>", "'CITY'\t<#'***********'#>"],
    ["'CITY'\t<# Springfield #>", "'CITY'\t<# *********** #>"],
    ["'CITY'\t<#'***'#>", "'CITY'\t<#'***'#>"],
    ["'City'\t'Springfield'", "'City'\t'***********'"],
  ])('is masked as a whole in %j', async (line, masked) => {
    const text = event(line)
    const expected = text.replace('7815550123', '**********').replace(line, masked)
    expect(await forgotten(text, { format: 't-server', keys: ['CITY'] }, ann)).toBe(expected)
  })

  it('is known with and without the prefix of attributes', async () => {
    const text = event('AttributeName Ada')
    for (const key of ['AttributeName', 'Name'])
      expect(await forgotten(text, { format: 't-server', keys: [key] }, ann)).toContain('AttributeName ***\n')
  })

  // What it costs is measured by bench/long-values.ts; were it the square of its length, this would never end.
  it('may consist of two million blanks', async () => {
    const text = event(`pad${' '.repeat(2_000_000)}`)
    const masked = text.replace('7815550123', '**********')
    expect(await forgotten(text, { format: 't-server', keys: ['CITY'] }, ann)).toBe(masked)
  })
})

describe('a column', () => {
  it.each(['\u00a7', '\u2502', '|', '.', ';'])('ends at the delimiter %s', async (mark) => {
    const row = (...fields: string[]): string => `${fields.join(mark)}\n`
    const head = row('PHONE', 'CITY', 'NAME', 'NOTE')
    const text = head + row('7815550123', 'Besan\u00e7on', 'Ada', 'kept') + row('2125550142', 'Paris', 'Bob', 'kept')
    const settings = { format: 'delimited', delimiter: mark, keys: ['NAME'] } as const
    expect(await forgotten(text, settings, ann)).toBe(text.replace('7815550123', '**********').replace('Ada', '***'))
  })

  it.each([
    ['"Ada" Sample', '************'],
    ["'t Hoen's van Dam 5", '*******************'],
    ['"Ada, ""the"" Sample"', '"*******************"'],
  ])('holds the quotes of %j that do not wrap it', async (value, masked) => {
    const text = `PHONE,NAME,NOTE\n7815550123,${value},kept\n`
    const settings = { format: 'delimited', delimiter: ',', keys: ['NAME'] } as const
    expect(await forgotten(text, settings, ann)).toBe(`PHONE,NAME,NOTE\n**********,${masked},kept\n`)
  })
})

describe('values that overlap', () => {
  const jose = subject([
    ['name', 'Jos\u00e9'],
    ['name', 'Jos\u00e9 Garc\u00eda'],
  ])

  it('are masked whole, letters of two bytes included', async () => {
    const text = 'agent Jos\u00e9 Garc\u00eda today\n'
    expect(await forgotten(text, { words: ['name'] }, jose)).toBe('agent ************* today\n')
  })

  it('are masked whole in a message of somebody else', async () => {
    const other = subject([['email', 'j\u00f6rg@example.com']], { key: '1.consumer-2' })
    const owner = subject([['phone', '7815550123']], { attachedKeys: ['FULL'] })
    const text = event("'FULL'\t'j\u00f6rg@example.com Main St 5 M\u00fcller'")
    const masked = await forgotten(text, { format: 't-server' }, other, owner)
    expect(masked).toContain(
      `'FULL'\t'${'*'.repeat(Buffer.byteLength('j\u00f6rg@example.com Main St 5 M\u00fcller'))}'`,
    )
  })

  it('are found behind what was masked before them', async () => {
    const settings = { words: ['name'] } as const
    const ada = subject([['name', 'Ada']])
    const text = 'q=Ada+17815550123\n'
    const first = await forgotten(text, settings, ada)
    expect(await forgotten(first, settings, ann)).toBe('q=***' + '*'.repeat(12) + '\n')
  })
})

it('leaves a name that is nothing but mask characters, and is content', async () => {
  const settings = { words: ['name'], maskCharacter: 'x' } as const
  expect(await forgotten('xxx 7815550123\n', settings, subject([['name', 'xxx']]), ann)).toBe(`xxx ${'x'.repeat(10)}\n`)
})

it('names settings that could never have an effect', () => {
  expect(settingsProblems({ paths: ['/var/log/[z-a].log'] }).map(({ pointer }) => pointer)).toEqual(['/paths/0'])
  const columns = { paths: ['/var/log/*.log'], keys: ['NAME', 'ACOUNT'], columns: ['NAME', 'ACCOUNT'] }
  expect(settingsProblems({ ...columns, format: 'delimited' }).map(({ pointer }) => pointer)).toEqual(['/keys/1'])
  for (const format of ['t-server', 'text'] as const)
    expect(settingsProblems({ paths: ['/var/log/*.log'], keys: ['NAME'], format })).toEqual([])
})

it.each([
  ['name', 'Jos\u00e9'],
  ['email', 'jos\u00e9@example.com'],
] as const)('finds everybody with one %s, however its accents were given', async (kind, text) => {
  const path = join(folder, 'a.log')
  const [composed, combining] = [text.normalize('NFC'), text.normalize('NFD')]
  writeFileSync(path, `from ${composed} to ${combining}\n`)
  const people = [subject([[kind, composed]], { key: '1.a' }), subject([[kind, combining]], { key: '1.b' })]
  const session = openSession(readSettings({ paths: [path], threads: 1, words: ['name'] }))
  const found = (await findingsOf(session.find(people, runContext()))).filter(({ locator }) => locator !== null)
  const seen = (key: string) => found.flatMap(({ owner, content: value }) => (owner.subjectKey === key ? [value] : []))
  expect(seen('1.a')).toEqual([composed, combining])
  expect(seen('1.b')).toEqual([composed, combining])
})

describe('a column of eight megabytes', () => {
  const settings = { format: 'delimited', delimiter: ',', keys: ['NAME'] } as const

  it.each(['a', '"'])('of %s is read like a short one', async (sign) => {
    const long = sign.repeat(8_388_608)
    const text = `PHONE,${long},NAME\n7815550123,${long},Ann\n`
    expect(
      (await forgotten(text, settings, ann)) === text.replace('7815550123', '**********').replace('Ann', '***'),
    ).toBe(true)
  })
})
