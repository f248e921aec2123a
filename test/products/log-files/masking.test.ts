/** Finding and masking in real files: what is found is masked, and nothing else in the file changes. */

import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

import { ZipArchive } from 'archiver'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Finding } from '../../../src/domain/finding.ts'
import type { ProductSession } from '../../../src/domain/product.ts'
import type { Subject } from '../../../src/domain/subject.ts'
import { toolsWithoutDatabase } from '../../support/tools.ts'
import { logFiles } from '../../../src/products/log-files/log-files.ts'
import type { LogFilesSettings } from '../../../src/products/log-files/settings.ts'
import { recorded, runContext, subject } from './searching.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-logs-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const tenant = { name: 'acme', tenantKey: 1, country: 'US', timeZone: 'UTC' }
const tools = toolsWithoutDatabase(tmpdir())

async function open(settings: Partial<LogFilesSettings> = {}): Promise<ProductSession> {
  return logFiles.open({ paths: ['**/*.log*'], root: folder, ...settings }, tenant, tools)
}

function path(name: string): string {
  return join(folder, name)
}

const ann = subject([
  ['phone', '+1 781-555-0123'],
  ['email', 'ann@example.com'],
])
const bob = subject([['phone', '+1 781-555-0199']], { key: '1.consumer-2' })

async function forget(session: ProductSession, subjects: readonly Subject[]): Promise<readonly Finding[]> {
  const findings = await findingsOf(session.find(subjects, runContext()))
  await fatesOf(session.erase(recorded(findings), runContext()))
  return findings
}

function rows(findings: readonly Finding[]): unknown[] {
  return findings.map(({ owner, target, content: value }) => [
    owner.subjectKey,
    owner.kind,
    target.table,
    target.column,
    value,
  ])
}

const call = `@10:15:30.1230 [0] 8.1 message EventRinging
\tAttributeANI\t'7815550123'
\tAttributeUserData\t[40] 00 02 00 00..
\t\t'FIRST_NAME'\t'Ann'
\t\t'AcctNum'\t4711
\t\t'PIN'\t'****'
\t\t'TAG'\t<#'secret'#>
\tAttributeOtherDN\t'7815550188'
@10:15:31.0000 [0] message EventReleased
\t\t'FIRST_NAME'\t'Cora'
`

describe('masking in place', () => {
  it('masks what was found and keeps inode, size, mode and every other byte', async () => {
    writeFileSync(path('a.log'), 'tel 7815550123, 781-555-0123; mail Ann@Example.com\nother 7815550124\n')
    chmodSync(path('a.log'), 0o640)
    const before = statSync(path('a.log'))
    const findings = await forget(await open(), [ann])
    expect(readFileSync(path('a.log'), 'utf8')).toBe(
      'tel **********, ************; mail ***************\nother 7815550124\n',
    )
    const { ino, size, mode } = statSync(path('a.log'))
    expect({ ino, size, mode }).toEqual({ ino: before.ino, size: before.size, mode: before.mode })
    expect(rows(findings)).toEqual([
      ['1.consumer-1', 'phone', 'a.log', 'line', '7815550123'],
      ['1.consumer-1', 'phone', 'a.log', 'line', '781-555-0123'],
      ['1.consumer-1', 'email', 'a.log', 'line', 'Ann@Example.com'],
    ])
    expect(findings[0]?.locator).toMatch(/^4\+10;\d+:\d+;\d+;[0-9a-f]{16}$/)
  })

  it('gives one empty finding for each file and identifier without a match', async () => {
    writeFileSync(path('a.log'), 'nothing\n')
    writeFileSync(path('b.log'), '7815550123')
    const session = await open()
    expect(rows(await findingsOf(session.find([ann, bob], runContext())))).toEqual([
      ['1.consumer-1', 'phone', 'a.log', 'line', null],
      ['1.consumer-1', 'email', 'a.log', 'line', null],
      ['1.consumer-2', 'phone', 'a.log', 'line', null],
      ['1.consumer-1', 'phone', 'b.log', 'line', '7815550123'],
      ['1.consumer-1', 'email', 'b.log', 'line', null],
      ['1.consumer-2', 'phone', 'b.log', 'line', null],
    ])
  })

  it('takes the values of configured keys from the message that mentions the person, and from no other', async () => {
    writeFileSync(path('ocs.log'), call)
    const settings = { format: 't-server', keys: ['FIRST_NAME', 'PIN', 'TAG'] } as const
    const session = await open(settings)
    const findings = await forget(session, [subject([['phone', '7815550123']], { attachedKeys: ['AcctNum'] })])
    expect(rows(findings)).toEqual([
      ['1.consumer-1', 'phone', 'ocs.log', 'FIRST_NAME', 'Ann'],
      ['1.consumer-1', 'phone', 'ocs.log', 'AcctNum', '4711'],
      ['1.consumer-1', 'phone', 'ocs.log', 'TAG', 'secret'],
      ['1.consumer-1', 'phone', 'ocs.log', 'line', '7815550123'],
    ])
    const expected = call
      .replace('7815550123', '**********')
      .replace('Ann', '***')
      .replace('4711', '****')
      .replace('secret', '******')
    expect(readFileSync(path('ocs.log'), 'utf8')).toBe(expected)
    expect(await session.verify([ann], recorded(findings), runContext())).toEqual([])
  })

  it('takes the columns of a delimited log by their names', async () => {
    writeFileSync(path('r.log'), 'ID,PHONE,FIRST_NAME\r\n1,7815550123,"Ann, Example"\r\n2,7815550188,Cora\r\n')
    const session = await open({ format: 'delimited', delimiter: ',', keys: ['FIRST_NAME'] })
    await forget(session, [ann])
    expect(readFileSync(path('r.log'), 'utf8')).toBe(
      'ID,PHONE,FIRST_NAME\r\n1,**********,"************"\r\n2,7815550188,Cora\r\n',
    )
  })

  it.each([
    ['utf16le', '\ufeff'],
    ['utf16be', '\ufeff'],
  ])('masks %s with a byte order mark', async (encoding, mark) => {
    const text = `${mark}\u00e9\u00e9 7815550123 \ud83d\ude00 ann@example.com\r\nlast`
    const bytes = Buffer.from(text, 'utf16le')
    writeFileSync(path('w.log'), encoding === 'utf16be' ? bytes.swap16() : bytes)
    await forget(await open(), [ann])
    const after = readFileSync(path('w.log'))
    const read = encoding === 'utf16be' ? after.swap16() : after
    expect(read.toString('utf16le')).toBe(
      text.replace('7815550123', '**********').replace('ann@example.com', '***************'),
    )
  })

  it('counts what is masked already, and changes nothing the second time', async () => {
    writeFileSync(path('a.log'), 'x 7815550123\n')
    const session = await open()
    const findings = await forget(session, [ann])
    const once = readFileSync(path('a.log'))
    const tally = await fatesOf(session.erase(recorded(findings), runContext()))
    expect(tally).toEqual({ erased: 1 })
    expect(readFileSync(path('a.log'))).toEqual(once)
    expect(await session.verify([ann], recorded(findings), runContext())).toEqual([])
  })

  it('ends a masking that was cut off in the middle of a value', async () => {
    writeFileSync(path('a.log'), 'x 7815550123\n')
    const session = await open()
    const findings = await findingsOf(session.find([ann], runContext()))
    writeFileSync(path('a.log'), 'x ****550123\n')
    await fatesOf(session.erase(recorded(findings), runContext()))
    expect(readFileSync(path('a.log'), 'utf8')).toBe('x **********\n')
  })
})

describe('files that change between finding and erasing', () => {
  it('follows a file that was rotated to another name', async () => {
    writeFileSync(path('a.log'), 'x 7815550123\n')
    const session = await open()
    const findings = await findingsOf(session.find([ann], runContext()))
    renameSync(path('a.log'), path('a.log.1'))
    writeFileSync(path('a.log'), 'y 7815550123\n')
    await fatesOf(session.erase(recorded(findings), runContext()))
    expect(readFileSync(path('a.log.1'), 'utf8')).toBe('x **********\n')
    expect(readFileSync(path('a.log'), 'utf8')).toBe('y 7815550123\n')
    const left = await session.verify([ann], recorded(findings), runContext())
    expect(left.map(({ target, rows: count }) => [target.table, count])).toEqual([['a.log', 1]])
  })

  it('leaves a truncated log alone and sees what is in it now', async () => {
    writeFileSync(path('a.log'), 'one line\nx 7815550123\n')
    const session = await open()
    const findings = await findingsOf(session.find([ann], runContext()))
    truncateSync(path('a.log'))
    appendFileSync(path('a.log'), 'a\nb\nother   7815550123\nand so on\n')
    const now = readFileSync(path('a.log'), 'utf8')
    await fatesOf(session.erase(recorded(findings), runContext()))
    expect(readFileSync(path('a.log'), 'utf8')).toBe(now)
    expect(await session.verify([ann], recorded(findings), runContext())).toHaveLength(1)
  })

  it('says of a log that was removed that its values were not masked, and has nothing left there', async () => {
    writeFileSync(path('a.log'), 'x 7815550123\n')
    writeFileSync(path('b.log'), 'nobody\n')
    const session = await open()
    const findings = await findingsOf(session.find([ann], runContext()))
    rmSync(path('a.log'))
    expect(await fatesOf(session.erase(recorded(findings), runContext()))).toEqual({ gone: 1 })
    expect(await session.verify([ann], recorded(findings), runContext())).toEqual([])
  })

  it('does not call masked what others have moved away, be there a new log under its name', async () => {
    for (const mode of ['in-place', 'rewrite'] as const) {
      writeFileSync(path('a.log'), 'x 7815550123\n')
      const session = await open({ mode, assumeClosed: true })
      const findings = await findingsOf(session.find([ann], runContext()))
      renameSync(path('a.log'), path('a.moved'))
      writeFileSync(path('a.log'), 'nobody\n')
      expect(await fatesOf(session.erase(recorded(findings), runContext())), mode).toEqual({ gone: 1 })
      // Of a log that an earlier attempt may have replaced, the copy is ours.
      const again = await fatesOf(session.erase(recorded(findings), { ...runContext(), again: true }))
      expect(again, mode).toEqual(mode === 'rewrite' ? { erased: 1 } : { gone: 1 })
    }
  })
})

describe('compressed and rewritten logs', () => {
  it('rewrites a gzip file with the same text but the values', async () => {
    writeFileSync(path('a.log.gz'), gzipSync(call))
    const session = await open({ format: 't-server', keys: ['FIRST_NAME'] })
    const findings = await forget(session, [ann])
    expect(gunzipSync(readFileSync(path('a.log.gz'))).toString()).toBe(
      call.replace('7815550123', '**********').replace('Ann', '***'),
    )
    expect(await session.verify([ann], recorded(findings), runContext())).toEqual([])
  })

  it('keeps plain and compressed logs apart that are searched at the same time', async () => {
    const long = 'x 7815550123 and so on\n'.repeat(40_000)
    writeFileSync(path('a.log.gz'), gzipSync(long))
    writeFileSync(path('b.log'), long)
    writeFileSync(path('c.log'), long)
    await forget(await open(), [ann])
    const masked = long.replaceAll('7815550123', '**********')
    expect(gunzipSync(readFileSync(path('a.log.gz'))).toString() === masked).toBe(true)
    expect(readFileSync(path('b.log'), 'utf8') === masked && readFileSync(path('c.log'), 'utf8') === masked).toBe(true)
  })

  it('defers a compressed log that may not be rewritten', async () => {
    writeFileSync(path('a.log.gz'), gzipSync(call))
    const session = await open({ rewriteCompressed: false })
    const findings = await findingsOf(session.find([ann], runContext()))
    const tally = await fatesOf(session.erase(recorded(findings), runContext()))
    expect(tally).toEqual({ held: 1 })
  })

  it('reports what is in a zip archive and defers it', async () => {
    const pieces: Buffer[] = []
    const archive = new ZipArchive()
    archive.on('data', (piece: Buffer) => pieces.push(piece))
    archive.append(call, { name: 'old/ocs.log' })
    await archive.finalize()
    writeFileSync(path('a.log.zip'), Buffer.concat(pieces))
    const before = readFileSync(path('a.log.zip'))
    const session = await open()
    const findings = await forget(session, [subject([['phone', '7815550123']])])
    expect(rows(findings)).toEqual([['1.consumer-1', 'phone', 'a.log.zip!old/ocs.log', 'line', '7815550123']])
    const tally = await fatesOf(session.erase(recorded(findings), runContext()))
    expect(tally).toEqual({ held: 1 })
    expect(readFileSync(path('a.log.zip'))).toEqual(before)
  })

  it('writes the fixed mask and keeps mode and times in a rewritten log', async () => {
    writeFileSync(path('a.log'), 'x 7815550123, ann@example.com\ny\n')
    chmodSync(path('a.log'), 0o604)
    const before = statSync(path('a.log'))
    const session = await open({ mode: 'rewrite', assumeClosed: true })
    const findings = await forget(session, [ann])
    expect(readFileSync(path('a.log'), 'utf8')).toBe('x ***, ***\ny\n')
    const { mode, mtimeMs } = statSync(path('a.log'))
    expect(mode).toBe(before.mode)
    expect(mtimeMs).toBeCloseTo(before.mtimeMs, 1)
    expect(await session.verify([ann], recorded(findings), runContext())).toEqual([])
  })
})

describe('a log that changed before it is rewritten', () => {
  const text = 'x 7815550123 a\ny 7815550123 b\nz 7815550123 c\n'
  const changed = 'x 7815550123 a\ny 4045550177 b\n'

  it.each([
    ['plain', { mode: 'rewrite', assumeClosed: true }, 'a.log', (now: string) => Buffer.from(now), '***'],
    ['compressed', {}, 'a.log.gz', (now: string) => gzipSync(now), '**********'],
  ] as const)('counts what it masked alone: %s', async (_how, settings, name, packed, mask) => {
    writeFileSync(path(name), packed(text))
    const session = await open(settings)
    const findings = await findingsOf(session.find([ann], runContext()))
    writeFileSync(path(name), packed(changed))
    const tally = await fatesOf(session.erase(recorded(findings), runContext()))
    expect(tally).toEqual({ erased: 1, gone: 2 })
    const now = readFileSync(path(name))
    expect((name.endsWith('.gz') ? gunzipSync(now) : now).toString()).toBe(changed.replace('7815550123', mask))
  })
})

describe('export', () => {
  it('gives the message with line and offset, and masks other people in it', async () => {
    writeFileSync(path('ocs.log'), `first line\n${call}`)
    const session = await open({ format: 't-server', keys: ['FIRST_NAME'] })
    const findings = await findingsOf(session.find([subject([['phone', '7815550123']])], runContext('export')))
    // Rather too much than somebody else's number: what looks like one in the byte dump is masked too.
    const message = call
      .slice(0, call.indexOf('@10:15:31') - 1)
      .replace('7815550188', '**********')
      .replace('00 02 00 00', '***********')
    expect(rows(findings)).toEqual([
      ['1.consumer-1', 'phone', 'ocs.log', 'line', message],
      ['1.consumer-1', 'phone', 'ocs.log', 'FIRST_NAME', 'Ann'],
    ])
    expect(findings[0]?.locator).toMatch(/^11\+\d+;.*;line 2$/)
  })
})
