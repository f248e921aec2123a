/** Values under keys and the mention that leads to them: neither is taken for erased before it is. */

import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { ProductSession } from '../../../src/domain/product.ts'
import { readSettings } from '../../../src/products/log-files/settings.ts'
import { openSession } from '../../../src/products/log-files/session.ts'
import { recorded, runContext, subject } from './searching.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-keys-'))
  path = join(folder, 'a.log')
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const ann = subject([['phone', '+1 781-555-0123']])
const call = "10:00:00 message EventRinging\n\tAttributeANI\t'7815550123'\n\tCity\t'上海'\n\tName\t'王小明'\n"

function open(): ProductSession {
  const paths = [join(folder, '*.log*')]
  return openSession(readSettings({ paths, format: 't-server', keys: ['City', 'Name'], threads: 1 }))
}

describe.each(['utf-16le', 'utf-16be'] as const)('%s', (encoding) => {
  const swapped = (bytes: Buffer): Buffer => (encoding === 'utf-16be' ? Buffer.from(bytes).swap16() : bytes)

  it('masks a value behind another one whose characters hold the byte of a line end', async () => {
    writeFileSync(path, swapped(Buffer.from(`\ufeff${call}`, 'utf16le')))
    const session = open()
    const findings = await findingsOf(session.find([ann], runContext()))
    const tallies = await fatesOf(session.erase(recorded(findings), runContext()))
    const text = swapped(readFileSync(path)).toString('utf16le').slice(1)
    expect(text).toBe(call.replace('7815550123', '**********').replace('上海', '**').replace('王小明', '***'))
    expect(tallies).toEqual({ erased: 3 })
    expect(await session.verify([ann], recorded(findings), runContext())).toEqual([])
  })
})

it('neither counts nor passes a value that stands at its place while the lines before it have changed', async () => {
  writeFileSync(path, call)
  const session = open()
  const findings = await findingsOf(session.find([ann], runContext()))
  const name = findings.filter(({ target }) => target.column === 'Name')
  const changed = call.replace('EventRinging\n', 'EventRingin\n\n').replace('7815550123', '**********')
  writeFileSync(path, changed)
  expect(await fatesOf(session.erase(recorded(name), runContext()))).toEqual({ gone: 1 })
  expect(readFileSync(path, 'utf8')).toBe(changed)
  expect(await session.verify([ann], recorded(name), runContext())).toMatchObject([
    { target: { table: 'a.log', column: 'Name' }, rows: 1 },
  ])
})

it('counts nothing as erased of a log that is no longer there', async () => {
  writeFileSync(path, call)
  writeFileSync(join(folder, 'b.log'), 'nobody\n')
  const session = open()
  const findings = await findingsOf(session.find([ann], runContext()))
  rmSync(path)
  const tallies = await fatesOf(session.erase(recorded(findings), runContext()))
  expect(tallies).toEqual({ gone: 3 })
})

it.each([0, 1, 2])('finds the rest in a copy when %i values were masked before the log was rotated', async (masked) => {
  writeFileSync(path, call)
  const session = open()
  const findings = (await findingsOf(session.find([ann], runContext()))).filter(({ content }) => content !== null)
  await fatesOf(session.erase(recorded(findings.slice(0, masked)), runContext()))
  copyFileSync(path, `${path}.1`)
  truncateSync(path)
  const further = await findingsOf(session.find([ann], runContext()))
  await fatesOf(session.erase(recorded([...findings, ...further]), runContext()))
  expect(readFileSync(`${path}.1`, 'utf8')).not.toMatch(/7815550123|上海|王小明/)
  expect(await session.verify([ann], recorded([...findings, ...further]), runContext())).toEqual([])
})
