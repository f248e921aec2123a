/** Over generated logs: every planted value is found wherever it stands, nothing else, and no other byte changes. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { toolsWithoutDatabase } from '../../support/tools.ts'
import { logFiles } from '../../../src/products/log-files/log-files.ts'
import { spansIn } from '../../../src/platform/match/bytes/confirm.ts'
import { scanCapacity } from '../../../src/platform/match/bytes/scanner.ts'
import { context } from '../../../src/platform/files/scan/chunks.ts'
import { builtKernel, recorded, runContext, searchers, subject } from './searching.ts'
import { fatesOf, findingsOf } from '../../support/effects.ts'

let kernel: WebAssembly.Module
let folder: string
beforeAll(async () => {
  kernel = await builtKernel()
  folder = mkdtempSync(join(tmpdir(), 'lethe-exact-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const people = [
  subject([
    ['phone', '+1 781-555-0123'],
    ['email', 'ann.example@example.com'],
    ['ipaddr', '192.0.2.17'],
  ]),
  subject(
    [
      ['phone', '+1 617 555 0142'],
      ['phone', '+49 30 5550 1234'],
      ['email', 'bob@example.org'],
    ],
    { key: '1.consumer-2' },
  ),
]
const identifiers = people.flatMap((person) => person.identifiers)
const written = identifiers.flatMap((identifier) => {
  if (identifier.kind === 'phone') return identifier.written
  return identifier.kind === 'email'
    ? [...identifier.written, identifier.normal.replace('@', '%40')]
    : [identifier.normal]
})

/** What may stand around a value without being a part of it. */
const wraps = ['', ' ', "'", '"', ',', '\t', '<', '>', '[', ']', '=', ';', '|', '\n', '\r\n', '\0', '  ', ': '] as const
const wrap = fc.constantFrom(...wraps)
const planted = fc.record({ value: fc.constantFrom(...written), before: wrap, after: wrap })

const hex = fc.stringMatching(/^[0-9a-f]{1,40}$/)
const guid = fc.uuid()
const timestamp = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())
const tokens = [
  'message EventRinging',
  'AttributeANI',
  '[111] 00 27 01',
  '8.1.101.21',
  '***',
  "<#'x'#>",
  '@',
  '%40',
  '+',
  '::',
  'x@y',
  '-',
]

/** Digits that differ from a searched number in one place, one more or one fewer. */
const near = fc
  .tuple(
    fc.constantFrom(...identifiers.filter(({ kind }) => kind === 'phone').flatMap(({ digits }) => digits)),
    fc.nat(),
    fc.integer({ min: 1, max: 9 }),
  )
  .map(([digits, place, change]) => {
    const at = digits.length - 1 - (place % 6)
    const other = (Number(digits[at]) + change) % 10
    return `${digits.slice(0, at)}${other}${digits.slice(at + 1)}`
  })
const longer = fc
  .tuple(fc.constantFrom('7815550123', '6175550142'), fc.integer({ min: 0, max: 9 }))
  .map(([digits, digit]) => `${digits}${digit}`)
const junk = fc
  .uint8Array({ maxLength: 8 })
  .map((bytes) => Buffer.from(bytes.map((byte) => (byte >= 0x30 && byte <= 0x39 ? 0x80 : byte))))
const filler = fc.oneof(hex, guid, timestamp, near, longer, fc.constantFrom(...tokens), junk)

type Piece = { readonly value: string; readonly before: string; readonly after: string } | string | Buffer

/** The text, and the text with all planted values masked. Pieces stand apart by a line end. */
function build(pieces: readonly Piece[]): { text: Buffer; masked: Buffer } {
  const text: Buffer[] = []
  const masked: Buffer[] = []
  for (const piece of pieces) {
    const isPlanted = typeof piece === 'object' && 'value' in piece
    const parts = isPlanted ? [piece.before, piece.value, piece.after] : [piece]
    parts.forEach((part, n) => {
      const bytes = Buffer.from(part)
      text.push(bytes)
      masked.push(isPlanted && n === 1 ? Buffer.from(maskOf(piece.value)) : bytes)
    })
    text.push(Buffer.from('|\n'))
    masked.push(Buffer.from('|\n'))
  }
  return { text: Buffer.concat(text), masked: Buffer.concat(masked) }
}

/** A bracket before the first digit is no part of the number. */
function maskOf(value: string): string {
  const first = value.search(/[^(]/)
  return value.slice(0, first) + '*'.repeat(Buffer.byteLength(value) - first)
}

describe('matching', () => {
  it('masks every planted value and no other byte, with either scanner', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(planted, filler), { maxLength: 60 }), (pieces) => {
        const { text, masked } = build(pieces)
        for (const { scanner, index } of searchers(people, kernel)) {
          const result = Buffer.from(text)
          scanner.buffer.set(text)
          for (const { start, end } of spansOf(scanner, index, text.length)) result.fill('*', start, end)
          expect(result.toString('latin1')).toBe(masked.toString('latin1'))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('names the same candidates with both scanners on arbitrary bytes', () => {
    const alphabet = fc.constantFrom(...Buffer.from('0123456789017815550123 -./()+%@:abcdefxXD_\t\n\u00e9'))
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 400 }), fc.nat(100), (bytes, from) => {
        const text = Buffer.from(bytes)
        const [plain, compiled] = searchers(people, kernel).map(({ scanner }) => {
          scanner.buffer.set(text)
          const found: number[] = []
          scanner.scan(text.length, Math.min(from, text.length), text.length, (candidate) => found.push(candidate))
          return found.sort((a, b) => a - b)
        })
        expect(compiled).toEqual(plain)
      }),
      { numRuns: 500 },
    )
  })
})

describe('few numbers', () => {
  const numbers = ['7815550123', '+44 20 7946 0103', '2125550100'] as const
  const separators = ['', '', '', '-', '.', ' ', '(', ')', '/', '%20', '%2520', '\u2011', '\u00a0', '\u00ad'] as const
  const spread = fc
    .tuple(fc.constantFrom(...numbers), fc.array(fc.constantFrom(...separators), { minLength: 14, maxLength: 14 }))
    .map(([number, between]) =>
      Array.from(number.replace(/ /g, ''))
        .map((digit, i) => digit + (digit === '+' ? '' : (between[i] ?? '')))
        .join(''),
    )
  const around = fc.constantFrom('| ', ' x=', '0123 ', '12:34:23.103 ', 'id 90123, ', '%', '\n', ' 3 ', '-23 ')

  it.each([1, 2, 3])('%i of them are found wherever many are, at every place of a step', (count) => {
    const few = numbers.slice(0, count).map((value, i) => subject([['phone', value]], { key: `1.consumer-${i + 1}` }))
    // Too many ends for these to be told apart by them.
    const many = [
      ...few,
      subject(
        [
          ['phone', '3035550177'],
          ['phone', '4045550188'],
          ['phone', '6465550199'],
        ],
        { key: '1.consumer-9' },
      ),
    ]
    const [plain, compiled] = searchers(few, kernel)
    const [, whole] = searchers(many, kernel)
    fc.assert(
      fc.property(fc.array(fc.tuple(around, spread), { maxLength: 12 }), fc.nat(70), (parts, shift) => {
        const text = `${'|'.repeat(shift)}${parts.map((part) => part.join('')).join('')}|`
        expect(compiled?.find(text)).toEqual(whole?.find(text))
        expect(compiled?.find(text)).toEqual(plain?.find(text))
      }),
      { numRuns: 400 },
    )
  })
})

describe('whole files', () => {
  it(
    'finds a value at every place of a chunk border, at the start and at the end of the file',
    { timeout: 300_000 },
    async () => {
      const borders = [scanCapacity - context, 2 * (scanCapacity - 2 * context) + context]
      const session = await open()
      for (const border of borders) {
        for (const shift of [-12, -11, -6, -1, 0]) {
          const text = Buffer.alloc(border + 9000, '| ;\n')
          const masked = Buffer.from(text)
          for (const place of [0, border + shift, text.length - 12]) {
            text.write('781-555-0123', place)
            masked.fill('*', place, place + 12)
          }
          await forget(session, text, masked)
        }
      }
    },
  )

  it('masks generated logs exactly, in UTF-8 and UTF-16', async () => {
    const session = await open()
    await fc.assert(
      fc.asyncProperty(fc.array(planted, { minLength: 1, maxLength: 30 }), fc.boolean(), async (pieces, wide) => {
        const { text, masked } = build(pieces)
        const encode = (bytes: Buffer): Buffer => (wide ? Buffer.from(`\ufeff${bytes.toString()}`, 'utf16le') : bytes)
        await forget(session, encode(text), encode(wideMask(text, masked, wide)))
      }),
      { numRuns: 60 },
    )
  })
})

/** In UTF-16 a mask has one character for each character of the value. */
function wideMask(text: Buffer, masked: Buffer, wide: boolean): Buffer {
  return wide && !/^[\0-\x7f]*$/.test(text.toString()) ? text : masked
}

function spansOf(
  ...[scanner, index, length]: [Parameters<typeof spansIn>[0], Parameters<typeof spansIn>[1], number]
): ReturnType<typeof spansIn> {
  return spansIn(scanner, index, { length, from: 0, to: length })
}

async function open(): ReturnType<typeof logFiles.open> {
  return logFiles.open(
    { paths: [join(folder, '*.log')] },
    { name: 'acme', tenantKey: 1, country: 'US', timeZone: 'UTC' },
    toolsWithoutDatabase(folder),
  )
}

async function forget(session: Awaited<ReturnType<typeof open>>, text: Buffer, masked: Buffer): Promise<void> {
  const path = join(folder, 'generated.log')
  writeFileSync(path, text)
  const findings = await findingsOf(session.find(people, runContext()))
  await fatesOf(session.erase(recorded(findings), runContext()))
  const after = readFileSync(path)
  expect(after.equals(masked)).toBe(true)
}
