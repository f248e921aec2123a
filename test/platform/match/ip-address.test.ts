/** One IP address in its many spellings. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { canonicalIpAddress, ipAddressSpellings } from '../../../src/platform/match/ip-address.ts'

describe('an IP address', () => {
  it.each([
    ['192.0.2.10', '192.0.2.10'],
    [' 192.0.2.10 ', '192.0.2.10'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['2001:db8::0:1:0:0', '2001:db8::1:0:0'],
    ['::', '::'],
    ['::ffff:192.0.2.10', '192.0.2.10'],
    ['::FFFF:c000:020a', '192.0.2.10'],
  ])('%s is %s', (text, canonical) => {
    expect(canonicalIpAddress(text)).toBe(canonical)
  })

  it.each([
    '010.1.1.1',
    '1.2.3',
    '1.2.3.256',
    '1.2.3.4.5',
    '0x7f.1.1.1',
    '192.0.2.1/24',
    '192.0.2.1:80',
    'fe80::1%eth0',
    '[2001:db8::1]',
    '2001:db8',
    ':::',
    'g::1',
    '',
  ])('%j is none', (text) => {
    expect(canonicalIpAddress(text)).toBeNull()
  })

  it('is looked for in its usual spellings', () => {
    expect(ipAddressSpellings('2001:db8::1')).toEqual(
      expect.arrayContaining([
        '2001:db8::1',
        '2001:DB8::1',
        '2001:0db8::0001',
        '2001:db8:0:0:0:0:0:1',
        '2001:0DB8:0000:0000:0000:0000:0000:0001',
      ]),
    )
    expect(ipAddressSpellings('192.0.2.10')).toEqual(expect.arrayContaining(['192.0.2.10', '::ffff:192.0.2.10']))
  })
})

describe('laws of IP addresses', () => {
  const address = fc.oneof(fc.ipV4(), fc.ipV6())

  it('every spelling of an address is the same address', () => {
    fc.assert(
      fc.property(address, (text) => {
        const canonical = canonicalIpAddress(text) ?? ''
        expect(canonical).not.toBe('')
        for (const spelling of ipAddressSpellings(canonical)) expect(canonicalIpAddress(spelling)).toBe(canonical)
      }),
      { numRuns: 500 },
    )
  })

  it('two addresses have no spelling in common', () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.ipV6(), (one, other) => {
        const [a, b] = [canonicalIpAddress(one) ?? '', canonicalIpAddress(other) ?? '']
        fc.pre(a !== b)
        expect(ipAddressSpellings(a).filter((spelling) => ipAddressSpellings(b).includes(spelling))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})
