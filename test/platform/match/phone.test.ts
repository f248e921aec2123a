/** What a written phone number means, and in which forms it is looked for. */

import { describe, expect, it } from 'vitest'

import { interpret, isInternationalNotation, parsePhone } from '../../../src/platform/match/phone.ts'

describe('a phone number is read with the country of the tenant', () => {
  it.each([
    ['+1 781 555 0123', 'US', '+17815550123'],
    ['(781) 555-0123', 'US', '+17815550123'],
    ['1-781-555-0123', 'US', '+17815550123'],
    ['011 44 20 7946 0958', 'US', '+442079460958'],
    ['020 7946 0958', 'GB', '+442079460958'],
    ['+44 (0)20 7946 0958', 'GB', '+442079460958'],
    ['00442079460958', 'GB', '+442079460958'],
    ['2079460958', 'GB', '+442079460958'],
    ['030/23125123', 'DE', '+493023125123'],
    ['493023125123', 'DE', '+493023125123'],
    ['01 99 00 12 34', 'FR', '+33199001234'],
    ['06 1234 5678', 'IT', '+390612345678'],
    ['8 (495) 123-45-67', 'RU', '+74951234567'],
    ['8~10 44 20 7946 0958'.replace('~', ''), 'RU', '+442079460958'],
    ['(02) 5550 1234', 'AU', '+61255501234'],
    ['0011 1 781 555 0123', 'AU', '+17815550123'],
    ['03-1234-5678', 'JP', '+81312345678'],
    ['010-1-781-555-0123', 'JP', '+17815550123'],
    ['(11) 99999-0000', 'BR', '+5511999990000'],
    ['098765 43210', 'IN', '+919876543210'],
    ['011 15-2345-6789', 'AR', '+5491123456789'],
  ])('%s in %s is %s', (text, country, number) => {
    expect(interpret(text, country)).toBe(number)
  })

  it('takes ten digits that begin with the own country code for a mobile number where it has no trunk prefix', () => {
    expect(interpret('9123456789', 'IN')).toBe('+919123456789')
    expect(interpret('919123456789', 'IN')).toBe('+919123456789')
  })

  it('keeps the leading zero that belongs to an Italian number', () => {
    expect(interpret('612345678', 'IT')).not.toBe(interpret('0612345678', 'IT'))
    expect(interpret('+39 6 1234 5678', 'IT')).not.toBe(interpret('+39 06 1234 5678', 'IT'))
  })

  it('keeps digits that no numbering plan knows as they are', () => {
    expect(interpret('(555)-123-456', 'US')).toBe('555123456')
    expect(interpret('555-0123', 'US')).toBe('5550123')
    expect(interpret('077519654543', 'GB')).toBe('077519654543')
  })

  it('reads foreign numbers in a country without a numbering plan', () => {
    expect(interpret('+1 781 555 0123', 'ZZ')).toBe('+17815550123')
    expect(interpret('0049 30 23125123', 'ZZ')).toBe('+493023125123')
  })
})

describe('what is no phone number is refused', () => {
  it.each([
    ['six digits', '555012'],
    ['nothing', ''],
    ['letters', '1-800-FLOWERS'],
    ['an extension', '+1 781 555 0123 x12'],
    ['a plus in the middle', '1+7815550123'],
    ['two pluses', '++17815550123'],
    ['a wildcard', '%7815550123%'],
    ['a list', '7815550123,7815550124'],
    ['digits of another script', '٧٨١٥٥٥٠١٢٣'],
    ['more digits than any number has', '1'.repeat(21)],
    ['a number that became an amount', '030123456.0'],
    ['the same with a comma', '030123456,0'],
    ['the same with its groups', '01 5550142.00'],
    ['money with four decimals', '7815550123.0000'],
    ['floating point', '2.1E9'],
    ['floating point with every digit', '7.815550123E9'],
    ['an amount with thousands', '7,815,550,123.00'],
  ])('%s', (_, text) => {
    expect(parsePhone(text, 'US')).toBeNull()
  })
})

describe('a submitted number', () => {
  it('may carry a tel: scheme, typographic dashes and spaces, and invisible direction marks', () => {
    const plain = parsePhone('+1 781 555 0123', 'US')
    expect(parsePhone('tel:+1-781-555-0123', 'US')).toEqual(plain)
    expect(parsePhone('TEL:7815550123', 'US')).toEqual(plain)
    expect(parsePhone('\u202a+1\u2009781\u2012555\u20120123\u202c', 'US')).toEqual(plain)
  })

  it('is looked for with and without country code, trunk prefix and dialling prefix', () => {
    expect(parsePhone('020 7946 0958', 'GB')?.digits).toEqual([
      '+442079460958',
      '+4402079460958',
      '442079460958',
      '4402079460958',
      '00442079460958',
      '004402079460958',
      '2079460958',
      '02079460958',
    ])
  })

  it('of another country is not looked for in a national form', () => {
    const digits = parsePhone('+44 20 7946 0958', 'US')?.digits
    expect(digits).toContain('011442079460958')
    expect(digits).not.toContain('02079460958')
    expect(digits).not.toContain('2079460958')
  })

  it.each([
    [
      'US',
      '+17815550123',
      ['(781) 555-0123', '781-555-0123', '781.555.0123', '1-781-555-0123', '+1 (781) 555-0123', '+1-781-555-0123'],
    ],
    [
      'GB',
      '+442079460958',
      ['020 7946 0958', '(020) 7946 0958', '+44 (0)20 7946 0958', '+44 20 7946 0958', '0044 20 7946 0958'],
    ],
    [
      'DE',
      '+493023125123',
      ['030/23125123', '030 23125123', '(030) 23125123', '+49 30 23125123', '+49 (0) 30 23125123'],
    ],
    ['FR', '+33199001234', ['01 99 00 12 34', '01.99.00.12.34', '+33 1 99 00 12 34', '+33 (0)1 99 00 12 34']],
    ['RU', '+74951234567', ['8 (495) 123-45-67', '+7 495 123-45-67', '+7 (495) 123-45-67']],
    ['BR', '+5511999990000', ['(11) 99999-0000', '+55 11 99999-0000', '011 99999-0000']],
  ])('of %s is looked for in its usual spellings', (country, number, spellings) => {
    expect(parsePhone(number, country)?.written).toEqual(expect.arrayContaining(spellings))
  })
})

describe('the international notation of E.123', () => {
  it.each(['+1 781 555 0123', '+17815550123', ' +44 20 7946 0958 '])('accepts %j', (text) => {
    expect(isInternationalNotation(text)).toBe(true)
  })

  it.each([
    '617 555 1313',
    '+1-781-555-0123',
    '+1 (781) 555 0123',
    '+ 1 781 555 0123',
    '+1  781 555 0123',
    'tel:+17815550123',
    '0017815550123',
    `+${'1'.repeat(16)}`,
  ])('refuses %j', (text) => {
    expect(isInternationalNotation(text)).toBe(false)
  })
})

describe('numbers that were written otherwise before', () => {
  it.each([
    [
      'MX',
      '+525512345678',
      ['+52 1 55 1234 5678', '5215512345678', '044 55 1234 5678', '01 55 1234 5678', '55 1234 5678'],
    ],
    ['US', '+525512345678', ['+52 1 55 1234 5678', '011 52 1 55 1234 5678']],
    ['AR', '+5491123456789', ['+54 9 11 2345-6789', '+54 11 15 2345 6789', '011 15-2345-6789', '11 15 2345 6789']],
    ['AR', '+5493435551212', ['+54 343 15 555 1212', '0343 15 555-1212', '+54 9 343 555 1212']],
    ['BR', '+5511981234567', ['+55 11 8123-4567', '(11) 8123-4567', '011 8123 4567', '+55 (11) 98123-4567']],
    ['BR', '+5551961234567', ['+55 51 6123 4567', '51 6123-4567']],
  ])('in %s %s is found in all of them', (country, number, texts) => {
    const { digits } = parsePhone(number, country) ?? { digits: [] }
    for (const text of texts) {
      expect(interpret(text, country), text).toBe(number)
      expect(digits, text).toContain(text.replace(/[^+\d]/g, ''))
    }
  })

  it.each([
    ['AR', '+54 11 2345-6789', '+541123456789'],
    ['AR', '+54 343 555 1212', '+543435551212'],
    ['BR', '+55 11 7123-4567', '+551171234567'],
    ['BR', '+55 11 2123-4567', '+551121234567'],
    ['MX', '1 551 234 5678', '+15512345678'],
    ['US', '1 551 234 5678', '+15512345678'],
  ])('in %s %s is another line', (country, text, number) => {
    expect(interpret(text, country)).toBe(number)
  })
})

describe('what a telephone system dials to reach the outside', () => {
  it('is a part of a number where the settings say so, and nowhere else', () => {
    const outside = ['9', '0']
    for (const text of ['97815550123', '917815550123', '9 011 1 781 555 0123', '07815550123'])
      expect(interpret(text, 'US', outside), text).toBe('+17815550123')
    expect(interpret('97815550123', 'US')).toBe('97815550123')
    expect(parsePhone('781 555 0123', 'US', outside)?.digits).toEqual(
      expect.arrayContaining(['97815550123', '917815550123', '7815550123']),
    )
    expect(parsePhone('781 555 0123', 'US')?.digits).not.toContain('97815550123')
    expect(interpret('+97815550123', 'US', outside)).toBe('+97815550123')
  })
})
