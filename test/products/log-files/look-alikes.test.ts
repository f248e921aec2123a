/** Other people's values that hold a subject's value: never taken for it, on neither side. */

import { beforeAll, describe, expect, it } from 'vitest'

import type { Subject } from '../../../src/domain/subject.ts'
import { builtKernel, searchers, subject } from './searching.ts'

let kernel: WebAssembly.Module
beforeAll(async () => {
  kernel = await builtKernel()
})

/** The same answer from both scanners. */
function found(text: string, who: Subject): string[] {
  const [plain, compiled] = searchers([who], kernel).map((searcher) => searcher.find(text))
  expect(compiled).toEqual(plain)
  return plain ?? []
}

const american = subject([['phone', '7815550123']])
const local = subject([['phone', '5550123']])
const hongKong = subject([['phone', '+852 5123 4567']], { country: 'HK' })
const dane = subject([['phone', '22334455']], { country: 'DK' })
const german = subject([['phone', '0173 2462512']], { country: 'DE' })
const host = subject([['ipaddr', '2001:db8::1']])

describe('a longer IPv6 address', () => {
  it.each(['2001:db8::1:2', '2001:db8::1:2:12345', '2001:db8::1:2 x', '2001:db8::1:192.0.2.1', '2001:db8::1.2.3.4'])(
    'leaves %j',
    (text) => {
      expect(found(text, host)).toEqual([])
    },
  )

  it.each(['2001:db8::1: x', '2001:db8::1.', '2001:db8::1:50600', '[2001:db8::1]:5060', '2001:db8::1.5060'])(
    'finds the address in %j',
    (text) => {
      expect(found(text, host)).toEqual(['2001:db8::1'])
    },
  )

  it('knows that eight groups are complete', () => {
    expect(found('2001:db8:0:0:0:0:0:1:5060', host)).toEqual(['2001:db8:0:0:0:0:0:1'])
  })
})

describe('a number of another country', () => {
  it.each([
    '011 44 7815550123',
    '(011) 44 7815550123',
    '011-44-781-555-0123',
    '0011-44-7815550123',
    '0011 44 781 555 0123',
    '01144 7815550123',
    '010 44 7815550123',
    '00 44 7815550123',
    '011 353 781 555 0123',
  ])('leaves %j', (text) => {
    expect(found(text, american)).toEqual([])
  })

  it.each([
    ['011 1 781 555 0123', '011 1 781 555 0123'],
    ['attempt 44 7815550123', '7815550123'],
    ['line 011 7815550123', '7815550123'],
  ])('finds the American one in %j', (text, expected) => {
    expect(found(text, american)).toEqual([expected])
  })
})

describe('a short number and what stands right of it', () => {
  it.each([
    '5123 4567 8901 2346',
    '8901 2346 5123 4567',
    '5123-4567-8901-2346',
    '8901-2346-5123-4567',
    '51234567 8901',
  ])('leaves the card %j', (text) => {
    expect(found(text, hongKong)).toEqual([])
  })

  it.each(['5123%204567%208901%202346', '5123%2D4567%2D8901%2D2346', '5123+4567+8901+2346'])(
    'leaves the card %j of a URL',
    (text) => {
      expect(found(text, hongKong)).toEqual([])
    },
  )

  it.each(['22 33 44 55 66 77', '66 77 22 33 44 55', '2233 4455 6677 8899', '6677 8899 2233 4455'])(
    'leaves %j',
    (text) => {
      expect(found(text, dane)).toEqual([])
    },
  )

  it.each(['555 0123 4567', '5550123 999', '999 5550123'])('leaves %j', (text) => {
    expect(found(text, local)).toEqual([])
  })

  it.each([
    '22334455 2024-11-22',
    '22334455 10:15:30',
    '22334455 1',
    '22334455 20241122',
    '22334455, 66 77',
    '22334455 30ms',
  ])('finds the number in %j', (text) => {
    expect(found(text, dane)).toEqual(['22334455'])
  })
})

describe('a Unix time', () => {
  it.each(['1732462512.123456 INFO', '1732462512.123456789 x', '1732462512.123 x'])('leaves %j', (text) => {
    expect(found(text, german)).toEqual([])
  })

  it('finds the number before another one after a point', () => {
    expect(found('01732462512.5550123', german)).toEqual(['01732462512'])
  })
})

describe('two numbers side by side', () => {
  it.each([
    ['781-555-0123/212-555-0142', '781-555-0123'],
    ['781-555-0123-212-555-0142', '781-555-0123'],
    ['212-555-0142/781-555-0123', '781-555-0123'],
    ['212-555-0142-781-555-0123', '781-555-0123'],
  ])('finds the one in %j', (text, expected) => {
    expect(found(text, american)).toEqual([expected])
  })

  it.each(['781-555-0123-45', '781-555-0123/45-67', '45-781-555-0123'])('leaves %j', (text) => {
    expect(found(text, american)).toEqual([])
  })
})
