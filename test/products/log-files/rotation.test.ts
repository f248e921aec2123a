/** Logs that are renamed, begun anew or taken away while they are searched. */

import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { isFinding, type Content } from '../../../src/domain/finding.ts'
import { openSession } from '../../../src/products/log-files/session.ts'
import { readSettings, type LogFilesSettings } from '../../../src/products/log-files/settings.ts'
import { recorded, runContext, subject } from './searching.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-rotation-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const ann = subject([['phone', '+1 781-555-0123']])
const path = (name: string): string => join(folder, name)

/** Until the parts that are under way are scanned. */
async function scanned(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await setImmediate()
}

function open(more: Partial<LogFilesSettings> = {}): ReturnType<typeof openSession> {
  return openSession(readSettings({ paths: [path('*.log*')], threads: 1, ...more }))
}

it('searches every log once that was there at the beginning, however they are renamed meanwhile', async () => {
  const last = 8
  for (let n = 0; n <= last; n += 1) writeFileSync(path(`a.log.${n}`), n === last ? 'call 7815550123\n' : `${n}\n`)
  const tables: string[] = []
  for await (const one of open().find([ann], runContext('export'))) {
    if (!isFinding(one)) throw new Error(one.target.table)
    const { target, content: value } = one
    // Those before are open by then.
    if (tables.length === 0) for (let n = last; n > 4; n -= 1) renameSync(path(`a.log.${n}`), path(`a.log.${n + 1}`))
    tables.push(`${target.table} ${typeof value === 'string' ? value : ''}`)
  }
  expect(tables).toContain('a.log.9 call 7815550123')
  expect(tables).toHaveLength(last + 1)
})

describe.each<[string, Partial<LogFilesSettings>]>([
  ['with keys', { format: 't-server', keys: ['NAME'] }],
  ['without keys', {}],
])('%s', (_name, settings) => {
  it.each(['forget', 'export'] as const)(
    'takes nothing for the text of a person that stands there since the log was begun anew (%s)',
    async (action) => {
      writeFileSync(path('a.log'), 'call 7815550123\n')
      writeFileSync(path('b.log'), `${'.'.repeat(20_000)}\ncall 7815550123 x\n`)
      const values: (Content | null)[] = []
      const search = async (): Promise<void> => {
        for await (const one of open(settings).find([ann], runContext(action))) {
          if (!isFinding(one)) throw new Error(one.target.table)
          const { content: value } = one
          values.push(value)
          await scanned()
          writeFileSync(path('b.log'), `${'.'.repeat(20_000)}\nBob Sample, 5 Main Road\n`)
        }
      }
      await expect(search()).rejects.toMatchObject({ code: 'changed', retryable: true })
      expect(JSON.stringify(values)).not.toContain('Sample')
    },
  )
})

it('fails when all logs are gone, since a share that is not mounted looks like this', async () => {
  writeFileSync(path('a.log'), 'call 7815550123\n')
  const session = open()
  const findings = await findingsOf(session.find([ann], runContext()))
  rmSync(path('a.log'))
  const failure = { code: 'file', retryable: true }
  await expect(findingsOf(session.find([ann], runContext()))).rejects.toMatchObject(failure)
  await expect(fatesOf(session.erase(recorded(findings), runContext()))).rejects.toMatchObject(failure)
  await expect(session.verify([ann], recorded(findings), runContext())).rejects.toMatchObject(failure)
})

it('does not look into folders that no pattern reaches', async () => {
  mkdirSync(path('other'))
  writeFileSync(path('a.log'), 'nobody\n')
  writeFileSync(path('other/b.log'), 'call 7815550123\n')
  expect((await findingsOf(open().find([ann], runContext()))).map(({ content }) => content)).toEqual([null])
  const deep = open({ paths: [path('*/b.log')] })
  expect((await findingsOf(deep.find([ann], runContext()))).map(({ content }) => content)).toEqual(['7815550123'])
})
