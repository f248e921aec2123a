/** What may stand between the digits of one number, and what stands between two numbers or columns. */

import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'

import type { Subject } from '../../../src/domain/subject.ts'
import { builtKernel, searchers, subject, type Searcher } from './searching.ts'

let kernel: WebAssembly.Module
beforeAll(async () => {
  kernel = await builtKernel()
})

const prepared = new Map<Subject, readonly Searcher[]>()

/** The same answer from both scanners. */
function found(text: string, who: Subject): string[] {
  const both = prepared.get(who) ?? searchers([who], kernel)
  prepared.set(who, both)
  const [plain, compiled] = both.map((searcher) => searcher.find(text))
  expect(compiled).toEqual(plain)
  return plain ?? []
}

const american = subject([['phone', '7815550123']])
const local = subject([['phone', '5550123']])
const dane = subject([['phone', '22101530']], { country: 'DK' })

describe('one number', () => {
  it.each([
    '781  555  0123',
    '781   5550123',
    '(781)  555-0123'.slice(1),
    '781\t555\t0123',
    '781\t5550123',
    '781_555_0123',
    '781_5550123',
    '781--555--0123',
    '781 _ 555 _ 0123',
    '781 - 555 - 0123',
    '781  -  555  -  0123',
    '781) - 555-0123',
    '781%09555%090123',
    '781%20%20555%20%200123',
    '781%5F555%5F0123',
    '781\u00a0\u00a0555\u00a0\u00a00123',
    '781\u2003555\u20030123',
    '781\u00ad555\u00ad0123',
    '781\ufe63555\ufe630123',
    '7 8 1 5 5 5 0 1 2 3',
    '7  8  1  5  5  5  0  1  2  3',
    '7\t8\t1\t5\t5\t5\t0\t1\t2\t3',
    '+1  781  555  0123',
    '+1\t7815550123',
    '+1_781_555_0123',
    '1\t781\t555\t0123',
    '1_781_555_0123',
  ])('is %j', (text) => {
    expect(found(text, american)).toEqual([text])
    expect(found(`ANI ${text}, x`, american)).toEqual([text])
  })

  const digits = '7815550123'
  const separator = fc.oneof(
    fc.constantFrom('', '-', ' ', '.', '/', '\t', '_', '  ', '\u00a0', '%20', '%2D', '%09', '\u2011'),
    fc
      .array(fc.constantFrom('-', ' ', '.', '/', '\t', '_', '(', ')'), { minLength: 1, maxLength: 4 })
      .map((signs) => signs.join('')),
  )
  const wrap = fc.constantFrom('', ' ', '"', "'", '=', ':', '<', '\n', '\t', ',', 'ANI ', '_', '  ', '\0')

  it('is found with anything of this kind anywhere between its digits', () => {
    fc.assert(
      fc.property(
        fc.array(separator, { minLength: 9, maxLength: 9 }),
        wrap,
        fc.constantFrom('', ' ', '"', '\n', '\t', ',', ' x', '_', '  '),
        (separators, before, after) => {
          const text = digits.replace(/(?!^)./g, (digit, place: number) => `${separators[place - 1] ?? ''}${digit}`)
          // Four numbers up to 255 with points are an address.
          fc.pre(!/^(\d{1,3}\.){3}\d{1,3}$/.test(text))
          expect(found(`${before}${text}${after}`, american)).toEqual([text])
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('columns of a table', () => {
  it.each([
    ['1\t7815550123\t2', '7815550123'],
    ['42\t7815550123\t17', '7815550123'],
    ['0042\t7815550123\t0', '7815550123'],
    ['42   7815550123   17', '7815550123'],
    ['call_1_7815550123_2.wav', '7815550123'],
    ['0042\t781_555_0123\tOK', '781_555_0123'],
    ['1042  781\t555\t0123  17', '781\t555\t0123'],
    ['10:15:30  781  555  0123', '781  555  0123'],
    ['781  555  0123  10:15:30', '781  555  0123'],
    ['2\t781\t555\t0123\tx', '781\t555\t0123'],
    ['7815550123\t2125550142', '7815550123'],
    ['2125550142\t7815550123', '7815550123'],
  ])('keep the number in %j', (text, expected) => {
    expect(found(text, american)).toEqual([expected])
  })

  it.each(['12\t781\t555\t0123\t88', '781\t555\t0123\t88', '12  781  555  0123', '12_781_555_0123', '781_555_0123_45'])(
    'are no number in %j',
    (text) => {
      expect(found(text, american)).toEqual([])
    },
  )

  it.each(['5550123\t42', '42\t5550123', '5550123  42', '555_0123', '555\t0123', '1234567\t5550123'])(
    'keep a short number in %j',
    (text) => {
      expect(found(text, local)).toHaveLength(1)
    },
  )

  it.each([
    '42\t555\t0123',
    '555\t0123\t42',
    '55\t50123',
    '5\t550123',
    '781  555  0123',
    '781  5550123',
    '781_555_0123',
  ])('are no short number in %j', (text) => {
    expect(found(text, local)).toEqual([])
  })
})

describe('a number of another country', () => {
  it.each([
    '+44  7815550123',
    '+44\t7815550123',
    '+44_781_555_0123',
    '+7  781  555  0123',
    '+7\t7815550123',
    '0044  7815550123',
    '011  44  7815550123',
  ])('is not the own one in %j', (text) => {
    expect(found(text, american)).toEqual([])
  })
})

describe('dates and times', () => {
  it.each(['2024_11_22_10_15_30', '2024-11-22_10_15_30', '2022_10_15_30', '22_10_15_30_999', '2210_1530_20241122'])(
    'are no number in %j',
    (text) => {
      expect(found(text, dane)).toEqual([])
    },
  )

  it('are no number with underscores', () => {
    expect(found('2024_11_22 x', subject([['phone', '20241122']], { country: 'DK' }))).toEqual([])
    expect(found('22_11_2024', subject([['phone', '22112024']], { country: 'DK' }))).toEqual([])
  })
})

describe('an extension', () => {
  it.each(['7815550123ext5', '781-555-0123EXT.99', '7815550123ext: 7', '7815550123X12'])(
    'ends the number in %j',
    (text) => {
      expect(found(text, american)).toHaveLength(1)
    },
  )

  it.each(['7815550123e5', '7815550123ex', '7815550123exts', '7815550123xa', '7815550123extra5'])(
    'is not in %j',
    (text) => {
      expect(found(text, american)).toEqual([])
    },
  )
})
