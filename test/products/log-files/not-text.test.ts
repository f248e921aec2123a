/** What is no text is never searched as one, and never written to: packed, encrypted and binary files, at any place. */

import { createCipheriv } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, deflateRawSync, deflateSync, gunzipSync, gzipSync } from 'node:zlib'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Finding } from '../../../src/domain/finding.ts'
import { checkLogs } from '../../../src/products/log-files/check.ts'
import { readPatterns } from '../../../src/platform/files/scan/file-list.ts'
import { openSession } from '../../../src/products/log-files/session.ts'
import { readSettings, type LogFilesSettings } from '../../../src/products/log-files/settings.ts'
import { recorded, runContext, subject } from './searching.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-not-text-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const ann = subject([['phone', '+1 781-555-0123']])
const lines = Array.from({ length: 40 }, (_, n) => {
  return `2026-01-02 03:04:0${n % 10} INFO call ${n} from ${n === 7 ? '7815550123' : 'nobody'} was answered\n`
})
const text = Buffer.from(lines.join(''))

/** The same forty lines, by the tools whose names they bear. */
const packedBy = {
  lz4: 'BCJNGGRAp0IBAAD+KjIwMjYtMDEtMDIgMDM6MDQ6MDAgSU5GTyBjYWxsIDAgZnJvbSBub2JvZHkgd2FzIGFuc3dlcmVkCjkAFzE5AB8xOQAZFzI5AB8yOQAZFzM5AB8zOQAZFzQ5AB80OQAZFzU5AB81OQAZFzY5AB82OQAZFzc5ABI3OQCvNzgxNTU1MDEyM5MBDRc4PQASOD0AD8wBExc5OQAfOTkAGQg+Ah8xPwInD0ACJh8xQQImHzFCAiYfMUMCJh8xRAImHzFFAiYTMUYCDwkCEwhCAh8xQwImHzFEAiYfMkQCJh8yRAImHzJEAiYfMkQCJh8yRAImHzJEAiYfMkQCJh8yRAImHzJEAiYfMkQCJh8zRAImHzNEAiYfM0QCJh8zRAImHzNEAiYfM0QCJh8zRAImHzNEAiYfM0QCJh8zRAIDUGVyZWQKAAAAAFH1pr4=',
  zstd: 'KLUv/QRY5QUAwggaGYBHbd7u3biiG0nEeZn2Frlkacss3ORiCgO7qpkpISJ0Z/b7vKuamRIiQndmv827qvn//72renYj4jUzU0JE6M7sByBJkzzOcpRzPJVAmAKzFIJpDuVSlMNQhMBAULaBbJzLXNxFMltJqCHs7bF/BsAzKh0ScBAYCym4IXiG4IZg6/Dr81iLgk7X2tYXUdMXeUL1GC5VL4xkyUeCNrJ1kcxE9jEPSS/kJl0YbEuNs117U05VaZOHWhV3Tt10',
  lzma: 'XQAAgAD//////////wAZDAKSsqlR23kzabrTT3v9U6wANSDzVun3t3ywlwlETb4WIYP8xpVJJTQB5dcGXgPAOwzSplohsMQr9ZAES5in9E/6oqf7RMFzo+VdaK8u2+g7C8/yujfHknVmA9k4svMovXDGFAGCVY8I3uNFC4YCxWR5+I1EPiv5Bz/7ngofaOffHX1BOu8OfeVTFQ2AE/2cZGV4/cCsozRzTB8BOeez8dLfRo8gsMXFOTFFXfrg22ooI1C3cXB0i1df/HYYxg==',
  xz: '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AkJALpdABkMApKyqVHbeTNputNPe/1TrAA1IPNW6fe3fLCXCURNvhYhg/zGlUklNAHl1wZeA8A7DNKmWiGwxCv1kARLmKf0T/qip/tEwXOj5V1ory7b6DsLz/K6N8eSdWYD2Tiy8yi9cMYUAYJVjwje40ULhgLFZHn4jUQ+K/kHP/ueCh9o598dfUE67w595VMVDYAT/ZxkZXj9wKyjNHNMHwE557Px0t9GjyCwxcU5MUVd+uDbaigjULdxW8YwAAAAAFRHFuse+A12AAHWAYoSAAAeIxSnscRn+wIAAAAABFla',
  bzip2:
    'QlpoOTFBWSZTWWSQj48AAY9dgAAQQAJ/8AEhvweYoDABTCgJRHpU9T/VQ0AZAAxgAJgACYFSg1TU9T9UA0aBptTsBB3wBBMEB4kxrmU9m3dlv4Ybs2229TbvvvvvvvvVVVV/CPgRnBo0aNGjRo7po8ZIcSDaxQjcR3nrfXLmOYjwsIuZEWOQiwGxtjO2RGJa01YuSKrFW5iLTNpQi0sXqs3sjJIK6SCIEkmKgmqqwECCyuroEksqDGKryIyIsR0EUI6COgj7EYEcCO0kLiOoi8kOBGRGRH4I6iKEYkhcRxJDtJDYR3COBFCKEchHYRxJD/F3JFOFCQZJCPjw=',
} as const

const packed = (tool: keyof typeof packedBy): Buffer => Buffer.from(packedBy[tool], 'base64')
const cipher = (): Buffer => {
  const sealed = createCipheriv('aes-256-ctr', Buffer.alloc(32, 7), Buffer.alloc(16, 9))
  return Buffer.concat([sealed.update(text), sealed.final()])
}
/** As journald has them: numbers of eight bytes, padding, and texts in clear between them. */
const journal = Buffer.concat([
  Buffer.from('LPKSHHRH0000000004000000010203040000000000000000', 'latin1'),
  Buffer.from('0100000000000000a86f0000000000000305000000000000', 'hex'),
  Buffer.from('MESSAGE=call from 7815550123'),
  Buffer.from('00000000020000000000000034120000000000004ef1d6b2', 'hex'),
])

function open(more: Partial<LogFilesSettings> = {}): ReturnType<typeof openSession> {
  return openSession(readSettings({ paths: [join(folder, '*')], threads: 1, ...more }))
}

function find(more: Partial<LogFilesSettings> = {}, plain = false): Promise<Finding[]> {
  const session = open(more)
  if (!plain) return findingsOf(session.find([ann], runContext()))
  return session.verify([ann], recorded([]), runContext()).then(() => [])
}

const never: readonly (readonly [string, Buffer])[] = [
  ['LZ4', packed('lz4')],
  ['Zstandard', packed('zstd')],
  [
    'Zstandard behind a frame to be skipped',
    Buffer.concat([Buffer.from('502a4d1804000000aabbccdd', 'hex'), packed('zstd')]),
  ],
  ['LZMA without the head of xz', packed('lzma')],
  ['xz', packed('xz')],
  ['bzip2', packed('bzip2')],
  ['Brotli', brotliCompressSync(text)],
  ['zlib', deflateSync(text)],
  ['zlib that does not compress', deflateSync(text, { level: 0 })],
  ['bare deflate', deflateRawSync(text)],
  ['a few bytes of gzip', gzipSync(Buffer.from('7815550123'))],
  ['framed Snappy', Buffer.concat([Buffer.from('ff060000734e61507059', 'hex'), deflateRawSync(text)])],
  ['encrypted, and says so', Buffer.concat([Buffer.from('Salted__12345678'), cipher()])],
  ['encrypted, and does not say so', cipher()],
  ['a journal', journal],
  ['UTF-16 in Cyrillic without its mark', Buffer.from('звонок 7815550123 принят\n'.repeat(9), 'utf16le')],
  [
    'UTF-32 without its mark',
    Buffer.from(Array.from('call 7815550123\n', (one) => [one.charCodeAt(0), 0, 0, 0]).flat()),
  ],
]

describe('what is no text', () => {
  it.each(never)('fails the search, in words that name no file, and stays as it is: %s', async (_what, content) => {
    writeFileSync(join(folder, 'ada.log'), content)
    await expect(find()).rejects.toMatchObject({ code: 'file', retryable: false })
    await expect(find()).rejects.toThrow(/number 1\b/)
    await expect(find()).rejects.not.toThrow('ada.log')
    expect(readFileSync(join(folder, 'ada.log')).equals(content)).toBe(true)
  })

  it.each(never)('is told by the check: %s', async (_what, content) => {
    writeFileSync(join(folder, 'a.log'), content)
    const settings = readSettings({ paths: [join(folder, '*')] })
    expect(await checkLogs(readPatterns(settings), settings, 'export')).toMatchObject([{ severity: 'error' }])
  })

  it.each(never)(
    'fails the search also far behind the head of a log, by either scanner: %s',
    async (_what, content) => {
      const far = Buffer.alloc(700_000, 'a line of text with nobody in it\n')
      writeFileSync(join(folder, 'a.log'), Buffer.concat([far, content, far]))
      await expect(find()).rejects.toMatchObject({ code: 'file', retryable: false })
      await expect(find({}, true)).rejects.toMatchObject({ code: 'file', retryable: false })
    },
  )

  it.each(never)('fails the search as a member of an archive: %s', async (_what, content) => {
    const head = Buffer.alloc(512)
    head.write('old.log', 0)
    head.write('0000644\u00000001750\u00000001750\u000000000001000\u000014743524620\u0000010576\u0000 0', 100)
    head.write('ustar\u000000', 257)
    const filled = Buffer.alloc(Math.ceil(content.length / 512) * 512)
    content.copy(filled)
    writeFileSync(join(folder, 'a.tar.gz'), gzipSync(Buffer.concat([head, text, Buffer.alloc(280), head, filled])))
    await expect(find()).rejects.toMatchObject({ code: 'file', retryable: false })
  })

  it('is told of UTF-16 that goes on in another encoding', async () => {
    const mixed = Buffer.concat([Buffer.from(`\ufeff${text.toString()}`, 'utf16le'), text])
    writeFileSync(join(folder, 'a.log'), mixed)
    await expect(find()).rejects.toThrow('changes from UTF-16')
  })

  it('is told of what is packed and declared to be UTF-16 or Latin-1', async () => {
    writeFileSync(join(folder, 'a.log'), brotliCompressSync(text))
    for (const encoding of ['utf-16le', 'utf-16be', 'latin1'] as const)
      await expect(find({ encoding })).rejects.toMatchObject({ code: 'file' })
  })
})

describe('text', () => {
  const soh = String.fromCharCode(1)
  it.each<[string, Buffer]>([
    [
      'fields between control bytes',
      Buffer.from(`8=FIX.4.4${soh}35=D${soh}448=7815550123${soh}10=128${soh}\n`.repeat(50)),
    ],
    ['a framed protocol', Buffer.from('\u0002call 7815550123\u0003\n'.repeat(50))],
    ['colours, bells and backspaces', Buffer.from('\u001b[32m7815550123\u001b[0m \u0007 50 %\b\b\b\b60 %\r\n')],
    ['the hole of a log that was emptied while it was written', Buffer.concat([Buffer.alloc(70_000), text])],
    [
      'a hole and letters of Latin-1',
      Buffer.concat([Buffer.alloc(70_000), Buffer.from('Müller 7815550123\n', 'latin1')]),
    ],
    ['letters of Latin-1', Buffer.from('Anruf von Müller, Straße: 7815550123\n', 'latin1')],
    ['letters of Windows-1251', Buffer.from([0xe7, 0xe2, 0xee, 0xed, 0xee, 0xea, ...Buffer.from(' 7815550123\n')])],
    ['letters of all scripts', Buffer.from('звонок 電話 Ελληνικά 📞 7815550123\n'.repeat(99))],
    ['one stray control byte', Buffer.from('call 7815550123 \u0000 answered\n')],
    ['the end mark of old systems', Buffer.from('call 7815550123\r\n\u001a')],
    ['UTF-16 in Chinese', Buffer.from('\ufeff電話號碼 7815550123 已接聽\n'.repeat(200), 'utf16le')],
  ])('is searched and masked with %s', async (_what, content) => {
    writeFileSync(join(folder, 'a.log'), content)
    const session = open()
    const found = await findingsOf(session.find([ann], runContext()))
    expect(found[0]).toMatchObject({ content: '7815550123' })
    await fatesOf(session.erase(recorded(found), runContext()))
    expect(await session.verify([ann], recorded(found), runContext())).toEqual([])
  })

  it('within an archive is searched and masked, its padding as well', async () => {
    const head = Buffer.alloc(512)
    head.write('old.log')
    head.write('ustar  \u0000', 257)
    const tar = Buffer.concat([head, text, Buffer.alloc(512 * 3 - (text.length % 512))])
    writeFileSync(join(folder, 'a.tar.gz'), gzipSync(tar))
    const session = open({ assumeClosed: true })
    const found = await findingsOf(session.find([ann], runContext()))
    await fatesOf(session.erase(recorded(found), runContext()))
    const now = gunzipSync(readFileSync(join(folder, 'a.tar.gz'))).toString('latin1')
    expect(now).toBe(tar.toString('latin1').replace('7815550123', '**********'))
  })
})
