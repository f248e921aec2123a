/** Laws of phone numbers, over ten countries: found in one form, found in all; two numbers are never taken for one. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { dialingPlan } from '../../../src/platform/match/numbering.ts'
import { interpret, parsePhone, type Phone } from '../../../src/platform/match/phone.ts'
import { stripSeparators } from '../../../src/platform/match/signs.ts'
import { anyDigits, anyNumber, countries, numberOf } from './fictional-numbers.ts'

function phone(text: string, country: string): Phone {
  const parsed = parsePhone(text, country)
  if (parsed === null) throw new Error('the generated text is no phone number')
  return parsed
}

describe.each(countries)('in %s', (country) => {
  it('a number found in one written form is found in all of them', () => {
    fc.assert(
      fc.property(numberOf(country), ({ number }) => {
        const { normal, digits, written } = phone(number, country)
        expect(normal).toBe(number)
        expect(digits[0]).toBe(number)
        for (const form of [...digits, ...written]) expect(interpret(form, country)).toBe(number)
        for (const form of written) expect(digits).toContain(stripSeparators(form))
      }),
      { numRuns: 25 },
    )
  })

  it('a number is found with country code and dialling prefix, and from any of its forms come the same forms', () => {
    fc.assert(
      fc.property(numberOf(country), fc.nat(), ({ number }, choice) => {
        const forms = phone(number, country)
        const [prefix = ''] = dialingPlan(country).internationalPrefixes
        expect(forms.digits).toContain(prefix + number.slice(1))
        expect(phone(forms.written[choice % forms.written.length] ?? '', country)).toEqual(forms)
      }),
      { numRuns: 25 },
    )
  })

  it('a look-alike that differs in one digit shares no form', () => {
    fc.assert(
      fc.property(numberOf(country), fc.nat(), fc.integer({ min: 1, max: 9 }), ({ number }, place, shift) => {
        const at = 1 + (place % (number.length - 1))
        const other = number.slice(0, at) + String((Number(number[at]) + shift) % 10) + number.slice(at + 1)
        const lookAlike = phone(other, country)
        const shared = phone(number, country).written.filter((form) => lookAlike.written.includes(form))
        expect(shared).toEqual([])
      }),
      { numRuns: 25 },
    )
  })

  it('any text that means a number is among the forms of that number', () => {
    fc.assert(
      fc.property(anyDigits, (text) => {
        const normal = interpret(text, country)
        fc.pre(normal !== null)
        const forms = phone(text, country)
        expect(forms.normal).toBe(normal)
        expect(forms.digits).toContain(text)
        expect(interpret(forms.normal, country)).toBe(normal)
      }),
      { numRuns: 150 },
    )
  })
})

it('two different numbers have no form in common, whatever the country they are read in', () => {
  fc.assert(
    fc.property(fc.constantFrom(...countries), anyNumber, anyDigits, (country, { number }, text) => {
      const other = interpret(text, country)
      fc.pre(other !== null && other !== number)
      const forms = new Set(phone(number, country).written)
      expect(phone(text, country).written.filter((form) => forms.has(form))).toEqual([])
    }),
    { numRuns: 150 },
  )
})

it.each([
  ['US', '+1781555', '781555'],
  ['GB', '+442079460', '02079460'],
  ['FR', '+3319900', '019900'],
  ['RU', '+7495555', '8495555'],
  ['AU', '+6125550', '025550'],
  ['JP', '+81350', '0350'],
  ['BR', '+5511955', '011955'],
  ['IN', '+9198765', '098765'],
])('in %s the national form is found with the international one', (country, international, national) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9999 }), (tail) => {
      const length = { US: 12, GB: 13, FR: 12, RU: 12, AU: 12, JP: 12, BR: 14, IN: 13 }[country] ?? 12
      const rest = String(tail)
        .padStart(length - international.length, '0')
        .slice(0, length - international.length)
      expect(interpret(national + rest, country)).toBe(international + rest)
    }),
    { numRuns: 25 },
  )
})
