/** Logs in packings and encodings that do not say so, damaged ones, and what comes after their end. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync, gunzipSync, gzipSync } from 'node:zlib'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Finding } from '../../../src/domain/finding.ts'
import { openSession } from '../../../src/products/log-files/session.ts'
import { readSettings, type LogFilesSettings } from '../../../src/products/log-files/settings.ts'
import { recorded, runContext, subject } from './searching.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-packed-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const ann = subject([['phone', '+1 781-555-0123']])
const call = Buffer.from('10:15:30 call from 7815550123\n')

function open(more: Partial<LogFilesSettings> = {}): ReturnType<typeof openSession> {
  return openSession(readSettings({ paths: [join(folder, '*')], threads: 1, ...more }))
}

function put(name: string, content: Uint8Array): void {
  writeFileSync(join(folder, name), content)
}

function find(more: Partial<LogFilesSettings> = {}): Promise<Finding[]> {
  return findingsOf(open(more).find([ann], runContext()))
}

interface Member {
  readonly name: string
  readonly content: Buffer
  readonly deflated?: boolean
}

/** A zip archive of these members; `spoil` may change its bytes before the end record is written. */
function zip(members: readonly Member[], count = members.length): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, deflated = false } of members) {
    const data = deflated ? deflateRawSync(content) : content
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(deflated ? 8 : 0, 4)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(name.length, 22)
    parts.push(Buffer.from('PK\u0003\u0004'), common, Buffer.from(name), data)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), common, rest, Buffer.from(name))
    offset += 30 + name.length + data.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(count, 4)
  end.writeUInt16LE(count, 6)
  end.writeUInt32LE(listed.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, listed, Buffer.from('PK\u0005\u0006'), end])
}

describe('a zip archive', () => {
  it.each([false, true])('is searched member by member (deflated: %s)', async (deflated) => {
    put(
      'old.zip',
      zip([
        { name: 'a.log', content: call, deflated },
        { name: '../b\\c.log', content: Buffer.from('nobody\n'), deflated },
      ]),
    )
    const found = await find()
    expect(found.map(({ target, content }) => [target.table, content])).toEqual([
      ['old.zip!a.log', '7815550123'],
      ['old.zip!../b\\c.log', null],
    ])
  })

  it('fails the search when a byte of a stored member is another one', async () => {
    const archive = zip([{ name: 'a.log', content: call }])
    archive[archive.indexOf('7815550123')] = 0x38
    put('old.zip', archive)
    await expect(find()).rejects.toThrow('a log file could not be read')
  })

  it('fails the search when a member is larger than the file, without harm to others', async () => {
    const archive = zip([{ name: 'a.log', content: call, deflated: true }])
    archive.writeUInt32LE(0xff_ff_ff, archive.indexOf('PK\u0001\u0002') + 20)
    put('old.zip', archive)
    await expect(find()).rejects.toThrow('a log file could not be read')
  })

  it('fails the search when it says that it holds nothing and does', async () => {
    put('old.zip', zip([{ name: 'a.log', content: call }], 0))
    await expect(find()).rejects.toThrow('a log file could not be read')
  })

  it('may be empty', async () => {
    put('old.zip', zip([]))
    put('a.log', call)
    expect(await find()).toHaveLength(1)
  })
})

describe('a gzip file', () => {
  it('fails the search when something stands behind its end that gzip ignores', async () => {
    put('a.log.gz', Buffer.concat([gzipSync(call), Buffer.alloc(16), gzipSync(call)]))
    await expect(find()).rejects.toThrow('TRAILING_BYTES')
  })

  it('may be empty', async () => {
    put('a.log.gz', Buffer.alloc(0))
    expect(await find()).toMatchObject([{ target: { table: 'a.log.gz' }, content: null }])
  })

  it('with an archive inside keeps every place in it, whatever the mode', async () => {
    const tar = Buffer.concat([Buffer.from('x.log'.padEnd(512, '\0')), call, Buffer.alloc(482), Buffer.from('y.log')])
    put('logs.tar.gz', gzipSync(tar))
    const session = open({ mode: 'rewrite', assumeClosed: true })
    await fatesOf(session.erase(recorded(await findingsOf(session.find([ann], runContext()))), runContext()))
    const text = gunzipSync(readFileSync(join(folder, 'logs.tar.gz')))
    expect(text.equals(Buffer.from(tar.toString().replace('7815550123', '**********')))).toBe(true)
  })
})

const wide = Buffer.from(call.toString(), 'utf16le')

describe('text that would be read as something with nobody in it', () => {
  it.each<[string, () => void]>([
    [
      'a gzip file in a gzip file',
      () => {
        put('a.log.gz', gzipSync(gzipSync(call)))
      },
    ],
    [
      'a gzip file in a zip archive',
      () => {
        put('a.zip', zip([{ name: 'a.log.gz', content: gzipSync(call) }]))
      },
    ],
    [
      'UTF-16 without a mark in a gzip file',
      () => {
        put('a.log.gz', gzipSync(wide))
      },
    ],
    [
      'UTF-16 without a mark, shorter than a line',
      () => {
        put('a.log', wide.subarray(0, 20))
      },
    ],
    [
      'UTF-16 without a mark that begins with a dash',
      () => {
        put('a.log', Buffer.concat([Buffer.from([0x14, 0x20]), wide]))
      },
    ],
    [
      'UTF-16, the higher byte first',
      () => {
        put('a.log', Buffer.from(wide).swap16())
      },
    ],
    [
      'UTF-32',
      () => {
        put('a.log', Buffer.from([0xff, 0xfe, 0, 0, 0x37, 0, 0, 0, 0x38, 0, 0, 0]))
      },
    ],
    [
      '7z',
      () => {
        put('a.log', Buffer.from('377abcaf271c0004', 'hex'))
      },
    ],
  ])('is refused: %s', async (_name, make) => {
    make()
    await expect(find()).rejects.toThrow(/looks like UTF-16|is packed|is UTF-32/)
  })

  it.each([
    ['NUL bytes', Buffer.from('\0\0\0\0call 7815550123\0\0\n')],
    ['UTF-16 with a mark and a NUL', Buffer.from('\ufeff\0 7815550123\n', 'utf16le')],
    ['a few letters', Buffer.from('7815550123')],
  ])('is no text with %s', async (_name, content) => {
    put('a.log', content)
    expect(await find()).toMatchObject([{ content: '7815550123' }])
  })
})
