/** Whose a value from a store is. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Identifier, IdentifierKind } from '../../../src/domain/identifier.ts'
import { parseIdentifier } from '../../../src/platform/match/identifier.ts'
import { interpret } from '../../../src/platform/match/phone.ts'
import { withoutFraction } from '../../../src/platform/match/reading/number.ts'
import { separators, stripSeparators } from '../../../src/platform/match/signs.ts'
import { asField, createIdentifierIndex } from '../../../src/platform/match/identifier-index.ts'
import { anyDigits, anyNumber, countries } from './fictional-numbers.ts'

function identifier(kind: IdentifierKind, value: string, country = 'US'): Identifier {
  const parsed = parseIdentifier(kind, value, { country, form: 'on-premises' })
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.identifier
}

type Index = ReturnType<typeof createIdentifierIndex>

/** The identifiers that a field names. */
function namedIn(index: Index, stored: string | null, kinds: readonly IdentifierKind[]): readonly Identifier[] {
  return index.mentions(stored, kinds, asField).map((mention) => mention.identifier)
}

describe('the index of identifiers', () => {
  const phone = identifier('phone', '+1 781 555 0123')
  const email = identifier('email', 'Ann@Bücher.example')
  const address = identifier('ipaddr', '2001:db8::1')
  const username = identifier('username', 'apoe')
  const index = createIdentifierIndex([phone, email, address, username])

  it.each([
    ['a phone with separators', '(781) 555-0123', phone],
    ['a phone in a padded CHAR column', '7815550123          ', phone],
    ['a phone with no-break spaces', '+1\u00a0781\u00a0555\u00a00123', phone],
    ['an e-mail address in another case', 'ANN@BÜCHER.EXAMPLE', email],
    ['an e-mail address with a punycode domain', 'ann@xn--bcher-kva.example', email],
    ['an e-mail address with a display name', 'Ann Poe <ann@bücher.example>  ', email],
    ['an IPv6 address in full', '2001:0DB8:0000:0000:0000:0000:0000:0001', address],
    ['a phone behind tel:', 'tel:+1-781-555-0123', phone],
    ['a phone in a sip: address', 'Ann <sip:7815550123@example.com>', phone],
    ['a phone with what came along in a copy', '\u202a+1 781 555 0123\u202c\r\n', phone],
    ['an e-mail address behind mailto:', 'Ann <MAILTO:ann@bücher.example>', email],
    ['a padded user name', 'apoe    ', username],
    ['a user name in another case', 'APOE', username],
    ['a phone with an extension', '7815550123x4', phone],
  ])('recognises %s', (_, stored, expected) => {
    expect(namedIn(index, stored, ['phone', 'email', 'ipaddr', 'username'])).toEqual([expected])
  })

  it.each([
    ['null', null],
    ['nothing', ''],
    ['blanks', '   '],
    ['a redacted value', '***'],
    ['part of the number', '5550123'],
    ['a number that only ends alike', '27815550123'],
    ['a longer address', 'joann@bücher.example'],
    ['a longer user name', 'apoe2'],
  ])('knows nobody by %s', (_, stored) => {
    expect(namedIn(index, stored, ['phone', 'email', 'ipaddr', 'username'])).toEqual([])
  })

  it('looks only at the kinds that the column holds', () => {
    expect(namedIn(index, '7815550123', ['email', 'username'])).toEqual([])
    expect(namedIn(index, 'apoe', ['phone', 'username'])).toEqual([username])
    expect(namedIn(index, 'apoe', ['name'])).toEqual([])
  })

  it('names all subjects that gave the same identifier, in their order', () => {
    const again = identifier('phone', '781-555-0123')
    expect(namedIn(createIdentifierIndex([phone, email, again]), '17815550123', ['phone'])).toEqual([phone, again])
  })
})

describe('the zeros of a fraction', () => {
  const [own, longer] = [identifier('phone', '030 123456', 'DE'), identifier('phone', '0301234560', 'DE')]
  const index = createIdentifierIndex([own, longer])

  it.each([
    '030123456.0',
    '30123456.0',
    '030123456.00',
    '030 123456.0',
    '"030123456.0"',
    "'030123456.0",
    '+4930123456.0',
  ])('are no digits of another number in %j', (stored) => {
    expect(namedIn(index, stored, ['phone'])).toEqual([own])
  })

  it.each(['0301234560', '0301234560.0', '030 1234560.00', '+49 30 1234560'])(
    'nor is a zero before them: %j',
    (stored) => {
      expect(namedIn(index, stored, ['phone'])).toEqual([longer])
    },
  )

  it.each(['030123456.01', '030123456.5', '030123456,05'])('are no others: %j', (stored) => {
    expect(namedIn(index, stored, ['phone'])).toEqual([])
  })
})

describe('laws of stored values', () => {
  it('every written form of every identifier is found, and nobody else is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...countries),
        fc.array(anyNumber, { minLength: 2, maxLength: 6 }),
        (country, samples) => {
          const identifiers = [...new Set(samples.map((sample) => sample.number))].map((number) =>
            identifier('phone', number, country),
          )
          const index = createIdentifierIndex(identifiers)
          for (const one of identifiers)
            for (const form of one.written) expect(namedIn(index, form, ['phone'])).toEqual([one])
        },
      ),
      { numRuns: 25 },
    )
  })

  it('a stored phone is found exactly when it means the number', () => {
    fc.assert(
      fc.property(fc.constantFrom(...countries), anyDigits, anyDigits, (country, stored, submitted) => {
        const normal = interpret(submitted, country)
        fc.pre(normal !== null)
        const index = createIdentifierIndex([identifier('phone', submitted, country)])
        expect(namedIn(index, submitted, ['phone'])).toHaveLength(1)
        expect(namedIn(index, stored, ['phone']).length === 1).toBe(interpret(stored, country) === normal)
      }),
      { numRuns: 300 },
    )
  })

  it('separators anywhere do not change what is found', () => {
    const separator = fc.constantFrom(...separators, '')
    fc.assert(
      fc.property(anyNumber, fc.array(separator, { minLength: 20, maxLength: 20 }), ({ number, country }, marks) => {
        const stored = Array.from(number)
          .map((character, at) => character + (marks[at] ?? ''))
          .join('')
        // Zeros behind the only full stop are a fraction, also before the full stop of a sentence.
        fc.pre(withoutFraction(stored.replace(/[\s.]+$/, '').trim()) === null)
        const one = identifier('phone', number, country)
        expect(stripSeparators(stored)).toBe(number)
        expect(namedIn(createIdentifierIndex([one]), stored, ['phone'])).toEqual([one])
      }),
      { numRuns: 200 },
    )
  })
})
