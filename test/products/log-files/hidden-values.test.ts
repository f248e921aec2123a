/** Values that a log filter has hidden in part are nobody's to tell: they stay, and are counted. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { openSession } from '../../../src/products/log-files/session.ts'
import { readSettings, type LogFilesSettings } from '../../../src/products/log-files/settings.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'
import { recorded, runContext, subject } from './searching.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-hidden-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const ann = subject([
  ['phone', '+1 781-555-0123'],
  ['email', 'ann@example.com'],
])

/** What is told of a log with this text after a forget, and the text that is left. */
async function forgetIn(
  text: string | Buffer,
  settings: Partial<LogFilesSettings> = {},
): Promise<{ readonly told: readonly string[]; readonly left: string }> {
  const path = join(folder, 'a.log')
  writeFileSync(path, text)
  const session = openSession(readSettings({ paths: [path], threads: 1, ...settings }))
  const findings = await findingsOf(session.find([ann], runContext()))
  await fatesOf(session.erase(recorded(findings), runContext()))
  return { told: session.unjudged?.() ?? [], left: readFileSync(path, 'utf8') }
}

const sentence = (count: number): string =>
  `${count} value(s) in the logs are hidden in part, as by a log filter: nobody can tell whose they are, and they stay`

it.each([
  "'ANI' '******0123'",
  "'ANI' '781*******'",
  "'ANI' '78*****123'",
  'ani=****0123;',
  'number ***-***-0123 rang',
  'x +1**********3456',
  'mail a**@example.com',
  '<**n@example.com>',
])('%j is counted and stays', async (text) => {
  expect(await forgetIn(`${text}\n`)).toEqual({ told: [sentence(1)], left: `${text}\n` })
})

it.each([
  "'ANI' '***'",
  "'ANI' '**********'",
  "'PASSWORD' '*****'",
  '***@example.com',
  '**********',
  '*** 12 calls ***',
  '**1**',
  '** warning **',
  'rate 2**31',
  '/* 7815550100 */',
])('%j hides nothing in part', async (text) => {
  expect((await forgetIn(`${text}\n`)).told).toEqual([])
})

it('counts each once, over parts, chunks and encodings, beside values that are whole', async () => {
  const line = 'ani=******0123 dnis=7815550123 mail=a**@example.com\n'
  const masked = line.replace('7815550123', '**********')
  const many = 40_000
  expect(await forgetIn(line.repeat(many))).toEqual({ told: [sentence(2 * many)], left: masked.repeat(many) })
  const wide = await forgetIn(Buffer.from(`\ufeff${line.repeat(3)}`, 'utf16le'))
  expect(wide.told).toEqual([sentence(6)])
})

it('tells nothing of what Lethe itself has masked', async () => {
  const log = join(folder, 'a.log')
  await forgetIn('x 7815550123 y ann@example.com, +1 (781) 555-0123 x99\n')
  expect((await forgetIn(readFileSync(log))).told).toEqual([])
})
