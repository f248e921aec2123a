/** Which logs the settings mean, however their patterns are written, and what the operator is told about them. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { gzipSync } from 'node:zlib'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { productEntryCheck } from '../../../src/app/settings/schema.ts'
import { checkLogs } from '../../../src/products/log-files/check.ts'
import { listLogFiles, readPatterns } from '../../../src/platform/files/scan/file-list.ts'
import { readSettings, settingsSchema, type LogFilesSettings } from '../../../src/products/log-files/settings.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-patterns-'))
  mkdirSync(join(folder, 'logs/old'), { recursive: true })
  for (const name of ['a.log', 'b.txt', 'c.dat', 'old/d.log', 'two\nlines.log']) {
    writeFileSync(join(folder, 'logs', name), 'nobody\n')
  }
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

function patternsOf(paths: readonly string[], more: Partial<LogFilesSettings> = {}) {
  return readPatterns(readSettings({ paths, ...more }))
}

async function namesOf(...patterns: readonly string[]): Promise<readonly string[]> {
  const paths = patterns.map((pattern) => pattern.replace(/^!?/, (not) => `${not}${folder}${sep}`))
  const files = await listLogFiles(patternsOf(paths, { root: join(folder, 'logs') }))
  return files.map(({ name }) => name)
}

describe('a pattern', () => {
  it.each(['logs//*.log', 'logs/./*.log', 'logs/old/../*.log'])(
    'means the same as its normal path: %s',
    async (pattern) => {
      expect(await namesOf(pattern)).toEqual(['a.log', 'two\nlines.log'])
    },
  )

  it('may have wildcards inside of its alternatives', async () => {
    expect(await namesOf('logs/{a*,*.t?t}')).toEqual(['a.log', 'b.txt'])
  })

  it('with ** also means names that hold a line end', async () => {
    expect(await namesOf('logs/**')).toEqual(['a.log', 'b.txt', 'c.dat', 'old/d.log', 'two\nlines.log'])
  })
})

describe('relative paths', () => {
  const checked = (entry: Record<string, unknown>) => {
    expect(productEntryCheck(() => settingsSchema, '/etc/lethe')('log-files', entry, '')).toEqual([])
    return entry
  }

  it('count from the folder of the settings', () => {
    expect(checked({ paths: ['logs/*.log', '/var/log/*.log'] })).toEqual({
      paths: ['/etc/lethe/logs/*.log', '/var/log/*.log'],
    })
  })

  it('count from `root` where there is one, and that from the folder of the settings', () => {
    expect(checked({ paths: ['*.log'], root: 'logs' })).toEqual({ paths: ['*.log'], root: '/etc/lethe/logs' })
  })
})

describe('the check', () => {
  it('refuses to search no log at all: nobody found in none would look like nobody found', async () => {
    const complaints = await checkLogs(patternsOf([join(folder, 'logs/*.nothing')]), readSettings({}), 'export')
    expect(complaints).toMatchObject([{ severity: 'error', message: expect.stringContaining('no log matches') }])
  })

  it.each([
    ['packed', gzipSync('7815550123'), 'packed'],
    ['UTF-16 without its mark', Buffer.from('7815550123 was called', 'utf16le'), 'UTF-16'],
  ])('refuses to read as text what is %s', async (_what, content, told) => {
    writeFileSync(join(folder, 'logs', 'c.dat'), content)
    const patterns = patternsOf([join(folder, 'logs/*.dat')])
    expect(await checkLogs(patterns, readSettings({}), 'export')).toMatchObject([
      { severity: 'error', message: expect.stringContaining(told) },
    ])
  })

  it('names logs in the remedy alone, which no log of Lethe is told', async () => {
    writeFileSync(join(folder, 'logs', '7815550123.zip'), '')
    const complaints = await checkLogs(patternsOf([join(folder, 'logs/*.zip')]), readSettings({}), 'forget')
    expect(complaints).toHaveLength(1)
    expect(complaints[0]?.remedy).toContain('7815550123.zip')
    expect(`${complaints[0]?.place} ${complaints[0]?.message}`).not.toContain('7815550123')
  })

  it('tells of keys that the first line of a log does not name', async () => {
    writeFileSync(join(folder, 'logs', 'a.log'), '"NAME",PHONE\nAda,7815550123\n')
    writeFileSync(join(folder, 'logs', 'b.log'), Buffer.from('\ufeffNAME,ACCOUNT\n', 'utf16le'))
    writeFileSync(join(folder, 'logs', 'empty.log'), '')
    const told = async (settings: Partial<LogFilesSettings>) =>
      await checkLogs(patternsOf([join(folder, 'logs/{a,b,empty}.log')]), readSettings(settings), 'export')
    const delimited = { format: 'delimited', delimiter: ',' } as const
    const complaints = await told({ ...delimited, keys: ['NAME', 'ACCOUNT'] })
    expect(complaints).toMatchObject([{ severity: 'warning', message: expect.stringContaining('no column ACCOUNT,') }])
    expect(complaints[0]?.remedy).toContain('a.log')
    expect(await told({ ...delimited, keys: ['NAME'] })).toEqual([])
    expect(await told({ ...delimited, keys: ['ACCOUNT'], columns: ['NAME', 'ACCOUNT'] })).toEqual([])
  })
})
