/** Which stored numbers and addresses are a person's: every example of the source, and the edges around it. */

import { describe, expect, it } from 'vitest'

import type { Subjects } from '../../../src/domain/product.ts'
import type { Favorite, FavoriteField } from '../../../src/products/workspace-desktop/favorites/favorite.ts'
import { indexMatcher } from '../../../src/platform/match/favorites/index-matcher.ts'
import { ownersOf } from '../../../src/platform/match/favorites/matcher.ts'
import { plainMatcher } from '../../../src/platform/match/favorites/plain-matcher.ts'
import { wantedOf, type Wanted } from '../../../src/platform/match/favorites/wanted.ts'
import { parseIdentifier } from '../../../src/platform/match/identifier.ts'

type Kind = 'phone' | 'email'

/** As a request would be read; what Lethe takes for malformed is searched by its digits alone. */
function wantedFor(kind: Kind, value: string, leastDigits: number): readonly Wanted[] {
  const parsed = parseIdentifier(kind, value, { country: 'US', form: 'on-premises' })
  const bare = { kind, value, normal: value, written: [value], digits: [] }
  const subjects: Subjects = [
    { key: '1.consumer-1', type: 'consumer', identifiers: [parsed.ok ? parsed.identifier : bare], attachedKeys: [] },
  ]
  return wantedOf(subjects, leastDigits)
}

/** As a forget would, unless told otherwise. */
function matches(kind: Kind, value: string, stored: string, leastDigits = 7, parts = true): boolean {
  const wanted = wantedFor(kind, value, leastDigits)
  const favorite: Favorite = { start: 0, raw: stored, fields: [{ kind, text: stored } satisfies FavoriteField] }
  const [indexed, plain] = [indexMatcher(wanted, { parts }), plainMatcher(wanted, { parts })].map(
    (matcher) => ownersOf(favorite.fields, matcher).length > 0,
  )
  expect(indexed).toBe(plain)
  return indexed === true
}

describe('a phone number, by the examples of the source', () => {
  // They have six digits; Lethe takes no fewer than seven, so the limit is lowered for these alone.
  it.each(['1234567890', '+1 (234).567.890', '567.890'])('567890 is found in %s', (stored) => {
    expect(matches('phone', '567890', stored, 6)).toBe(true)
  })

  it.each(['(555)-123-456', '123-456'])('%s is found in +1 (555)123.456', (value) => {
    expect(matches('phone', value, '+1 (555)123.456', 6)).toBe(true)
  })

  it('is found with any separators and a + on either side', () => {
    for (const stored of ['12125550101', '+1 212 555 0101', '+1(212)555.01.01', '1/212–555‑0101']) {
      expect(matches('phone', '+1-212-555-0101', stored), stored).toBe(true)
    }
  })

  it('of fewer digits than the limit is never found as a part', () => {
    expect(matches('phone', '567890', '1234567890')).toBe(false)
    expect(matches('phone', '5550101', '12125550101')).toBe(true)
    expect(matches('phone', '5550101', '12125550101', 8)).toBe(false)
    expect(matches('phone', '5550101', '555-0101', 8)).toBe(true)
  })
})

describe('a phone number beyond them', () => {
  it('is found in its national spelling when it was asked for with its country code', () => {
    expect(matches('phone', '+1 212 555 0101', '(212) 555-0101')).toBe(true)
    expect(matches('phone', '+44 20 7946 0103', '011 44 20 7946 0103')).toBe(true)
  })

  it('is not the end of one number and the start of the next', () => {
    for (const stored of ['2125550; 1012555', '2125550, 1012555', '2125550 / +1012555', 'a2125550b1012555']) {
      expect(matches('phone', '2125550101', stored), stored).toBe(false)
    }
    expect(matches('phone', '2125550101', '2125550; 2125550101')).toBe(true)
  })

  const two: readonly (readonly [one: string, other: string, between: readonly string[]])[] = [
    ['2125550142', '9175550000', ['/', ' ', '-', ' / ', '.', '\t']],
    ['12125550142', '1 9175550000', ['/', ' ']],
    ['212-555-0142', '917-555-0000', ['/', ' ', '-', ' - ', '  ']],
    ['(212) 555-0142', '(917) 555-0000', ['/', ' ', '']],
    ['1 (212) 555-0142', '1 (917) 555-0000', ['/', ' ']],
    ['2125550142', '917 555 0000', ['/', ' ']],
    ['212 555 0142', '9175550000', ['/', ' ']],
    ['212.555.0142', '917.555.0000', [' / ', '\u00a0']],
    ['030/1234567', '030/7654321', [' ', ' / ']],
    ['555-0142', '555-0000', ['; ']],
    ['5550142', '5550000', ['/', ' ']],
  ]

  it.each(two)('is found beside another one, and no number lies across the two: %s and %s', (one, other, signs) => {
    for (const between of signs) {
      const stored = `${one}${between}${other}`
      const [left, right] = [one, other].map((number) => number.replaceAll(/\D/g, ''))
      expect(matches('phone', left ?? '', stored), stored).toBe(true)
      expect(matches('phone', right ?? '', stored), stored).toBe(true)
      const joined = `${left ?? ''}${right ?? ''}`
      for (let start = 1; start < (left ?? '').length; start++) {
        const across = joined.slice(start, start + (left ?? '').length)
        expect(matches('phone', across, stored), `${across} in ${stored}`).toBe(false)
      }
    }
  })

  it('is found among three or more', () => {
    for (const stored of ['9175550000/6465550000/2125550142', '917-555-0000 646-555-0000 212-555-0142']) {
      expect(matches('phone', '2125550142', stored), stored).toBe(true)
      expect(matches('phone', '5550000212', stored), stored).toBe(false)
    }
  })

  it('is one number however it is separated, with its prefixes and an extension', () => {
    for (const stored of [
      '1 2125550142',
      '1/212 555/0142',
      '011 1 212 555 0142 99',
      '0011 1 (212) 5550142',
      '21 25 55 01 42',
      '1-212-555-0142 12345',
      '2125550142 - 99',
    ]) {
      expect(matches('phone', '2125550142', stored), stored).toBe(true)
    }
    expect(matches('phone', '30 12345678', '0049 (0)30 / 12345678')).toBe(true)
  })

  it('is told from its neighbours', () => {
    for (const stored of ['2125550100', '212555010', '+2125550101', '', '-']) {
      expect(matches('phone', '+12125550101', stored), stored).toBe(false)
    }
  })

  it('is read from full-width digits and from sip and tel addresses', () => {
    for (const stored of ['２１２５５５０１０１', 'tel:+1-212-555-0101', 'sip:2125550101@pbx.example.com']) {
      expect(matches('phone', '2125550101', stored), stored).toBe(true)
    }
  })
})

describe('an e-mail address', () => {
  it('counts by its address part, as in the source', () => {
    expect(matches('email', 'test@email.com', 'Name <test@email.com>')).toBe(true)
    expect(matches('email', 'John Doe <john@company.com>', 'john@company.com')).toBe(true)
    expect(matches('email', 'john@company.com', 'John Doe <JOHN@Company.com>')).toBe(true)
  })

  it('is found among several, and is not a part of another', () => {
    expect(matches('email', 'ada@example.com', 'ben@example.com; Ada <ada@example.com>, x@example.com')).toBe(true)
    expect(matches('email', 'ada@example.com', 'mailto:ada@example.com')).toBe(true)
    for (const stored of ['xada@example.com', 'ada@example.com.example.org', 'ada@example.co', 'ada']) {
      expect(matches('email', 'ada@example.com', stored), stored).toBe(false)
    }
  })
})

describe('an export', () => {
  const exported = (value: string, stored: string): boolean => matches('phone', value, stored, 7, false)

  it('takes whole numbers only, in any spelling', () => {
    for (const value of ['+1 781 555 0101', '7815550101', '(781) 555-0101']) {
      for (const stored of ['781 555 0101', '+1-781-555-0101', 'tel:+17815550101', 'mobile 781-555-0101, evenings'])
        expect(exported(value, stored), `${value} in ${stored}`).toBe(true)
      for (const stored of ['+44 7815 550101', '+49 178 1555 0101 9', '17815550101 9', '78155501011'])
        expect(exported(value, stored), `${value} in ${stored}`).toBe(false)
    }
  })
})
