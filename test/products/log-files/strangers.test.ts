/** What an export shows of a line: the subject's own values, and nobody else's. */

import { describe, expect, it } from 'vitest'

import { withoutStrangers } from '../../../src/products/log-files/messages/strangers.ts'

/** The line as an export shows it to the person whose texts are given. */
function shown(line: string, ...own: readonly string[]): string {
  const bytes = Buffer.from(line)
  const places = own.map((text) => {
    const start = bytes.indexOf(text)
    return { start, end: start + Buffer.byteLength(text) }
  })
  return withoutStrangers(bytes, { start: 0, end: bytes.length }, places, [])
}

describe('a number beside the own one', () => {
  it.each([
    ['781 555 0123 212 555 0142', '781 555 0123'],
    ['212 555 0142 781 555 0123', '781 555 0123'],
    ['781-555-0123 212-555-0142', '781-555-0123'],
    ['781-555-0123-212-555-0142', '781-555-0123'],
    ['(781) 555-0123 (212) 555-0142', '781) 555-0123'],
    ['7815550123/2125550142', '7815550123'],
    ['7815550123 555-0142', '7815550123'],
  ])('is masked in %j', (line, own) => {
    const text = shown(line, own)
    expect(text).toContain(own)
    expect(text.replace(own, '')).not.toMatch(/\d/)
  })
})

describe('an address beside an own value', () => {
  it.each([
    ['GET /cb?phone=7815550123&email=bob@example.com HTTP', '7815550123'],
    ['GET /cb?from=ada@example.com&to=bob@example.com HTTP', 'ada@example.com'],
    ['GET /cb?to=bob@example.com&from=ada@example.com HTTP', 'ada@example.com'],
    ['7815550123|bob@example.com|y', '7815550123'],
    ['ada@example.com/bob@example.com', 'ada@example.com'],
    ['ip=192.0.2.10&u=bob@example.com', '192.0.2.10'],
    ['phone=7815550123&email=bob%40example.com', '7815550123'],
  ])('is masked in %j', (line, own) => {
    const text = shown(line, own)
    expect(text).toContain(own)
    expect(text).not.toContain('bob')
  })
})

describe('numbers that look like a date and are none', () => {
  it.each(['45-67-2012', '89.67.2045', '67/45/1999'])('are masked: %s', (number) => {
    expect(shown(`7815550123 from ${number} x`, '7815550123')).toBe('7815550123 from ********** x')
  })

  it.each(['22.11.2012', '11/22/1999', '1-2-2024'])('are kept when they are one: %s', (date) => {
    expect(shown(`7815550123 on ${date} x`, '7815550123')).toContain(date)
  })
})

describe('values of others in whatever they are wrapped', () => {
  it.each([
    'ANI2125550142',
    '2125550142ext',
    '**2125550142',
    '212-555-0142-7',
    '212  555  0142',
    '212_555_0142',
    '212\t555\t0142',
    '1\t212\t5550142',
    '212  -  555  -  0142',
    '212%5F555%5F0142',
    '1%20212%20555%200142',
    '\u001b[m2125550142\u001b[m',
    '212\u00a0555\u00a00142',
    'v10.1.2.3',
    'ip=10.1.2.3',
    '\u001b[m10.1.2.3',
    'x:2001:db8::5',
  ])('leaves no digit of %j', (line) => {
    expect(shown(`7815550123, ${line}`, '7815550123').replace('7815550123', '')).not.toMatch(/\d/)
  })

  it.each([
    'bob@example.com',
    'bob%40example.com',
    'bob%2540example.com',
    'bob\\u0040example.com',
    'bob=40example.com',
    '"bob sample"@example.com',
    'bob\uff20example.com',
  ])('leaves no name of %j', (line) => {
    expect(shown(`7815550123 ${line};`, '7815550123')).toMatch(/^7815550123 \*+;$/)
  })

  it.each([
    ['ip%3D10.1.2.3', 'ip%3D********'],
    ['%2B12125550142', '%2B***********'],
    ['\u001b[32m10.1.2.3\u001b[0m', '\u001b[32m********\u001b[0m'],
    ['\u001b[32m2125550142\u001b[0m', '\u001b[32m**********\u001b[0m'],
  ])('masks the value in %j alone', (line, expected) => {
    expect(shown(line)).toBe(expected)
  })

  it('masks what is known of others, up to the own value', () => {
    const bytes = Buffer.from('7815550123 Bob')
    const own = [{ start: 0, end: 10 }]
    expect(withoutStrangers(bytes, { start: 0, end: bytes.length }, own, [{ start: 4, end: 14 }])).toBe(
      '7815550123****',
    )
  })
})

it('leaves dates, times, GUIDs and short numbers readable', () => {
  const line =
    "2024-11-22 10:15:30.123 20241122_101530 22.11.2024 08:15 Std::add Ann::Bee '4711' 1 2 3 01234567-89ab-cdef-0123-456789abcdef 7815550123"
  expect(shown(line, '7815550123')).toBe(line)
})
