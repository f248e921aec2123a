/** Which logs the settings mean, however their patterns are written, and what the operator is told about them. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { productEntryCheck } from '../../../src/app/settings/check-schema.ts'
import { checkLogs } from '../../../src/products/log-files/check.ts'
import { listLogFiles, readPatterns } from '../../../src/platform/files/scan/file-list.ts'
import { openSession } from '../../../src/products/log-files/session.ts'
import { settingsProblems } from '../../../src/products/log-files/settings-problems.ts'
import { readSettings, settingsSchema, type LogFilesSettings } from '../../../src/products/log-files/settings.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'
import { recorded, runContext, subject } from './searching.ts'

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

  it.each<[string, readonly string[]]>([
    ['logs/{a,{b,c}}.{log,{txt,dat}}', ['a.log', 'b.txt', 'c.dat']],
    ['logs/{a,{b,x{1,2}}}*', ['a.log', 'b.txt']],
    ['logs/[a-b].*', ['a.log', 'b.txt']],
    ['logs/[!a].*', ['b.txt', 'c.dat']],
    ['logs/{a..b}.*', ['a.log', 'b.txt']],
    ['logs/!(a|two*).*', ['b.txt', 'c.dat']],
    ['logs/@(a|b).*', ['a.log', 'b.txt']],
    ['logs/**.log', ['a.log', 'old/d.log', 'two\nlines.log']],
  ])('means what shells mean by it: %s', async (pattern, names) => {
    expect(await namesOf(pattern)).toEqual(names)
  })

  it('may have ranges of numbers, with zeros before them, in steps, and among alternatives', async () => {
    for (const n of ['01', '02', '09', '10', '2']) writeFileSync(join(folder, 'logs', `ocs.${n}.log`), '')
    expect(await namesOf('logs/ocs.{01..09}.log')).toEqual(['ocs.01.log', 'ocs.02.log', 'ocs.09.log'])
    expect(await namesOf('logs/ocs.{1..10}.log')).toEqual(['ocs.10.log', 'ocs.2.log'])
    expect(await namesOf('logs/ocs.{2..10..8}.log')).toEqual(['ocs.10.log', 'ocs.2.log'])
    expect(await namesOf('logs/{a,ocs.{09..10}}.log')).toEqual(['a.log', 'ocs.09.log', 'ocs.10.log'])
  })

  it('with ! before it leaves logs out', async () => {
    expect(await namesOf('logs/**', '!logs/old/**', '!logs/*.{txt,dat}')).toEqual(['a.log', 'two\nlines.log'])
  })

  it('takes brackets of a name as they are', async () => {
    mkdirSync(join(folder, 'logs/App (x86)'))
    writeFileSync(join(folder, 'logs/App (x86)/e.log'), '')
    writeFileSync(join(folder, 'logs/[e].log'), '')
    expect(await namesOf('logs/App (x86)/*')).toEqual(['App (x86)/e.log'])
    expect(await namesOf('logs/**/App (x86)/e*')).toEqual(['App (x86)/e.log'])
    expect(await namesOf('logs/\\[e\\].*')).toEqual(['[e].log'])
  })

  it.each(['logs/[z-a]', 'logs/{a', 'logs/[a', 'logs/a**', 'logs/{1..99999999}'])('is refused: %s', (pattern) => {
    expect(settingsProblems({ paths: [pattern] })).toMatchObject([{ pointer: '/paths/0' }])
  })

  it('with ** also means names that hold a line end', async () => {
    expect(await namesOf('logs/**')).toEqual(['a.log', 'b.txt', 'c.dat', 'old/d.log', 'two\nlines.log'])
  })
})

describe('each pattern by itself', () => {
  const paths = () => [join(folder, 'logs/*.log'), join(folder, 'share/*.log')]
  const ann = subject([['phone', '+1 781-555-0123']])
  const open = (more: Partial<LogFilesSettings> = {}) =>
    openSession(readSettings({ paths: paths(), threads: 1, ...more }))

  it.each<[string, () => void]>([
    ['has no folder', () => {}],
    [
      'has an empty folder',
      () => {
        mkdirSync(join(folder, 'share'))
      },
    ],
    [
      'has only folders and links that match',
      () => {
        mkdirSync(join(folder, 'share/x.log'), { recursive: true })
        symlinkSync(join(folder, 'logs/a.log'), join(folder, 'share/y.log'))
      },
    ],
  ])('must match a log: the search and the check fail and name the one that %s', async (_what, make) => {
    make()
    const named = expect.stringContaining(`${folder}/share/*.log`)
    await expect(findingsOf(open().find([ann], runContext()))).rejects.toMatchObject({ code: 'file', message: named })
    const complaints = await open().check('export')
    expect(complaints).toMatchObject([{ severity: 'error', message: named }])
  })

  it('may be empty where the settings say so: a note tells, and the history that it was looked at', async () => {
    for (const mayBeEmpty of [true, [join(folder, 'share/*.log')]]) {
      const session = open({ mayBeEmpty })
      expect(await session.check('export')).toMatchObject([
        { severity: 'warning', place: join(folder, 'share/*.log'), message: expect.stringContaining('mayBeEmpty') },
      ])
      const tables = (await findingsOf(session.find([ann], runContext()))).map(({ target }) => target.table)
      expect(tables).toEqual([join(folder, 'share/*.log'), 'logs/a.log', 'logs/two\nlines.log'])
    }
  })

  it('must match a log where the settings say so of another one', async () => {
    mkdirSync(join(folder, 'share'))
    const session = open({ mayBeEmpty: [join(folder, 'logs/*.log')] })
    await expect(findingsOf(session.find([ann], runContext()))).rejects.toThrow('share')
  })

  it('must match a log that is not left out', async () => {
    const session = open({ paths: [join(folder, 'logs/*.log'), join(folder, 'logs/*.txt'), `!${folder}/logs/b*`] })
    await expect(findingsOf(session.find([ann], runContext()))).rejects.toThrow('*.txt')
  })
})

describe('names that are no UTF-8', () => {
  const ann = subject([['phone', '+1 781-555-0123']])
  const bytes = (name: string): Buffer => Buffer.from(`${folder}/${name}`, 'latin1')
  const call = Buffer.from('call 7815550123\n')

  it.each<[string, string, Partial<LogFilesSettings>]>([
    ['of a log', 'logs/m\u00fcller.log', {}],
    ['of a folder', 'logs/m\u00fcller/x.log', {}],
    ['of folders in folders', 'logs/\u00fc/\u00e4\u00f6/\u00df.log', {}],
    ['in a code page of two bytes', 'logs/\u0082\u00a0\u0082\u00a2.log', {}],
    ['of a packed log', 'logs/m\u00fcller.log.gz', {}],
    ['of a log that is rewritten', 'logs/m\u00fcller.log', { mode: 'rewrite' }],
  ])('are opened as bytes: %s', async (_what, name, more) => {
    const path = bytes(name)
    mkdirSync(Buffer.from(path.subarray(0, path.lastIndexOf(0x2f))), { recursive: true })
    writeFileSync(path, name.endsWith('.gz') ? gzipSync(call) : call)
    const settings = { paths: [join(folder, 'logs/**/*.log*')], threads: 1, assumeClosed: true, ...more }
    const session = openSession(readSettings(settings))
    expect(await session.check('forget')).toEqual([])
    const findings = await findingsOf(session.find([ann], runContext()))
    expect(findings.filter(({ content }) => content === '7815550123')).toHaveLength(1)
    await fatesOf(session.erase(recorded(findings), runContext()))
    expect(await session.verify([ann], recorded(findings), runContext())).toEqual([])
    const now = readFileSync(path)
    expect((name.endsWith('.gz') ? gunzipSync(now) : now).includes('7815550123')).toBe(false)
  })

  it('are told apart, and matched as in Latin-1', async () => {
    writeFileSync(bytes('logs/m\u00fc.log'), call)
    writeFileSync(bytes('logs/m\u00e4.log'), call)
    writeFileSync(bytes('logs/m\\xFC.log'), call)
    expect(await namesOf('logs/m*')).toEqual(['m\\x5CxFC.log', 'm\\xE4.log', 'm\\xFC.log'])
    expect(await namesOf('logs/m?.log')).toEqual(['m\\xE4.log', 'm\\xFC.log'])
    expect(await namesOf('logs/m\u00fc.log')).toEqual(['m\\xFC.log'])
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

  it('count from there also behind the ! of those that are left out, and in `mayBeEmpty`', () => {
    expect(checked({ paths: ['logs/*', '!logs/b*', '!(a|b)/*'], mayBeEmpty: ['logs/*'] })).toEqual({
      paths: ['/etc/lethe/logs/*', '!/etc/lethe/logs/b*', '/etc/lethe/!(a|b)/*'],
      mayBeEmpty: ['/etc/lethe/logs/*'],
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
